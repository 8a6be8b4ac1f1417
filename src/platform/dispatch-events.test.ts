import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { dispatchEvents, type EventSubscriber, type StoredEvent } from './dispatch-events.ts'

let app: TestApp
let told: StoredEvent[]

beforeAll(async () => {
  app = await makeTestApp()
})
beforeEach(() => (told = []))
afterAll(() => app.close())

const listen: EventSubscriber = async (_tx, _workspaceId, events) => void told.push(...events)
const dispatch = (...subscribers: EventSubscriber[]) =>
  dispatchEvents(app.app.ctx, subscribers, app.workspace.workspaceId)

/** A conversation's news, of which nobody was told yet. */
async function news(): Promise<string> {
  const { id } = (await app.api.post('/conversations', { channel: 'api', contact: { name: 'Cora' } })).body
  await app.api.post(`/conversations/${id}/messages`, { author: { kind: 'contact' }, body: 'Hello' })
  await app.api.post(`/conversations/${id}/status`, { status: 'resolved' })
  return id
}

it('O8: news reaches the features downstream once, in the order in which it happened', async () => {
  await dispatch()
  const id = await news()
  await dispatch(listen)
  await dispatch(listen)
  expect(told.map(({ type, conversation_id: of }) => [type, of])).toEqual([
    ['conversation.created', id],
    ['message.created', id],
    ['conversation.status_changed', id],
  ])
})

it('O8: news that somebody could not take is told again, to all; what was written of it is undone', async () => {
  await news()
  const fails: EventSubscriber = async () => Promise.reject(new Error('no'))
  const writes: EventSubscriber = async (tx, workspaceId) => {
    await tx.updateTable('workspaces').set({ name: 'Changed' }).where('id', '=', workspaceId).execute()
  }
  await expect(dispatch(writes, fails)).rejects.toThrow('no')
  const workspaces = await app.app.ctx.db.selectFrom('workspaces').select('name').execute()
  expect(workspaces).toEqual([{ name: 'Acme' }])
  await dispatch(listen)
  expect(told).toHaveLength(3)
})

it('O8: two at it at once tell each event once', async () => {
  await Promise.all(Array.from({ length: 5 }, news))
  await Promise.all([dispatch(listen), dispatch(listen), dispatch(listen)])
  expect(new Set(told.map(({ id }) => id)).size).toBe(15)
  expect(told).toHaveLength(15)
})
