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

it('O8: in the order of its numbers, however the rows and their ids lie', async () => {
  await news()
  const { pool } = app.app
  const ids = async (order: string): Promise<string[]> =>
    (await pool.query(`select id from events where dispatched_at is null order by ${order}`)).rows.map(
      (row) => row.id,
    )
  // Numbered anew from behind; and written anew from behind again, for a row that is written lies behind the others.
  for (const id of (await ids('id')).toReversed()) {
    await pool.query('update events set seq = default where id = $1', [id])
  }
  const inOrder = await ids('seq')
  for (const id of inOrder.toReversed()) {
    await pool.query('update events set dispatched_at = occurred_at where id = $1', [id])
    await pool.query('update events set dispatched_at = null where id = $1', [id])
  }
  expect(await ids('id')).toEqual(inOrder.toReversed())
  expect(await ids('ctid')).toEqual(inOrder.toReversed())
  await pool.query('drop index events_workspace_id_seq_idx')
  await dispatch(listen)
  expect(told.map(({ id }) => id)).toEqual(inOrder)
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
  // Not at every other news: it is given time.
  await dispatch(listen)
  expect(told).toEqual([])
  app.clock.advance(5000)
  await dispatch(listen)
  expect(told).toHaveLength(3)
})

const PAUSES = [5, 15, 45, 135].map((seconds) => seconds * 1000)
const standing = async () => {
  const { rows } = await app.app.pool.query<{
    type: string
    told: boolean
    failure: string | null
    tries: number
  }>(`select type, dispatched_at is not null as told, failure, tries from events order by seq desc limit 3`)
  return rows.toReversed()
}
const waits = async () => {
  const { rows } = await app.app.pool.query(
    `select run_at from graphile_worker._private_jobs
     where key = (select 'dispatch:' || id from events where type = 'message.created' order by seq desc limit 1)`,
  )
  return rows[0].run_at as number
}

it('O8: what one feature cannot take is tried five times over minutes, and then left out; the rest goes on', async () => {
  await dispatch()
  const id = await news()
  const trips: EventSubscriber = async (_tx, _workspaceId, events) => {
    if (events.some(({ type }) => type === 'message.created')) throw new Error('a bug')
  }
  for (const pause of PAUSES) {
    await expect(dispatch(trips, listen)).rejects.toThrow('a bug')
    expect(told.map(({ type }) => type)).toEqual(['conversation.created'])
    expect(Number(await waits())).toBe(app.clock.now() + pause)
    app.clock.advance(pause - 1)
    await dispatch(trips, listen)
    app.clock.advance(1)
  }
  expect(await standing()).toMatchObject([{ told: true }, { told: false, tries: 4 }, { told: false }])
  await dispatch(trips, listen)
  expect(told.map(({ type, conversation_id: of }) => [type, of])).toEqual([
    ['conversation.created', id],
    ['conversation.status_changed', id],
  ])
  expect(await standing()).toEqual([
    { type: 'conversation.created', told: true, failure: null, tries: 0 },
    { type: 'message.created', told: false, failure: 'a bug', tries: 5 },
    { type: 'conversation.status_changed', told: true, failure: null, tries: 0 },
  ])
  await dispatch(listen)
  expect(told).toHaveLength(2)
  const metrics = await (await app.app.server()).inject('/metrics')
  expect(metrics.body).toContain('candor_events{state="failed"} 1')
  expect(metrics.body).toContain('candor_events{state="waiting"} 0')
})

it('O8: two at it at once tell each event once', async () => {
  await Promise.all(Array.from({ length: 5 }, news))
  await Promise.all([dispatch(listen), dispatch(listen), dispatch(listen)])
  expect(new Set(told.map(({ id }) => id)).size).toBe(15)
  expect(told).toHaveLength(15)
})

it('O8: who tells all there is takes the jobs of all with it; one that somebody is at is left to him', async () => {
  await dispatch()
  const { pool } = app.app
  const jobs = async () =>
    (
      await pool.query(`select locked_by as by from graphile_worker._private_jobs jobs
        join graphile_worker._private_tasks tasks on tasks.id = task_id where identifier = 'dispatch_events' order by jobs.id`)
    ).rows.map(({ by }) => by)
  await pool.query('delete from graphile_worker._private_jobs')
  await news()
  await news()
  expect(await jobs()).toHaveLength(6)
  await pool.query(`update graphile_worker._private_jobs set locked_by = 'me', locked_at = now()
    where id = (select min(id) from graphile_worker._private_jobs)`)
  await dispatch(listen)
  expect(told).toHaveLength(6)
  expect(await jobs()).toEqual(['me'])
  await pool.query('delete from graphile_worker._private_jobs')
})
