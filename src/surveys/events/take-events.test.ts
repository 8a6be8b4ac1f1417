import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'

let app: TestApp
let agent: { id: string }

beforeAll(async () => {
  app = await makeTestApp()
  agent = await build(app).member()
  await build(app).enable('on_close')
})
afterAll(() => app.close())

let count = 0

/** A whole conversation as another desk would tell it: opened, talked, closed. */
function story() {
  const externalId = `desk-${++count}`
  const at = (minute: number): string =>
    new Date(Date.parse('2026-03-02T08:00:00Z') + minute * 60_000).toISOString()
  const named = (type: string, minute: number, rest: object = {}) => ({
    event_id: `${externalId}-${type}-${minute}`,
    type,
    conversation: {
      external_id: externalId,
      channel: 'web_chat',
      contact: { external_id: `${externalId}-person`, email: `${externalId}@example.com` },
    },
    occurred_at: at(minute),
    ...rest,
  })
  const events = [
    named('conversation.created', 0),
    named('message.created', 1, { author: { kind: 'contact' }, body: 'x'.repeat(200) }),
    named('message.created', 2, { author: { kind: 'teammate', id: agent.id }, body: 'y'.repeat(200) }),
    named('conversation.assigned', 3, { assignee_id: agent.id }),
    named('conversation.tagged', 4, { tags: ['billing'] }),
    named('conversation.status_changed', 5, { status: 'closed', actor_id: agent.id }),
  ]
  return { externalId, events }
}

const send = (events: object[]) => app.api.post('/events', { events })
const statuses = (body: { results: { status: string }[] }) => body.results.map(({ status }) => status)

describe('POST /events', () => {
  it('O14: in any order a desk’s story ends in a survey with the right snapshot', async () => {
    const { events } = story()
    const { status, body } = await send(events.toReversed())
    expect(status).toBe(200)
    expect(body.results[0]).toMatchObject({ status: 'applied', decision: { allowed: true } })
    const { data } = (await app.api.get(`/surveys?conversation_id=${body.results[0].conversation_id}`)).body
    expect(data).toMatchObject([{ agent_id: agent.id, tags: ['billing'], state: 'sent' }])
  })

  it('O14: the same events again, also at once, change nothing', async () => {
    const { events } = story()
    const answers = await Promise.all([send(events), send(events), send(events)])
    const again = await send(events)
    expect(statuses(again.body)).toEqual(events.map(() => 'duplicate'))
    const id = again.body.results[0].conversation_id
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect((await app.api.get(`/surveys?conversation_id=${id}`)).body.data).toHaveLength(1)
    expect((await app.api.get(`/conversations/${id}`)).body.message_count).toBe(2)
  })

  it('O14: a bad event is refused by itself and may come again corrected', async () => {
    const { events } = story()
    const broken = { ...events[1]!, author: { kind: 'ghost' } }
    const first = await send([
      events[0]!,
      broken,
      { type: 'nonsense' },
      { ...events[2]!, conversation: { external_id: 'nobody' } },
    ])
    expect(statuses(first.body)).toEqual(['applied', 'refused', 'refused', 'refused'])
    expect(first.body.results[1].problem).toMatchObject({ status: 422, fields: [{ field: 'author.kind' }] })
    expect(statuses((await send([events[1]!])).body)).toEqual(['applied'])
  })

  it('O14: a status that comes late, after a newer one, is ignored', async () => {
    const { events, externalId } = story()
    await send(events)
    const late = {
      ...events[5]!,
      event_id: `${externalId}-late`,
      status: 'open',
      occurred_at: '2026-03-02T08:04:30.000Z',
    }
    expect(statuses((await send([late])).body)).toEqual(['ignored'])
  })

  it('O14: at most 500 at once', async () => {
    const one = story().events[0]!
    const many = Array.from({ length: 501 }, (_, index) => ({ ...one, event_id: `many-${index}` }))
    expect((await send(many)).status).toBe(422)
  })
})
