import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ChannelStage, setChannelStage } from '../../test/kit/channel-stage.ts'
import { HOUR, MINUTE } from '../../test/kit/clock.ts'

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

  it('O3: a receipt that is quicker than the answer is kept in mind for when that never comes', async () => {
    const { survey } = await ask()
    await stage.app.settle()
    const { pool } = stage.app.app
    await pool.query(`update surveys set state = 'scheduled', sent_at = null where id = $1`, [survey.id])
    await pool.query(
      `update deliveries set state = 'started', provider_id = null, finished_at = null where survey_id = $1`,
      [survey.id],
    )
    await stage.tell('sms', { kind: 'taken', providerId: 'SMquick', reference: `survey.${survey.id}` })
    const job = { workspace_id: stage.app.workspace.workspaceId, id: survey.id }
    await stage.app.app.handlers['send_survey']!(job)
    expect(await read(survey.id)).toMatchObject({ state: 'sent' })
    expect(await deliveries(survey.id)).toMatchObject([{ state: 'accepted', provider_id: 'SMquick' }])
    expect(times(survey.id)).toBe(1)
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
