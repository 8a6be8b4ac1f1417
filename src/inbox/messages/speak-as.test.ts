import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Api } from '../../../test/kit/api.ts'
import { makeTestApp, OWNER, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'

let app: TestApp
let make: ReturnType<typeof build>
let ana: { id: string }
let ben: { id: string }
/** With Ana's own key. */
let asAna: Api
let conversation: { id: string; contact: { id: string } }

beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
  await make.enable('per_resolution')
  ana = await make.member()
  ben = await make.member()
  await app.app.pool.query('update members set joined_at = now() where joined_at is null')
  asAna = app.as(await make.keyFor(ana.id))
  conversation = await make.conversation()
})
afterAll(() => app.close())

const say = (api: Api, author: object) =>
  api.post(`/conversations/${conversation.id}/messages`, { author, body: 'Hello' })
const REFUSED = {
  status: 403,
  body: { reason: 'not_yourself', detail: expect.stringMatching(/own name only/) },
}
const others = () => [
  { kind: 'teammate', id: ben.id },
  { kind: 'contact' },
  { kind: 'contact', id: conversation.contact.id },
  { kind: 'contact', id: ana.id },
  { kind: 'bot' },
  { kind: 'workflow', name: 'Ben' },
]
const timeline = async () => (await app.api.get(`/conversations/${conversation.id}/timeline`)).body.data

it('J10, I14: a member’s key writes as the member and as nobody else', async () => {
  const before = (await timeline()).length
  for (const author of others()) expect(await say(asAna, author)).toMatchObject(REFUSED)
  expect(await timeline()).toHaveLength(before)
  for (const author of [{ kind: 'teammate' }, { kind: 'teammate', id: ana.id }]) {
    expect(await say(asAna, author)).toMatchObject({ status: 201, body: { author: { id: ana.id } } })
  }
})

it('J10, I14: nor does somebody who is signed in', async () => {
  const signIn = await app.as(null).post('/api/auth/sign-in/email', OWNER, { origin: app.config.publicUrl })
  const cookie = [signIn.headers['set-cookie']]
    .flat()
    .map((each) => String(each).split(';')[0])
    .join('; ')
  const headers = { cookie, origin: app.config.publicUrl }
  const session = app.as(null)
  const path = `/conversations/${conversation.id}/messages`
  const me = (await session.get('/me', headers)).body.member.id
  for (const author of others()) {
    expect(await session.post(path, { author, body: 'x' }, headers)).toMatchObject(REFUSED)
  }
  const own = await session.post(path, { author: { kind: 'teammate' }, body: 'x' }, headers)
  expect(own).toMatchObject({ status: 201, body: { author: { id: me } } })
  const status = { status: 'closed', survey: 'skip', actor_id: ben.id }
  expect(await session.post(`/conversations/${conversation.id}/status`, status, headers)).toMatchObject(
    REFUSED,
  )
})

it('J10, I14: whoever resolves it is who is credited, not who he says it was', async () => {
  const { id } = await make.conversation()
  await make.say(id, 'teammate', 'Did that help?', {}, ana.id)
  const path = `/conversations/${id}/status`
  const change = { status: 'resolved', survey: 'send' }
  expect(await asAna.post(path, { ...change, actor_id: ben.id })).toMatchObject(REFUSED)
  const { body } = await asAna.post(path, { ...change, actor_id: ana.id })
  expect(body.survey).toMatchObject({ agent_id: ana.id })
})

it('J10, O14: an event tells nobody else’s words or deeds, unless it comes from the workspace’s own system', async () => {
  const event = (type: string, more: object) => ({
    event_id: `as-${Math.random()}`,
    type,
    conversation_id: conversation.id,
    occurred_at: new Date(app.clock.now()).toISOString(),
    ...more,
  })
  const events = () => [
    ...others().map((author) => event('message.created', { author, body: 'x' })),
    event('conversation.status_changed', { status: 'closed', survey: 'skip', actor_id: ben.id }),
  ]
  const { results } = (await asAna.post('/events', { events: events() })).body
  for (const each of results) {
    expect(each).toMatchObject({ status: 'refused', problem: { status: 403, reason: 'not_yourself' } })
  }
  const own = [
    event('message.created', { author: { kind: 'teammate', id: ana.id }, body: 'x' }),
    event('conversation.status_changed', { status: 'snoozed', actor_id: ana.id }),
  ]
  const taken = (await asAna.post('/events', { events: own })).body.results
  expect(taken.map(({ status }: any) => status)).toEqual(['applied', 'applied'])
  const known = events().filter((each: any) => each.author?.id !== ana.id)
  const all = (await app.api.post('/events', { events: known })).body.results
  expect(all.map(({ status }: any) => status)).toEqual(known.map(() => 'applied'))
})

it('J10: the workspace’s key tells what anybody wrote, and names the teammate', async () => {
  expect(await say(app.api, { kind: 'teammate', id: ben.id })).toMatchObject({ status: 201 })
  expect(await say(app.api, { kind: 'contact' })).toMatchObject({ status: 201 })
  expect(await say(app.api, { kind: 'bot', name: 'Robin' })).toMatchObject({ status: 201 })
  expect(await say(app.api, { kind: 'teammate' })).toMatchObject({
    status: 422,
    body: { fields: [{ field: 'author.id', message: 'a teammate needs the id of a member' }] },
  })
})
