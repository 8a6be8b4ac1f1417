import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'
import { DAY, HOUR } from '../../../test/kit/clock.ts'

/** What is decided and kept at the moment a survey is made. */

let app: TestApp
let make: ReturnType<typeof build>
let agent: { id: string }

beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
  agent = await make.member()
})
afterAll(() => app.close())

const end = async (conversation: Record<string, unknown> = {}, choice: object = {}) => {
  const { id } = await make.conversation(conversation)
  return { id, ...(await make.status(id, 'resolved', choice)) }
}
const isoIn = (ms: number): string => new Date(app.clock.now() + ms).toISOString()
const stored = (id: string) =>
  app.app.ctx.db
    .selectFrom('surveys')
    .select(['handled_by', 'cause'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()

describe('who is asked', () => {
  it('A5: a contact who was asked is left in peace, in whichever conversation', async () => {
    await make.enable('per_resolution', { eligibility: { contact_cooldown: 'P7D' } })
    const { id: contact_id } = await make.contact()
    expect((await end({ contact_id })).survey).not.toBeNull()
    app.clock.advance(7 * DAY - 1)
    expect((await end({ contact_id })).decision.reason).toBe('contact_cooldown')
    app.clock.advance(1)
    expect((await end({ contact_id })).survey).not.toBeNull()
  })

  it('A5: of many conversations about so many are asked as the policy says, and a refused one stays refused', async () => {
    await make.enable('per_resolution', { eligibility: { sample_percent: 50 } })
    const ends = await Promise.all(Array.from({ length: 40 }, () => end()))
    const asked = ends.filter(({ survey }) => survey !== null)
    expect(asked.length).toBeGreaterThan(4)
    expect(asked.length).toBeLessThan(36)
    const refused = ends.find(({ survey }) => survey === null)!
    expect((await make.status(refused.id, 'closed')).decision.reason).toBe('not_sampled')
  })

  it('C3, O2: sent from the dialog it goes out at once and by hand; by itself it waits', async () => {
    await make.enable('after_delay', {
      trigger: { delay: 'PT1H', channels: { web_chat: { enabled: true } } },
    })
    const byHand = (await end({}, { survey: 'send' })).survey
    expect(byHand).toMatchObject({ state: 'sent', due_at: isoIn(0) })
    expect((await stored(byHand.id)).cause).toBe('hand')
    const byItself = (await end()).survey
    expect(byItself).toMatchObject({ state: 'scheduled', due_at: isoIn(HOUR) })
    expect((await stored(byItself.id)).cause).toBe('status_change')
  })
})

describe('who asked', () => {
  it('C4, O3: a key of its own is the API, one that acts as a member asks by hand', async () => {
    await make.enable('by_hand')
    const cause = async (path: string, api: TestApp['api']) => {
      const { id } = await end({}, { survey: 'skip' })
      const { status, body } = await api.post(`/conversations/${id}/${path}`)
      expect(status).toBe(201)
      return (await stored((body.survey ?? body).id)).cause
    }
    const asMember = app.as(await make.keyFor(agent.id))
    for (const path of ['surveys', 'survey-links']) {
      expect(await cause(path, app.api)).toBe('api')
      expect(await cause(path, asMember)).toBe('hand')
    }
  })
})

describe('what stays on a survey', () => {
  it('J1: whether a bot or a workflow, a person or both handled it', async () => {
    await make.enable('per_resolution')
    const handled = async (...kinds: ('bot' | 'workflow' | 'teammate')[]) => {
      const { id } = await make.conversation()
      await make.say(id, 'contact', 'Hello')
      for (const kind of kinds) await make.say(id, kind, 'Hi', {}, kind === 'teammate' ? agent.id : undefined)
      return (await stored((await make.status(id, 'resolved')).survey.id)).handled_by
    }
    expect(await handled('bot')).toBe('bot')
    expect(await handled('workflow')).toBe('bot')
    expect(await handled('teammate')).toBe('human')
    expect(await handled('bot', 'teammate')).toBe('both')
    expect(await handled('teammate', 'workflow')).toBe('both')
  })

  it('J1: the team that had it, also after it went to another', async () => {
    await make.enable('per_resolution')
    const [one, other] = await Promise.all(
      ['Billing', 'Shipping'].map(async (name) => (await app.api.post('/teams', { name })).body),
    )
    const { id, survey } = await end({ team_id: one.id })
    expect(survey.team_id).toBe(one.id)
    expect((await app.api.patch(`/conversations/${id}`, { team_id: other.id })).status).toBe(200)
    expect((await app.api.get(`/surveys/${survey.id}`)).body.team_id).toBe(one.id)
  })

  it('I7: where nobody of ours resolved it, the last who wrote is credited', async () => {
    await make.enable('per_resolution', { attribution: 'resolver' })
    const { id } = await make.conversation()
    await make.say(id, 'teammate', 'Hi', {}, agent.id)
    expect((await make.status(id, 'resolved')).survey.agent_id).toBe(agent.id)
  })
})

describe('until when it can be answered', () => {
  it('I5: an asker’s own window overrides the policy’s, and never makes the survey arrive dead', async () => {
    await make.enable('on_close', { rating: { window: { from: 'ended', hours: 48 } } })
    const ended = async (ago: number) => {
      const { id } = await make.conversation()
      await make.status(id, 'resolved')
      app.clock.advance(ago)
      return id
    }
    const ask = async (id: string, body: object) =>
      (await app.api.post(`/conversations/${id}/surveys`, body)).body.rate_until
    expect(await ask(await ended(HOUR), { window_hours: 6 })).toBe(isoIn(5 * HOUR))
    expect(await ask(await ended(HOUR), {})).toBe(isoIn(47 * HOUR))
    expect(await ask(await ended(10 * HOUR), { window_hours: 6 })).toBe(isoIn(6 * HOUR))
    expect(await ask(await ended(3 * DAY), {})).toBe(isoIn(48 * HOUR))
  })

  it('J7: the address is only for credentials that may send', async () => {
    await make.enable('per_resolution')
    const { survey } = await end()
    const { key } = (await app.api.post('/api-keys', { name: 'reader', scopes: ['inbox.read', 'csat.view'] }))
      .body
    expect((await app.api.get(`/surveys/${survey.id}`)).body.url).toBe(survey.url)
    expect((await app.as(key).get(`/surveys/${survey.id}`)).body).toMatchObject({ id: survey.id, url: null })
    const list = (await app.as(key).get(`/surveys?conversation_id=${survey.conversation_id}`)).body.data
    expect(list).toMatchObject([{ id: survey.id, url: null }])
  })
})
