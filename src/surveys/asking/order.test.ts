import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'
import { MINUTE } from '../../../test/kit/clock.ts'

let app: TestApp
let make: ReturnType<typeof build>

beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
  await make.enable('per_resolution')
})
afterAll(() => app.close())

let count = 0
const iso = (offset: number) => new Date(app.clock.now() + offset).toISOString()

async function tell(conversationId: string, offset: number, event: object, id = `order-${++count}`) {
  const whole = { event_id: id, conversation_id: conversationId, occurred_at: iso(offset), ...event }
  const { status, body } = await app.api.post('/events', { events: [whole] })
  expect(status).toBe(200)
  return body.results[0]
}
const status = (name: string) => ({ type: 'conversation.status_changed', status: name })
const read = async (id: string) => (await app.api.get(`/conversations/${id}`)).body
const surveys = async (id: string) => (await app.api.get(`/surveys?conversation_id=${id}`)).body.data

describe('the order in which things happened', () => {
  it('O14: a resolution that comes after the reopening that followed it asks nobody', async () => {
    const { id } = await make.conversation()
    await tell(id, -10_000, status('open'))
    expect(await tell(id, -20_000, status('resolved'))).toMatchObject({ status: 'ignored', decision: null })
    expect(await read(id)).toMatchObject({ status: 'open', resolution: 0 })
    expect(await surveys(id)).toEqual([])
  })

  it('O14: the newest assignment, team and tags win, each by itself, whatever comes last', async () => {
    const [one, two] = [await make.member(), await make.member()]
    const team = (await app.api.post('/teams', { name: 'Order' })).body
    const { id } = await make.conversation()
    await tell(id, -10_000, { type: 'conversation.assigned', assignee_id: two.id })
    expect(await tell(id, -20_000, { type: 'conversation.assigned', assignee_id: one.id })).toMatchObject({
      status: 'ignored',
    })
    const both = { type: 'conversation.assigned', assignee_id: one.id, team_id: team.id }
    expect(await tell(id, -15_000, both)).toMatchObject({ status: 'applied' })
    await tell(id, -10_000, { type: 'conversation.tagged', tags: ['new'] })
    expect(await tell(id, -20_000, { type: 'conversation.tagged', tags: ['old'] })).toMatchObject({
      status: 'ignored',
    })
    expect(await read(id)).toMatchObject({ assignee_id: two.id, team_id: team.id, tags: ['new'] })
  })

  it('O14: what a person sets now stands above an event of before', async () => {
    const { id } = await make.conversation()
    await app.api.patch(`/conversations/${id}`, { tags: ['by hand'] })
    await tell(id, -1000, { type: 'conversation.tagged', tags: ['late'] })
    expect(await read(id)).toMatchObject({ tags: ['by hand'] })
  })

  it('J3: a close from a clock that runs ahead can be reopened at once, and is withdrawn', async () => {
    const { id } = await make.conversation()
    const closed = await make.status(id, 'resolved', { occurred_at: iso(4 * MINUTE) })
    expect(closed).toMatchObject({ conversation: { ended_at: iso(0) }, survey: { state: 'sent' } })
    expect((await make.status(id, 'open')).conversation.status).toBe('open')
    expect(await surveys(id)).toMatchObject([{ state: 'withdrawn' }])
    const snooze = { snoozed_until: iso(60 * MINUTE) }
    expect((await make.status(id, 'snoozed', snooze)).conversation.status).toBe('snoozed')
  })

  it('J3: a change without a time of its own is never too late, even after this machine’s clock went back', async () => {
    const { id } = await make.conversation()
    await make.status(id, 'resolved')
    app.clock.advance(-MINUTE)
    expect((await make.status(id, 'open')).conversation.status).toBe('open')
    app.clock.advance(MINUTE)
  })

  it('I7: a reply from a clock that runs ahead does not stay the last one', async () => {
    const [one, two] = [await make.member(), await make.member()]
    const { id } = await make.conversation()
    await make.say(id, 'teammate', 'From ahead', { sent_at: iso(4 * MINUTE) }, one.id)
    app.clock.advance(1000)
    await make.say(id, 'teammate', 'After it', {}, two.id)
    expect(await read(id)).toMatchObject({ last_message_preview: 'After it', last_message_at: iso(0) })
  })

  it('O14: an event from far ahead is refused by itself', async () => {
    const { id } = await make.conversation()
    expect(await tell(id, 6 * MINUTE, status('closed'))).toMatchObject({
      status: 'refused',
      problem: { status: 422, fields: [{ field: 'occurred_at' }] },
    })
  })
})

describe('a bad event among good ones', () => {
  it('O14: what cannot be stored is refused by itself, and the others are taken', async () => {
    const { id } = await make.conversation()
    const message = (body: string, rest: object = {}) => ({
      event_id: `bad-${++count}`,
      conversation_id: id,
      type: 'message.created',
      author: { kind: 'contact' },
      occurred_at: iso(-count * 1000),
      body,
      ...rest,
    })
    const { status: code, body } = await app.api.post('/events', {
      events: [
        message('one'),
        message('t\u0000wo'),
        message('three', { event_id: 'x\u0000y' }),
        message('four', { occurred_at: '0001-01-01T00:00:00+14:00' }),
        message('five'),
      ],
    })
    expect(code).toBe(200)
    const statuses = body.results.map((result: { status: string }) => result.status)
    expect(statuses).toEqual(['applied', 'refused', 'refused', 'refused', 'applied'])
    expect((await read(id)).message_count).toBe(2)
  })

  it('O14: what only the database can refuse is refused by itself too', async () => {
    const { id } = await make.conversation()
    await app.app.pool.query(`alter table messages add constraint no_seven check (body <> 'seven')`)
    const event = (body: string) => ({
      event_id: `db-${++count}`,
      conversation_id: id,
      type: 'message.created',
      author: { kind: 'contact' },
      occurred_at: iso(-1000),
      body,
    })
    const { status: code, body } = await app.api.post('/events', {
      events: [event('six'), event('seven'), event('eight')],
    })
    await app.app.pool.query('alter table messages drop constraint no_seven')
    expect(code).toBe(200)
    expect(body.results.map((result: { status: string }) => result.status)).toEqual([
      'applied',
      'refused',
      'applied',
    ])
  })
})
