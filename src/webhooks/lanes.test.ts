import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { MINUTE } from '../../test/kit/clock.ts'
import { type HookReceiver, startHookReceiver } from '../../test/kit/hook-receiver.ts'
import { systemClock } from '../platform/clock.ts'
import { type Lanes, makeLanes } from './lanes.ts'
import { freeLanes, sweepLanes } from './upkeep.ts'

let app: TestApp
let hooks: HookReceiver
let make: ReturnType<typeof build>

beforeAll(async () => {
  app = await makeTestApp({ privateHosts: ['127.0.0.1'] })
  make = build(app)
})
beforeEach(async () => {
  hooks = await startHookReceiver()
})
afterEach(async () => {
  for (const { id } of (await app.api.get('/webhooks')).body.data) await app.api.delete(`/webhooks/${id}`)
  await hooks.close()
})
afterAll(() => app.close())

/** Endpoints with one event waiting at each. */
async function waiting(...paths: string[]): Promise<string[]> {
  const ids: string[] = []
  for (const path of paths) {
    const { body } = await app.api.post('/webhooks', {
      url: hooks.url + path,
      events: ['conversation.created'],
    })
    ids.push(body.id)
  }
  await tell()
  return ids
}
/** News that is dispatched, with its jobs left lying. */
async function tell(): Promise<void> {
  await make.conversation()
  await app.app.handlers['dispatch_events']!({ workspace_id: app.workspace.workspaceId, id: '' })
}
const look = (lanes: Lanes, id: string) => lanes.look(app.workspace.workspaceId, id)
const read = async (id: string) => (await app.api.get(`/webhooks/${id}`)).body
const jobs = async (id: string): Promise<number[]> =>
  (
    await app.app.pool.query(`select run_at from graphile_worker.jobs where key = $1`, [`webhooks:${id}`])
  ).rows.map(({ run_at: at }) => at)

it('O8: a receiver that hangs keeps nobody waiting, neither the others nor the queue', async () => {
  const lanes = makeLanes(app.app.ctx, { patienceMs: 1500 })
  hooks.answers('/hangs', 'silence')
  const [slow, quick] = await waiting('/hangs', '/quick')
  let isOver = false
  await look(lanes, slow!)
  const settled = lanes.settled().then(() => (isOver = true))
  // It waits: the one that asked for it, and the other, do not.
  await look(lanes, quick!)
  await expect.poll(() => hooks.on('/quick').length, { interval: 5 }).toBe(1)
  expect(isOver).toBe(false)
  await settled
  await lanes.settled()
  expect(await read(slow!)).toMatchObject({
    state: 'failing',
    last_error: 'It did not answer within 2 seconds.',
  })
})

it('O8: an endpoint has one lane, however many look at it, in however many processes', async () => {
  const [here, there] = [makeLanes(app.app.ctx), makeLanes(app.app.ctx)]
  const [id] = await waiting('/one')
  await tell()
  await tell()
  await Promise.all([look(here, id!), look(there, id!), look(here, id!), look(there, id!)])
  await here.settled()
  await there.settled()
  expect(hooks.on('/one')).toHaveLength(3)
  expect(await read(id!)).toMatchObject({ waiting: 0, next_attempt_at: null })
})

it('O8: what is known to be slow has a part of the room, what is not finds some left', async () => {
  const lanes = makeLanes(app.app.ctx, { patienceMs: 800, limits: { open: 4, slow: 1 } })
  hooks.answers('/a', 'silence')
  hooks.answers('/b', 'silence')
  const [a, b, c] = await waiting('/a', '/b', '/c')
  await Promise.all([look(lanes, a!), look(lanes, b!)])
  await lanes.settled()
  app.clock.advance(MINUTE)
  const since = hooks.received.length
  await look(lanes, a!)
  await look(lanes, b!)
  await look(lanes, c!)
  await lanes.settled()
  expect(new Set(hooks.received.slice(since).map(({ path }) => path))).toEqual(new Set(['/a', '/c']))
  expect(await jobs(b!)).toHaveLength(1)
})

it('O8: who finds all lanes open waits for room, and its job is not moved about', async () => {
  const lanes = makeLanes(app.app.ctx, { limits: { open: 1, slow: 1 } })
  let answer = (): void => {}
  const answered = new Promise<void>((resolve) => (answer = resolve))
  hooks.answers('/first', async () => {
    await answered
    return { status: 204 }
  })
  const [first, second] = await waiting('/first', '/second')
  await look(lanes, first!)
  const before = await jobs(second!)
  let isLooked = false
  const looked = look(lanes, second!).then(() => (isLooked = true))
  await expect.poll(() => hooks.on('/first').length).toBe(1)
  expect([isLooked, await jobs(second!)]).toEqual([false, before])
  answer()
  await looked
  await lanes.settled()
  expect(hooks.on('/second')).toHaveLength(1)
})

it('O8: who waits for room when all is to end comes again later', async () => {
  const lanes = makeLanes(app.app.ctx, { patienceMs: 1000, limits: { open: 1, slow: 1 } })
  hooks.answers('/stuck', 'silence')
  const [stuck, next] = await waiting('/stuck', '/next')
  await app.app.pool.query('delete from graphile_worker._private_jobs')
  await look(lanes, stuck!)
  await Promise.all([look(lanes, next!), lanes.stop()])
  expect(hooks.on('/next')).toHaveLength(0)
  expect(await jobs(next!)).toHaveLength(1)
})

it('O8: a lane that was left in the middle is taken up when its lease is over', async () => {
  const lanes = makeLanes(app.app.ctx)
  const [id] = await waiting('/safe')
  hooks.answers('/safe', (nth) => (nth === 1 ? 'silence' : { status: 200 }))
  const hanging = makeLanes(app.app.ctx, { patienceMs: 4000 })
  await look(hanging, id!)
  await expect.poll(() => hooks.on('/safe').length).toBe(1)
  await app.app.pool.query('delete from graphile_worker._private_jobs')
  await sweepLanes(app.app.ctx)
  expect(await jobs(id!)).toEqual([])
  // As after a crash: the lease is over, another process takes the lane.
  app.clock.advance(2 * MINUTE)
  await sweepLanes(app.app.ctx)
  expect(await jobs(id!)).toHaveLength(1)
  await look(lanes, id!)
  await lanes.settled()
  expect(await read(id!)).toMatchObject({ waiting: 0 })
  await hanging.settled()
  expect(await read(id!)).toMatchObject({ waiting: 0 })
})

it('O8: who is alone on the database takes the lanes of the process before him at once', async () => {
  const [id] = await waiting('/freed')
  await app.app.pool.query(
    `update webhook_endpoints set lease = id, leased_until = now() + interval '10 years' where id = $1`,
    [id],
  )
  const lanes = makeLanes(app.app.ctx)
  await look(lanes, id!)
  expect(await lanes.settled()).toBe(false)
  await freeLanes(app.app.ctx)
  await look(lanes, id!)
  await lanes.settled()
  expect(hooks.on('/freed')).toHaveLength(1)
})

it('O8: who stops begins nothing more, and what is under way is written down', async () => {
  const lanes = makeLanes({ ...app.app.ctx, clock: systemClock })
  const [id] = await waiting('/last')
  await tell()
  await look(lanes, id!)
  await lanes.stop()
  const sent = hooks.on('/last').length
  const { body } = await app.api.get(`/webhooks/${id}/deliveries?state=delivered`)
  expect(body.data).toHaveLength(sent)
  expect(await read(id!)).toMatchObject({ waiting: 2 - sent })
  expect(await jobs(id!)).toHaveLength(sent === 2 ? 0 : 1)
})
