import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type ChannelStage, setChannelStage, TOKEN } from '../../test/kit/channel-stage.ts'
import { HOUR, MINUTE } from '../../test/kit/clock.ts'
import { openPool } from '../platform/database.ts'
import { startJobs } from '../platform/jobs.ts'
import { silentLog } from '../platform/log.ts'

let stage: ChannelStage
let count = 0

beforeAll(async () => {
  stage = await setChannelStage(['whatsapp', 'sms'])
})
afterAll(() => stage.close())
beforeEach(async () => {
  stage.provider.feel('well')
  stage.provider.given.length = 0
  await stage.app.api.put('/channels/fallback', { fallback: [] })
  // A new version: the breaker of the last test is forgotten.
  await stage.connect('whatsapp')
  await stage.connect('sms')
})

const read = async (id: string) => (await stage.app.api.get(`/surveys/${id}`)).body
const deliveries = async (id: string): Promise<any[]> =>
  (await stage.app.api.get(`/surveys/${id}/deliveries`)).body.data
const times = (id: string) => stage.provider.given.filter(({ key }) => key === id).length

async function ask(channel = 'whatsapp', contact: object = {}) {
  const phone = `+49170${String(++count).padStart(6, '0')}`
  const { id: contactId } = await stage.make.contact({ phone, email: null, ...contact })
  const { id } = await stage.make.conversation({ channel, contact_id: contactId })
  const { survey } = await stage.make.status(id, 'resolved')
  return { id, survey, phone }
}

describe('a provider in trouble', () => {
  it.each([['busy'], ['broken'], ['silent'], ['hangs_up']] as const)(
    'O3: %s for a while, a survey is neither lost nor doubled',
    async (mood) => {
      stage.provider.feel(mood)
      const { survey } = await ask()
      await stage.app.settle()
      await stage.app.pass(2 * MINUTE)
      expect((await read(survey.id)).state).toBe('scheduled')
      stage.provider.feel('well')
      await stage.app.pass(5 * MINUTE)
      await stage.app.pass(HOUR)
      expect(times(survey.id)).toBe(1)
      expect((await read(survey.id)).state).toBe('sent')
      const states = (await deliveries(survey.id)).map(({ state }) => state)
      // It was handed over, to a provider that knows a repeat.
      const before = mood === 'silent' || mood === 'hangs_up' ? 'unknown' : 'retry'
      expect(states).toEqual([...states.slice(0, -1).map(() => before), 'accepted'])
    },
  )

  it('O3: that asks to wait is not asked sooner', async () => {
    stage.provider.feel('busy')
    const { survey } = await ask()
    await stage.app.settle()
    await stage.app.pass(59_000)
    expect(await deliveries(survey.id)).toHaveLength(1)
    await stage.app.pass(1000)
    expect(await deliveries(survey.id)).toHaveLength(2)
  })

  it('O3: killed between the provider and the note, the same key goes again', async () => {
    const { survey } = await ask()
    await stage.app.settle()
    const { pool, handlers } = stage.app.app
    await pool.query(`update surveys set state = 'scheduled', sent_at = null where id = $1`, [survey.id])
    await pool.query(`update deliveries set state = 'started', provider_id = null where survey_id = $1`, [
      survey.id,
    ])
    const job = { workspace_id: stage.app.workspace.workspaceId, id: survey.id }
    await handlers['send_survey']!(job)
    expect(stage.provider.given.map(({ key }) => key)).toEqual([survey.id, survey.id])
    await handlers['send_survey']!(job)
    expect(times(survey.id)).toBe(2)
    expect((await read(survey.id)).state).toBe('sent')
  })

  it('O3: that does not answer is left alone, which costs no attempt, and found again', async () => {
    stage.provider.feel('hangs_up')
    const surveys = []
    for (let each = 0; each < 9; each++) surveys.push((await ask()).survey)
    await stage.app.settle()
    const before = stage.provider.brought()
    const tried = (await Promise.all(surveys.map(({ id }) => deliveries(id)))).flat()
    expect(tried).toHaveLength(5)
    const { data } = (await stage.app.api.get('/channels')).body
    expect(data.find(({ id }: any) => id === 'whatsapp')).toMatchObject({
      state: 'failing',
      last_error: expect.stringContaining('did not answer'),
    })
    await stage.app.pass(31_000)
    // One goes ahead and finds nobody: the rest stay.
    expect(stage.provider.brought() - before).toBe(1)
    stage.provider.feel('well')
    for (let minute = 0; minute < 20; minute++) await stage.app.pass(MINUTE)
    expect(surveys.map(({ id }) => times(id))).toEqual(surveys.map(() => 1))
  })

  it('O3: that is away for a day has had its time: those who waited go the next way, and are seen', async () => {
    stage.provider.feel('broken')
    for (let each = 0; each < 6; each++) await ask()
    await stage.app.settle()
    const { survey } = await ask()
    await stage.app.settle()
    expect(await deliveries(survey.id)).toEqual([])
    const { pool } = stage.app.app
    const days = `update surveys set due_at = due_at - interval '25 hours', updated_at = updated_at - interval '25 hours' where id = $1`
    await pool.query(days, [survey.id])
    await stage.app.app.handlers['send_survey']!({
      workspace_id: stage.app.workspace.workspaceId,
      id: survey.id,
    })
    expect((await read(survey.id)).state).toBe('failed')
    const { data } = (await stage.app.api.get('/deliveries?state=dead')).body
    expect(data.map((each: any) => each.survey_id)).toContain(survey.id)
    stage.provider.feel('well')
    for (let minute = 0; minute < 20; minute++) await stage.app.pass(MINUTE)
  })

  it('O3: does not hold up another channel', async () => {
    stage.provider.feel('hangs_up')
    for (let each = 0; each < 6; each++) await ask('whatsapp')
    await stage.app.settle()
    stage.provider.feel('well')
    const { survey } = await ask('sms')
    await stage.app.settle()
    expect((await read(survey.id)).state).toBe('sent')
  })
})

describe('the workers', () => {
  it('O3: are never all held by one slow provider: another channel’s survey goes out meanwhile', async () => {
    const { app } = stage.app
    // The queue lives by the real time, and so does what is postponed in it.
    const { clock } = stage.app
    clock.advance(Date.now() - clock.now())
    const ticking = setInterval(() => clock.advance(Date.now() - clock.now()), 10)
    stage.provider.feel('silent')
    for (let each = 0; each < 20; each++) await ask('whatsapp')
    const jobs = openPool(stage.connection, 10, true)
    const runner = await startJobs(jobs, app.handlers, { concurrency: 8, log: silentLog, timed: {} })
    try {
      await vi.waitUntil(() => stage.provider.brought() > 0, 40_000)
      const { survey } = await ask('email', { email: 'sam@customer.example' })
      // Mail is not connected here, which is known at once, and so all the same shows whether a worker was free.
      await vi.waitUntil(async () => (await read(survey.id)).state === 'failed', {
        timeout: 40_000,
        interval: 20,
      })
      expect(stage.provider.mostAtOnce()).toBeLessThanOrEqual(3)
    } finally {
      clearInterval(ticking)
      await runner.stop()
      await jobs.end()
      stage.provider.feel('well')
      for (let minute = 0; minute < 20; minute++) await stage.app.pass(MINUTE)
    }
  })
})

describe('a survey that does not get through', () => {
  it('O3: goes the next way on which the contact has an address; decision and timeline say so', async () => {
    await stage.app.api.put('/channels/fallback', { fallback: ['whatsapp', 'email', 'sms'] })
    stage.provider.feel('refuses')
    const { id, survey } = await ask()
    const send = stage.app.app.handlers['send_survey']!
    await send({ workspace_id: stage.app.workspace.workspaceId, id: survey.id })
    stage.provider.feel('well')
    await stage.app.settle()
    expect((await deliveries(survey.id)).map(({ channel, state }) => [channel, state])).toEqual([
      ['whatsapp', 'rejected'],
      ['sms', 'accepted'],
    ])
    expect(await read(survey.id)).toMatchObject({ state: 'sent', channel: 'whatsapp' })
    const entries = (await stage.timeline(id)).filter(({ kind }) => kind.startsWith('csat_'))
    expect(entries.map(({ kind, data }) => [kind, data.channel])).toEqual([
      ['csat_failed', 'whatsapp'],
      ['csat_requested', 'sms'],
    ])
    expect(entries[0].data.sentence).toContain('It goes out by SMS instead.')
    const { data } = (await stage.app.api.get(`/conversations/${id}/decisions`)).body
    expect(data[0]).toMatchObject({
      kind: 'send',
      allowed: true,
      facts: { channel: 'sms', instead_of: 'whatsapp' },
    })
    expect(data[0].sentence).toMatch(/^A survey goes out by SMS instead of WhatsApp\. The provider refused/)
  })

  it('A5: does not go where the contact has said STOP, nor where the policy does not ask', async () => {
    await stage.app.api.put('/channels/fallback', { fallback: ['sms'] })
    stage.provider.feel('refuses')
    const { survey, phone } = await ask()
    await stage.tell('sms', { kind: 'consent', from: phone, given: false })
    await stage.app.settle()
    expect((await read(survey.id)).state).toBe('failed')
    await stage.make.enable('per_resolution', { trigger: { channels: { sms: { enabled: false } } } })
    const other = await ask()
    await stage.app.settle()
    expect((await read(other.survey.id)).state).toBe('failed')
    await stage.make.enable('per_resolution')
  })

  it('O3: is a dead letter, and can be sent again', async () => {
    stage.provider.feel('refuses')
    const { survey } = await ask()
    await stage.app.settle()
    const dead = async () =>
      (await stage.app.api.get('/deliveries?state=dead')).body.data.map((each: any) => each.survey_id)
    expect(await dead()).toContain(survey.id)
    const listed = (await stage.app.api.get('/deliveries?limit=1')).body
    expect(listed.data[0]).toMatchObject({ survey_id: survey.id, reason: 'refused', state: 'rejected' })
    stage.provider.feel('well')
    expect((await stage.app.api.post(`/surveys/${survey.id}/retry`)).body.state).toBe('scheduled')
    await stage.app.settle()
    expect((await read(survey.id)).state).toBe('sent')
    expect(await dead()).not.toContain(survey.id)
    expect((await stage.app.api.post(`/surveys/${survey.id}/retry`)).status).toBe(409)
  })
})

describe('a survey that is sent again', () => {
  it('C5: is not, while another of the contact is pending; not even when both are asked for at once', async () => {
    await stage.make.enable('by_hand')
    const { id: contactId } = await stage.make.contact({ phone: '+491725550000', email: null })
    async function askByHand() {
      const { id } = await stage.make.conversation({ channel: 'whatsapp', contact_id: contactId })
      await stage.make.say(id, 'teammate', 'Done.', {}, stage.agent.id)
      return (await stage.make.status(id, 'resolved', { survey: 'send' })).survey
    }
    stage.provider.feel('refuses')
    const first = await askByHand()
    await stage.app.settle()
    const second = await askByHand()
    await stage.app.settle()
    expect([(await read(first.id)).state, (await read(second.id)).state]).toEqual(['failed', 'failed'])
    stage.provider.feel('well')
    const retry = (survey: { id: string }) => stage.app.api.post(`/surveys/${survey.id}/retry`)
    const answers = await Promise.all([retry(first), retry(second)])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
    expect(answers.find(({ status }) => status === 409)!.body).toMatchObject({
      reason: 'pending_survey',
      detail: expect.stringContaining('still waiting'),
    })
    await stage.app.settle()
    expect(stage.provider.given).toHaveLength(1)
    await stage.make.enable('per_resolution')
  })
})

describe('receipts', () => {
  const receipt = (providerId: string, failure: object | null = null) =>
    stage.tell('whatsapp', { kind: 'delivery', providerId, failure } as never)

  it('O3: that something arrived is noted on its delivery', async () => {
    const { survey } = await ask()
    await stage.app.settle()
    const [{ provider_id: providerId }] = await deliveries(survey.id)
    await receipt(providerId)
    expect((await deliveries(survey.id))[0].delivered_at).not.toBeNull()
  })

  it('O3: a bounce is a failure after all: another way, or failed', async () => {
    const failure = { kind: 'rejected', reason: 'address_refused', sentence: 'Nobody lives here.' }
    await stage.app.api.put('/channels/fallback', { fallback: ['sms'] })
    const { survey } = await ask()
    await stage.app.settle()
    const [{ provider_id: providerId }] = await deliveries(survey.id)
    await receipt(providerId, failure)
    await receipt(providerId, failure)
    await stage.app.settle()
    const [first, second, ...more] = await deliveries(survey.id)
    expect([first.state, second.state, second.channel]).toEqual(['bounced', 'accepted', 'sms'])
    expect(more).toEqual([])
    expect((await read(survey.id)).state).toBe('sent')
  })

  it('O3: one that comes before we know the message is held and taken later', async () => {
    const { survey } = await ask()
    await stage.app.settle()
    const { pool } = stage.app.app
    const [{ provider_id: providerId }] = await deliveries(survey.id)
    await pool.query('update message_provider_ids set provider_id = $1 where provider_id = $2', [
      'later',
      providerId,
    ])
    await pool.query('update deliveries set provider_id = $1 where provider_id = $2', ['later', providerId])
    await pool.query(`update message_provider_ids set provider_id = 'not yet' where provider_id = 'later'`)
    await receipt('later', { kind: 'rejected', reason: 'refused', sentence: 'Came back.' })
    await stage.app.settle()
    expect((await read(survey.id)).state).toBe('sent')
    await pool.query(`update message_provider_ids set provider_id = 'later' where provider_id = 'not yet'`)
    await stage.app.pass(MINUTE)
    expect((await read(survey.id)).state).toBe('failed')
  })

  it('O3: one that nobody knows is looked at for ten minutes and then forgotten', async () => {
    const { pool } = stage.app.app
    const held = async () =>
      (await pool.query(`select held from channel_events where held ->> 'providerId' = 'nobody'`)).rows
    await receipt('nobody')
    expect(await held()).toHaveLength(1)
    await stage.app.pass(5 * MINUTE)
    expect(await held()).toHaveLength(1)
    for (let minute = 0; minute < 8; minute += 1) await stage.app.pass(MINUTE)
    expect(await held()).toEqual([])
    const jobs = `select 1 from graphile_worker._private_jobs where key like 'receipt:%'`
    expect((await pool.query(jobs)).rows).toEqual([])
  })

  it('C15: what is not signed by the provider is refused and does nothing', async () => {
    const body = '[]'
    expect((await stage.post('sms', body)).statusCode).toBe(200)
    expect((await stage.post('sms', body, 'forged')).statusCode).toBe(401)
    expect((await stage.post('sms', '{', stage.provider.sign('{', TOKEN))).statusCode).toBe(400)
  })
})
