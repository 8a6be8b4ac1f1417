import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ChannelStage, setChannelStage } from '../../../test/kit/channel-stage.ts'
import { HOUR, MINUTE } from '../../../test/kit/clock.ts'
import type { Channels, Line, OutgoingSurvey, SendResult } from '../../channels/channel.ts'
import { failed } from '../../channels/failure.ts'
import { sendSurvey } from './send-survey.ts'

/** The provider knows a repeat. */
let stage: ChannelStage
let count = 0

beforeAll(async () => {
  stage = await setChannelStage(['whatsapp', 'sms'])
})
afterAll(() => stage.close())
beforeEach(async () => {
  stage.provider.given.length = 0
  await stage.app.api.put('/channels/fallback', { fallback: ['sms'] })
  // A new version: the breaker of the last test is forgotten.
  await stage.connect('whatsapp')
  await stage.connect('sms')
})

type Survey = { id: string }

async function ask() {
  const phone = `+49172${String(++count).padStart(6, '0')}`
  const { id: contactId } = await stage.make.contact({ phone, email: null })
  const { id } = await stage.make.conversation({ channel: 'whatsapp', contact_id: contactId })
  const { survey } = await stage.make.status(id, 'resolved')
  return { id, survey: survey as Survey }
}
const stateOf = async ({ id }: Survey) => (await stage.app.api.get(`/surveys/${id}`)).body.state
const attempts = async ({ id }: Survey) => {
  const { data } = (await stage.app.api.get(`/surveys/${id}/deliveries`)).body
  return data.map(({ channel, state }: any) => [channel, state])
}
const times = ({ id }: Survey): number => stage.provider.given.filter(({ key }) => key === id).length
const failures = async (id: string): Promise<number> =>
  (await stage.timeline(id)).filter(({ kind }) => kind === 'csat_failed').length

/** As one process sends it. */
const send = ({ id }: Survey, channels: Channels = stage.app.app.channels) =>
  sendSurvey(stage.app.app.ctx, channels, stage.app.workspace.workspaceId, id)

/** The channels of a process whose lines are otherwise. */
function channelsWith(change: (line: Line) => Partial<Line>): Channels {
  const { channels } = stage.app.app
  return {
    ...channels,
    async line(workspaceId, channel) {
      const line = await channels.line(workspaceId, channel)
      return line && { ...line, ...change(line) }
    },
  }
}
/** The same, with a provider that does this with what it is brought. */
const channelsOf = (sendSurvey: (out: OutgoingSurvey) => Promise<SendResult>): Channels =>
  channelsWith(({ channel }) => ({ channel: { ...channel, sendSurvey } }))
const answering = (result: SendResult): Channels => channelsOf(async () => result)

describe('a survey that changes while it is being sent', () => {
  it('O3: that has another way by now is left to that one’s channel', async () => {
    const { survey } = await ask()
    const broughtToWhatsapp: string[] = []
    const slow = channelsWith(({ channel, gate }) => ({
      channel: {
        ...channel,
        async sendSurvey({ to }) {
          broughtToWhatsapp.push(to)
          return { kind: 'accepted', providerId: null }
        },
      },
      gate: {
        // Another process was refused, while this one stands at the gate.
        async enter() {
          await send(survey, answering(failed('refused')))
          return gate.enter()
        },
      },
    }))
    await send(survey, slow)
    expect(broughtToWhatsapp).toEqual([])
    expect(await attempts(survey)).toEqual([['whatsapp', 'rejected']])
    await stage.app.settle()
    expect(await attempts(survey)).toEqual([
      ['whatsapp', 'rejected'],
      ['sms', 'accepted'],
    ])
    expect(times(survey)).toBe(1)
  })

  it('O3: that a person sends again is not given up for the wait before that', async () => {
    await stage.app.api.put('/channels/fallback', { fallback: [] })
    const { id, survey } = await ask()
    stage.app.clock.advance(25 * HOUR)
    let comesFirst = true
    const resting = channelsWith(() => ({
      gate: {
        async enter() {
          if (comesFirst) {
            comesFirst = false
            await send(survey, resting)
            expect(await stateOf(survey)).toBe('failed')
            expect((await stage.app.api.post(`/surveys/${survey.id}/retry`)).status).toBe(200)
          }
          return { kind: 'wait', afterMs: 1000 }
        },
      },
    }))
    await send(survey, resting)
    expect(await stateOf(survey)).toBe('scheduled')
    expect([await attempts(survey), await failures(id)]).toEqual([[['whatsapp', 'retry']], 1])
    await stage.app.settle()
    expect([await stateOf(survey), times(survey)]).toEqual(['sent', 1])
  })
})

describe('a survey whose answer was lost', () => {
  it('O3: goes nowhere else when it is refused at the next attempt: it may have arrived', async () => {
    const { survey } = await ask()
    await send(survey, answering(failed('no_answer')))
    await send(survey, answering(failed('refused')))
    await stage.app.pass(HOUR)
    expect(await attempts(survey)).toEqual([
      ['whatsapp', 'unknown'],
      ['whatsapp', 'rejected'],
    ])
    expect([await stateOf(survey), times(survey)]).toEqual(['failed', 0])
  })

  it('O3: is sent when a receipt told of it while the provider was at work', async () => {
    const { survey } = await ask()
    const quick = channelsOf(async ({ deliveryKey }) => {
      const reference = `survey.${deliveryKey}`
      await stage.tell('whatsapp', { kind: 'taken', providerId: 'early', reference })
      return failed('no_answer')
    })
    await send(survey, quick)
    expect(await attempts(survey)).toEqual([['whatsapp', 'accepted']])
    expect(await stateOf(survey)).toBe('sent')
    await stage.app.pass(HOUR)
    expect(times(survey)).toBe(0)
  })
})

it('O3: a survey that went another way stays sent, though an older attempt comes back late', async () => {
  const { id, survey } = await ask()
  await send(survey, answering(failed('no_answer')))
  await stage.app.pass(5 * MINUTE)
  const first = { providerId: `first-${survey.id}`, reference: `survey.${survey.id}` }
  await stage.tell('whatsapp', { kind: 'taken', ...first })
  const { data } = (await stage.app.api.get(`/surveys/${survey.id}/deliveries`)).body
  expect(data).toMatchObject([{ state: 'accepted', provider_id: first.providerId }, { state: 'accepted' }])
  const bounce = (providerId: string) =>
    stage.tell('whatsapp', { kind: 'delivery', providerId, failure: failed('address_refused') })
  await bounce(data[1].provider_id)
  await stage.app.settle()
  await bounce(first.providerId)
  await stage.app.settle()
  expect(await attempts(survey)).toEqual([
    ['whatsapp', 'bounced'],
    ['whatsapp', 'bounced'],
    ['sms', 'accepted'],
  ])
  expect([await stateOf(survey), await failures(id)]).toEqual(['sent', 1])
})

it('O3: a survey that came back stays failed, though an older attempt is found to have been taken', async () => {
  await stage.app.api.put('/channels/fallback', { fallback: [] })
  const { survey } = await ask()
  await send(survey, answering(failed('no_answer')))
  await stage.app.pass(5 * MINUTE)
  const { data } = (await stage.app.api.get(`/surveys/${survey.id}/deliveries`)).body
  const back = { kind: 'delivery' as const, failure: failed('address_refused') }
  await stage.tell('whatsapp', { ...back, providerId: data[1].provider_id })
  expect(await stateOf(survey)).toBe('failed')
  const taken = { providerId: `taken-${survey.id}`, reference: `survey.${survey.id}` }
  await stage.tell('whatsapp', { kind: 'taken', ...taken })
  expect(await attempts(survey)).toEqual([
    ['whatsapp', 'accepted'],
    ['whatsapp', 'bounced'],
  ])
  expect(await stateOf(survey)).toBe('failed')
})
