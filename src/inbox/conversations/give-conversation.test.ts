import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'
import { DAY, HOUR } from '../../../test/kit/clock.ts'

let app: TestApp
let make: ReturnType<typeof build>
let gone: { id: string }
let here: { id: string }
let leftAt: number

beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
  gone = await make.member()
  here = await make.member()
  app.clock.advance(30 * DAY)
  await app.api.delete(`/members/${gone.id}`)
  leftAt = app.clock.now()
  await app.pass(DAY)
})
afterAll(() => app.close())

const iso = (at: number) => new Date(at).toISOString()
const LEFT = {
  status: 422,
  body: { fields: [{ field: 'assignee_id', message: expect.stringMatching(/has left/) }] },
}
const read = async (id: string) => (await app.api.get(`/conversations/${id}`)).body
const assignments = async (id: string) =>
  (await app.api.get(`/conversations/${id}/timeline`)).body.data
    .filter(({ kind }: any) => kind === 'assigned')
    .map(({ actor, data }: any) => [actor.kind, data.assignee_id])
let count = 0
const assigned = async (id: string, assigneeId: string, at: number) => {
  const event = {
    event_id: `given-${++count}`,
    type: 'conversation.assigned',
    conversation_id: id,
    assignee_id: assigneeId,
    occurred_at: iso(at),
  }
  return (await app.api.post('/events', { events: [event] })).body.results[0]
}

it('I18: nobody works on what lies open with somebody who has left, so it is not given to him', async () => {
  const contact = { external_id: 'waits' }
  const made = { channel: 'web_chat', contact, assignee_id: gone.id }
  expect(await app.api.post('/conversations', made)).toMatchObject(LEFT)
  expect(await app.api.post('/conversations', { ...made, created_at: iso(leftAt) })).toMatchObject(LEFT)
  const { id } = await make.conversation({ assignee_id: here.id })
  const give = (change: object = {}) =>
    app.api.patch(`/conversations/${id}`, { assignee_id: gone.id, ...change })
  expect(await give({ tags: ['vip'] })).toMatchObject(LEFT)
  expect(await assigned(id, gone.id, app.clock.now())).toMatchObject({
    status: 'refused',
    problem: { status: 422, fields: [{ field: 'assignee_id' }] },
  })
  await make.status(id, 'snoozed')
  expect(await give()).toMatchObject(LEFT)
  expect(await read(id)).toMatchObject({ assignee_id: here.id, tags: [] })
})

it('I18: what is over may be his, for that is how it was; opened again it is nobody’s', async () => {
  const { id } = await make.conversation()
  await make.status(id, 'closed', { survey: 'skip' })
  const { status } = await app.api.patch(`/conversations/${id}`, { assignee_id: gone.id })
  expect(status).toBe(200)
  expect((await read(id)).assignee_id).toBe(gone.id)
  await make.status(id, 'open')
  expect((await read(id)).assignee_id).toBeNull()
})

it('I18, O14: of before he left it is taken, and is nobody’s while it is open', async () => {
  const { id } = await make.conversation({ assignee_id: gone.id, created_at: iso(leftAt - DAY) })
  expect((await read(id)).assignee_id).toBeNull()
  const both = [
    ['api_key', gone.id],
    ['system', null],
  ]
  expect(await assignments(id)).toEqual(both)
  const other = await make.conversation({ created_at: iso(leftAt - DAY) })
  expect(await assigned(other.id, gone.id, leftAt - 2 * HOUR)).toMatchObject({ status: 'applied' })
  expect((await read(other.id)).assignee_id).toBeNull()
  expect(await assignments(other.id)).toEqual(both)
})

it('O14: who got it between that and his leaving has it', async () => {
  const { id } = await make.conversation({ created_at: iso(leftAt - DAY) })
  await assigned(id, gone.id, leftAt - 2 * HOUR)
  expect(await assigned(id, here.id, leftAt - HOUR)).toMatchObject({ status: 'applied' })
  expect((await read(id)).assignee_id).toBe(here.id)
  expect(await assigned(id, gone.id, leftAt - 90 * 60_000)).toMatchObject({ status: 'ignored' })
  expect((await read(id)).assignee_id).toBe(here.id)
})
