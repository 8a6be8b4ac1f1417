import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ChannelStage, setChannelStage } from '../../test/kit/channel-stage.ts'
import { HOUR, MINUTE } from '../../test/kit/clock.ts'
import type { Channels, SendResult } from '../channels/channel.ts'
import { failed } from '../channels/failure.ts'
import { sendSurvey } from '../surveys/sending/send-survey.ts'
import { answerPress } from './answer-press.ts'

let stage: ChannelStage
let count = 0

beforeAll(async () => {
  // As with SMS: the provider makes a second message of a second try.
  stage = await setChannelStage(['whatsapp', 'sms'], 0)
})
afterAll(() => stage.close())
beforeEach(async () => {
  stage.provider.feel('well')
  stage.provider.given.length = 0
  await stage.app.api.put('/channels/fallback', { fallback: ['whatsapp', 'sms'] })
  await stage.connect('whatsapp')
  await stage.connect('sms')
})

const read = async (id: string) => (await stage.app.api.get(`/surveys/${id}`)).body
const deliveries = async (id: string): Promise<any[]> =>
  (await stage.app.api.get(`/surveys/${id}/deliveries`)).body.data
const times = (id: string) => stage.provider.given.filter(({ key }) => key.endsWith(id)).length
async function hours(n: number): Promise<void> {
  for (let each = 0; each < n * 6; each++) await stage.app.pass(10 * MINUTE)
}

async function ask() {
  const phone = `+49171${String(++count).padStart(6, '0')}`
  const { id: contactId } = await stage.make.contact({ phone, email: null })
  const { id } = await stage.make.conversation({ channel: 'sms', contact_id: contactId })
  const { survey } = await stage.make.status(id, 'resolved')
  return { id, survey, phone }
}

/** As it stands when we are killed while the provider answers. */
async function cutOff(surveyId: string): Promise<void> {
  const { pool, handlers } = stage.app.app
  await pool.query(`update surveys set state = 'scheduled', sent_at = null where id = $1`, [surveyId])
  await pool.query(
    `update deliveries set state = 'started', provider_id = null, finished_at = null where survey_id = $1`,
    [surveyId],
  )
  await handlers['send_survey']!({ workspace_id: stage.app.workspace.workspaceId, id: surveyId })
}

/** The job of a survey finds a provider that lets nobody in. */
async function comeToClosedGate(surveyId: string): Promise<void> {
  const { channels, ctx } = stage.app.app
  const resting: Channels = {
    ...channels,
    async line(workspaceId, channel) {
      const line = await channels.line(workspaceId, channel)
      return line && { ...line, gate: { enter: async () => ({ kind: 'wait', afterMs: 30_000 }) } }
    },
  }
  await sendSurvey(ctx, resting, stage.app.workspace.workspaceId, surveyId)
}

/** A press that is still to be thanked for, at a provider that does this with what it is brought. */
async function pressed(say: () => Promise<SendResult | null>, repeatsKnownMs = 0) {
  const { survey, phone } = await ask()
  await stage.app.settle()
  const asked = stage.provider.given.find(({ key }) => key === survey.id)!
  stage.app.clock.advance(1000)
  expect(await stage.tell('sms', { kind: 'press', from: phone, press: asked.presses[3]! })).toBe(200)
  const { ctx, pool } = stage.app.app
  const { rows } = await pool.query('select id from press_replies where survey_id = $1', [survey.id])
  const id = rows[0].id as string
  const keys: string[] = []
  const channel = {
    capabilities: { repeatsKnownMs },
    async sendMessage({ deliveryKey }: { deliveryKey: string }) {
      keys.push(deliveryKey)
      return say()
    },
  }
  const gate = { enter: async () => ({ kind: 'go', ask: (send: () => unknown) => send(), leave() {} }) }
  const channels = { line: async () => ({ channel, gate, hook: null }) } as unknown as Channels
  const thank = () => answerPress(ctx, channels, stage.app.workspace.workspaceId, id)
  const stored = async () =>
    (await pool.query('select state, attempts, error from press_replies where id = $1', [id])).rows[0]
  return { keys, thank, stored }
}
const took: SendResult = { kind: 'accepted', providerId: null }

describe('thanks for a press', () => {
  it.each([
    [0, 1, 'rejected'],
    [Infinity, 2, 'accepted'],
  ])(
    'O3: killed while a provider that knows repeats for %s ms takes them, they are brought %i times: %s',
    async (known, times, state) => {
      let isDead = false
      const { keys, thank, stored } = await pressed(async () => {
        if (isDead) return took
        isDead = true
        // Another run takes up what this one, which is dead, has left.
        await thank()
        throw new Error('dead')
      }, known)
      await expect(thank()).rejects.toThrow('dead')
      await thank()
      expect(keys).toHaveLength(times)
      expect(new Set(keys).size).toBe(1)
      expect(await stored()).toMatchObject({ state })
      if (state === 'rejected') expect((await stored()).error).toContain('We do not know')
    },
  )

  it('O3: go again when the provider was not asked after all, or was not there', async () => {
    const answers = [null, failed('unreachable'), null, took]
    const { keys, thank, stored } = await pressed(async () => answers.shift()!)
    for (let each = 0; each < 4; each++) await thank()
    expect(keys).toHaveLength(4)
    expect(await stored()).toMatchObject({ state: 'accepted', attempts: 2 })
  })
})

describe('what may have arrived', () => {
  it('O3: thanks for a press are not said again', async () => {
    const { survey, phone } = await ask()
    await stage.app.settle()
    const asked = stage.provider.given.find(({ key }) => key === survey.id)!
    stage.app.clock.advance(1000)
    stage.provider.feel('takes_silently')
    expect(await stage.tell('sms', { kind: 'press', from: phone, press: asked.presses[3]! })).toBe(200)
    for (let each = 0; each < 10; each++) await stage.app.pass(5 * MINUTE)
    expect(await read(survey.id)).toMatchObject({ state: 'answered' })
    const thanks = stage.provider.given.filter(({ to, text }) => to === phone && /Thank you/.test(text))
    expect(thanks).toHaveLength(1)
  })

  it('O3: is sent once when the provider answers too late: a person decides, and it goes no other way', async () => {
    stage.provider.feel('takes_silently')
    const { id, survey } = await ask()
    await stage.app.settle()
    stage.provider.feel('well')
    await stage.app.pass(30 * MINUTE)
    expect(await read(survey.id)).toMatchObject({ state: 'scheduled' })
    expect(await deliveries(survey.id)).toMatchObject([{ state: 'unknown' }])
    await hours(30)
    expect(times(survey.id)).toBe(1)
    expect(await read(survey.id)).toMatchObject({ state: 'failed' })
    const [dead] = (await stage.app.api.get('/deliveries?state=dead')).body.data
    expect(dead).toMatchObject({ survey_id: survey.id, channel: 'sms', reason: 'no_answer' })
    expect(dead.error).toMatch(/^We do not know whether it arrived/)
    expect((await stage.timeline(id)).at(-1)).toMatchObject({
      kind: 'csat_failed',
      data: { reason: 'no_answer', sentence: expect.stringContaining('We do not know') },
    })
    expect((await stage.app.api.post(`/surveys/${survey.id}/retry`)).status).toBe(200)
    await stage.app.settle()
    expect(times(survey.id)).toBe(2)
    expect(await read(survey.id)).toMatchObject({ state: 'sent' })
  })

  it.each([
    ['an hour', 61 * MINUTE],
    ['more than a day', 25 * HOUR],
  ])(
    'O3: says so when the provider has let nobody in for %s since; a receipt settles it all the same',
    async (_long, waited) => {
      stage.provider.feel('takes_silently')
      const { survey } = await ask()
      await stage.app.settle()
      stage.provider.feel('well')
      const come = () => comeToClosedGate(survey.id)
      stage.app.clock.advance(30 * MINUTE)
      await come()
      expect(await read(survey.id)).toMatchObject({ state: 'scheduled' })
      stage.app.clock.advance(waited - 30 * MINUTE)
      await come()
      expect(await read(survey.id)).toMatchObject({ state: 'failed' })
      expect(await deliveries(survey.id)).toMatchObject([{ state: 'unknown' }])
      const [dead] = (await stage.app.api.get('/deliveries?state=dead')).body.data
      expect(dead).toMatchObject({ survey_id: survey.id, reason: 'no_answer' })
      const named = { providerId: `SM${survey.id}`, reference: `survey.${survey.id}` }
      await stage.tell('sms', { kind: 'taken', ...named })
      expect(await read(survey.id)).toMatchObject({ state: 'sent' })
      expect(times(survey.id)).toBe(1)
    },
  )

  it('O3: is not sent again after kill -9 while the provider answered', async () => {
    const { survey } = await ask()
    await stage.app.settle()
    await cutOff(survey.id)
    await hours(3)
    expect(times(survey.id)).toBe(1)
    expect(await read(survey.id)).toMatchObject({ state: 'failed' })
  })

  it('O3: a provider that was never reached is asked again as before', async () => {
    stage.provider.feel('broken')
    const { survey } = await ask()
    await stage.app.settle()
    stage.provider.feel('well')
    await stage.app.pass(5 * MINUTE)
    expect(times(survey.id)).toBe(1)
    expect(await read(survey.id)).toMatchObject({ state: 'sent' })
  })

  it.each([
    ['in the meantime', 10 * MINUTE],
    ['after it was given up', 3 * HOUR],
  ])('O3: a receipt by our own name for it settles it, %s', async (_when, after) => {
    stage.provider.feel('takes_silently')
    const { survey } = await ask()
    await stage.app.settle()
    stage.provider.feel('well')
    for (let passed = 0; passed < after; passed += 10 * MINUTE) await stage.app.pass(10 * MINUTE)
    const named = { providerId: `SM${survey.id}`, reference: `survey.${survey.id}` }
    await stage.tell('sms', { kind: 'taken', ...named })
    expect(await read(survey.id)).toMatchObject({ state: 'sent' })
    expect(await deliveries(survey.id)).toMatchObject([{ state: 'accepted', provider_id: named.providerId }])
    await stage.tell('sms', { kind: 'delivery', failure: null, ...named })
    expect((await deliveries(survey.id))[0].delivered_at).not.toBeNull()
    await hours(2)
    expect(times(survey.id)).toBe(1)
    expect(await read(survey.id)).toMatchObject({ state: 'sent' })
  })

  it('O3: a receipt that it did not arrive opens the next way', async () => {
    stage.provider.feel('takes_silently')
    const { survey } = await ask()
    await stage.app.settle()
    stage.provider.feel('well')
    await stage.tell('sms', {
      kind: 'delivery',
      providerId: 'SMx',
      reference: `survey.${survey.id}`,
      failure: { kind: 'rejected', reason: 'address_refused', sentence: 'Nobody lives here.' },
    })
    await stage.app.settle()
    expect((await deliveries(survey.id)).map(({ channel, state }) => [channel, state])).toEqual([
      ['sms', 'bounced'],
      ['whatsapp', 'accepted'],
    ])
  })

  it.each([
    ['is let in', 0],
    ['is not', 1000],
  ])(
    'O3: a receipt quicker than the answer is kept in mind for when that never comes: it %s',
    async (_, wait) => {
      const { survey } = await ask()
      await stage.app.settle()
      const { pool } = stage.app.app
      await pool.query(`update surveys set state = 'scheduled', sent_at = null where id = $1`, [survey.id])
      await pool.query(
        `update deliveries set state = 'started', provider_id = null, finished_at = null where survey_id = $1`,
        [survey.id],
      )
      const providerId = `SM${survey.id}`
      await stage.tell('sms', { kind: 'taken', providerId, reference: `survey.${survey.id}` })
      const job = { workspace_id: stage.app.workspace.workspaceId, id: survey.id }
      stage.app.clock.advance(wait)
      await (wait > 0 ? comeToClosedGate(survey.id) : stage.app.app.handlers['send_survey']!(job))
      expect(await read(survey.id)).toMatchObject({ state: 'sent' })
      expect(await deliveries(survey.id)).toMatchObject([{ state: 'accepted', provider_id: providerId }])
      expect(times(survey.id)).toBe(1)
    },
  )

  it('O3: is known to be in doubt after kill -9, though the provider lets nobody in: a receipt settles it at once', async () => {
    const { survey } = await ask()
    await stage.app.settle()
    const { pool } = stage.app.app
    await pool.query(`update surveys set state = 'scheduled', sent_at = null where id = $1`, [survey.id])
    await pool.query(
      `update deliveries set state = 'started', provider_id = null, finished_at = null where survey_id = $1`,
      [survey.id],
    )
    await comeToClosedGate(survey.id)
    expect(await deliveries(survey.id)).toMatchObject([{ state: 'unknown' }])
    const named = { providerId: `SM${survey.id}`, reference: `survey.${survey.id}` }
    await stage.tell('sms', { kind: 'taken', ...named })
    expect(await read(survey.id)).toMatchObject({ state: 'sent' })
  })

  it('O3: references of others, or to nothing, do nothing', async () => {
    const { survey } = await ask()
    await stage.app.settle()
    for (const reference of [
      'survey.',
      `survey.${'-'.repeat(36)}`,
      `message.${survey.id}`,
      'x',
      `survey.${stage.agent.id}`,
    ]) {
      expect(await stage.tell('sms', { kind: 'taken', providerId: 'SMother', reference })).toBe(200)
    }
    expect(await deliveries(survey.id)).toMatchObject([
      { state: 'accepted', provider_id: expect.stringMatching(/^p/) },
    ])
  })

  it('C15: a teammate’s message is said once, and the message says that nobody knows; a receipt settles it', async () => {
    stage.provider.feel('takes_silently')
    const { id } = await ask()
    await stage.app.settle()
    stage.provider.given.length = 0
    const said = await stage.make.say(id, 'teammate', 'On its way.', {}, stage.agent.id)
    await stage.app.settle()
    stage.provider.feel('well')
    await hours(2)
    expect(times(said.id)).toBe(1)
    const entry = async () => (await stage.timeline(id)).find(({ data }) => data.body === 'On its way.').data
    expect(await entry()).toMatchObject({
      delivery: 'rejected',
      delivery_error: expect.stringContaining('We do not know'),
    })
    await stage.tell('sms', { kind: 'taken', providerId: 'SMsaid', reference: `message.${said.id}` })
    expect(await entry()).toMatchObject({ delivery: 'accepted' })
    expect(await entry()).not.toHaveProperty('delivery_error')
  })
})
