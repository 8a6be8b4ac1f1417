import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'
import { DAY, HOUR, MINUTE } from '../../../test/kit/clock.ts'
import type { OutgoingSurvey, SendResult } from '../../channels/channel.ts'
import { failed } from '../../channels/failure.ts'
import { sendSurvey } from './send-survey.ts'

let app: TestApp
let make: ReturnType<typeof build>
/** What the provider was brought, and what it does with the next. */
let brought: OutgoingSurvey[]
let provider: (survey: OutgoingSurvey) => SendResult | Promise<SendResult>

const accepted: SendResult = { kind: 'accepted', providerId: 'p' }

beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
})
afterAll(() => app.close())
beforeEach(async () => {
  brought = []
  provider = () => accepted
  // Made anew, so that nothing is held against it that it did to the test before.
  app.app.channels.installed.email = {
    capabilities: {
      inApp: false,
      scores: 'each',
      formatting: 'plain',
      maxLength: null,
      sendsKey: true,
      repeatsKnownMs: Infinity,
    },
    async sendSurvey(survey) {
      brought.push(survey)
      return provider(survey)
    },
  }
  await make.enable('per_resolution')
})

async function ask() {
  const { id } = await make.conversation({ channel: 'email' })
  const { survey } = await make.status(id, 'resolved')
  expect(survey.state).toBe('scheduled')
  return { id, survey, path: new URL(survey.url).pathname }
}
const read = async (id: string) => (await app.api.get(`/surveys/${id}`)).body
const entries = async (id: string) =>
  (await app.api.get(`/conversations/${id}/timeline`)).body.data
    .map(({ kind }: { kind: string }) => kind)
    .filter((kind: string) => kind.startsWith('csat_'))
const timesBrought = ({ id }: { id: string }): number =>
  brought.filter(({ deliveryKey }) => deliveryKey === id).length
const isoIn = (ms: number): string => new Date(app.clock.now() + ms).toISOString()

describe('handing a survey over', () => {
  it('C2: a mail that goes out later asks what was to be asked when it was made', async () => {
    const after = { trigger: { delay: 'PT1H', channels: { email: { enabled: true } } } }
    await make.enable('after_delay', { ...after, question: { scale: 'thumbs', reasons: ['Slow'] } })
    await ask()
    await app.api.put('/settings/csat', { policy: { question: { scale: 'stars', reasons: [] } } })
    await app.pass(HOUR)
    expect(brought[0]!.question).toMatchObject({ scale: 'thumbs', reasons: ['Slow'] })
  })

  it('O2: one that comes before it is due goes when it is, and that is no attempt', async () => {
    await make.enable('after_delay', { trigger: { delay: 'PT1H', channels: { email: { enabled: true } } } })
    const { survey } = await ask()
    await app.app.handlers['send_survey']!({ workspace_id: app.workspace.workspaceId, id: survey.id })
    expect((await app.api.get(`/surveys/${survey.id}/deliveries`)).body.data).toEqual([])
    await app.pass(HOUR - 1000)
    expect(timesBrought(survey)).toBe(0)
    await app.pass(1000)
    expect(timesBrought(survey)).toBe(1)
  })

  it('I2: switched off before it is due, nothing is sent, and the reason is kept', async () => {
    const { id, survey } = await ask()
    await app.api.put('/settings/csat', { policy: { enabled: false } })
    await app.settle()
    expect(brought).toEqual([])
    expect((await read(survey.id)).state).toBe('withdrawn')
    const decisions = (await app.api.get(`/conversations/${id}/decisions`)).body.data
    expect(decisions[0]).toMatchObject({ kind: 'send', allowed: false, reason: 'csat_off' })
  })

  it('O2: a provider that stays away is tried eight times, then the survey has failed', async () => {
    provider = () => failed('unreachable')
    const { survey } = await ask()
    for (let hour = 0; hour < 20; hour += 1) await app.pass(HOUR)
    expect(timesBrought(survey)).toBe(8)
    expect((await read(survey.id)).state).toBe('failed')
  })

  it('J3: what is withdrawn while the provider is at work stays withdrawn, whatever it answers', async () => {
    for (const answer of [accepted, failed('refused'), failed('unreachable')]) {
      provider = async ({ link }) => {
        await app.api.post(`/surveys/${survey.id}/withdraw`)
        expect((await app.as(null).get(new URL(link).pathname)).body).toContain('withdrawn')
        return answer
      }
      const { id, survey } = await ask()
      await app.settle()
      await app.pass(DAY)
      expect((await read(survey.id)).state).toBe('withdrawn')
      expect(await entries(id)).toEqual(['csat_withdrawn'])
      expect(timesBrought(survey)).toBe(1)
    }
  })
})

describe('a mail that arrived before we knew', () => {
  it('J7: before anything left the house its link leads nowhere', async () => {
    const { path } = await ask()
    expect((await app.as(null).get(path)).status).toBe(404)
    expect((await app.as(null).post(path, { score: 5 })).status).toBe(404)
  })

  it.each([accepted, failed('refused'), failed('unreachable')])(
    'J7: it can be answered while the provider is at work; its late “$kind” overrides nothing',
    async (answer) => {
      provider = async ({ link }) => {
        const path = new URL(link).pathname
        const page = await app.as(null).get(`${path}?score=4`)
        expect([page.status, page.body.includes('name="score"')]).toEqual([200, true])
        expect((await app.as(null).post(path, { score: 4 })).status).toBe(200)
        return answer
      }
      const { id, survey } = await ask()
      await app.settle()
      expect(await read(survey.id)).toMatchObject({
        state: 'answered',
        sent_at: isoIn(0),
        rate_until: isoIn(7 * DAY),
        response: { score: 4 },
      })
      await app.pass(8 * DAY)
      expect(timesBrought(survey)).toBe(1)
      expect((await read(survey.id)).state).toBe('answered')
      expect((await entries(id)).toSorted()).toEqual(['csat_requested', 'csat_submitted'])
    },
  )

  it('J7: it can be answered after we were cut off, and is not sent again', async () => {
    provider = () => {
      throw new Error('cut off')
    }
    const { survey, path } = await ask()
    await expect(app.settle()).rejects.toThrow('cut off')
    expect((await read(survey.id)).state).toBe('scheduled')
    app.clock.advance(MINUTE)
    expect((await app.as(null).get(path)).status).toBe(200)
    expect((await app.as(null).post(path, { score: 2 })).status).toBe(200)
    await sendSurvey(app.app.ctx, app.app.channels, app.workspace.workspaceId, survey.id)
    expect(timesBrought(survey)).toBe(1)
    expect(await read(survey.id)).toMatchObject({ state: 'answered', sent_at: isoIn(0) })
  })

  it('J5, J7: its time to answer holds all the same', async () => {
    await make.enable('per_resolution', { rating: { window: { from: 'ended', hours: 1 } } })
    provider = () => failed('unreachable')
    const { survey, path } = await ask()
    await app.settle()
    app.clock.advance(2 * HOUR)
    expect((await app.as(null).post(path, { score: 5 })).body.reason).toBe('expired')
    await app.settle()
    expect((await read(survey.id)).state).toBe('expired')
  })

  it('J7: an answer through the link of a mail that was taken to be refused proves that it was sent', async () => {
    provider = () => failed('refused')
    const { survey, path } = await ask()
    await app.settle()
    expect((await read(survey.id)).state).toBe('failed')
    expect((await app.as(null).post(path, { score: 5 })).status).toBe(200)
    expect(await read(survey.id)).toMatchObject({ state: 'answered', sent_at: isoIn(0) })
  })
})
