import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { makeClock } from '../../test/kit/clock.ts'
import { openPool } from '../platform/database.ts'
import { startJobs } from '../platform/jobs.ts'
import { silentLog } from '../platform/log.ts'
import { makeCallLanes } from './call-lanes.ts'

/** Receivers that answer when they are told to. */
const held = new Map<string, ServerResponse[]>()
const ids: string[] = []
let most = 0
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    const path = request.url!
    ids.push(String(request.headers['webhook-id']))
    if (path === '/quick') return void response.writeHead(200).end()
    const waiting = held.get(path) ?? []
    held.set(path, [...waiting, response])
    most = Math.max(most, waiting.length + 1)
  })
})
const release = (path: string): void => {
  for (const response of held.get(path) ?? []) response.writeHead(200).end()
  held.delete(path)
}
let app: TestApp
let make: ReturnType<typeof build>
let url = ''

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  // The queue's own time: nothing that is to come later comes at once.
  app = await makeTestApp({ privateHosts: ['127.0.0.1', 'localhost'] }, makeClock(Date.now()))
  make = build(app)
})
afterEach(async () => {
  for (const path of held.keys()) release(path)
  for (const { id } of (await app.api.get('/workflows')).body.data) await app.api.delete(`/workflows/${id}`)
})
afterAll(async () => {
  await app.close()
  server.closeAllConnections()
  server.close()
})

async function workflow(tag: string, steps: object[]): Promise<string> {
  const made = await app.api.post('/workflows', {
    name: tag,
    enabled: true,
    trigger: { type: 'conversation.created' },
    conditions: { type: 'test', field: 'conversation.tags', operator: 'has_any', value: [tag] },
    steps,
  })
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  return made.body.id
}
const tagsOf = async (id: string): Promise<string[]> => (await app.api.get(`/conversations/${id}`)).body.tags
const finished = async (id: string): Promise<number> =>
  (await app.api.get(`/workflows/${id}/runs?state=finished&limit=100`)).body.data.length

describe('calls that hang', () => {
  it('O9: twenty of them keep no survey, no message and no other run waiting, and are made three at a time', async () => {
    await make.enable('per_resolution', { follow_up: { open_case: false } })
    const slow = await workflow('slow', [{ type: 'call_webhook', url: `${url}/hangs` }])
    const other = url.replace('127.0.0.1', 'localhost')
    await workflow('other', [
      { type: 'call_webhook', url: `${other}/quick` },
      { type: 'call_webhook', url: `${other}/quick` },
      { type: 'tag', add: ['called'] },
    ])
    await workflow('plain', [{ type: 'tag', add: ['done'] }])
    for (let n = 0; n < 20; n += 1) await make.conversation({ tags: ['slow'] })
    const pool = openPool(app.connection, 6, true)
    // Fewer workers than calls: one that held its worker would be found out.
    const runner = await startJobs(pool, app.app.handlers, { concurrency: 3, log: silentLog, timed: {} })
    try {
      await expect.poll(() => held.get('/hangs')?.length).toBe(3)
      const called = await make.conversation({ tags: ['other'] })
      const plain = await make.conversation({ tags: ['plain'] })
      const agent = await make.member()
      await make.say(plain.id, 'teammate', 'Hello', {}, agent.id)
      const { survey } = await make.status(plain.id, 'resolved')
      await expect.poll(() => tagsOf(called.id)).toContain('called')
      await expect.poll(() => tagsOf(plain.id)).toContain('done')
      await expect
        .poll(async () => (await app.api.get(`/surveys/${survey.id}`)).body.state)
        .toMatch(/sent|failed/)
      expect(held.get('/hangs')).toHaveLength(3)
      expect(await finished(slow)).toBe(0)
      await expect
        .poll(
          async () => {
            release('/hangs')
            return finished(slow)
          },
          { timeout: 30_000 },
        )
        .toBe(20)
      expect(most).toBe(3)
      // Each was made once.
      expect(new Set(ids).size).toBe(ids.length)
    } finally {
      release('/hangs')
      await runner.stop()
      await pool.end()
    }
  }, 60_000)

  it('O9: a call that was noted and not begun is made by the next process, once, under its name', async () => {
    const id = await workflow('left', [{ type: 'call_webhook', url: `${url}/quick` }])
    await make.conversation({ tags: ['left'] })
    await app.app.handlers['dispatch_events']!({ workspace_id: app.workspace.workspaceId, id: '' })
    const { rows } = await app.app.pool.query('select id from workflow_runs where workflow_id = $1', [id])
    // As in a process that is killed while the call waits its turn: it is noted, and nobody makes it.
    app.app.calls.wait = () => {}
    await app.app.handlers['advance_workflow']!({
      workspace_id: app.workspace.workspaceId,
      id: rows[0].id,
    })
    const { rows: noted } = await app.app.pool.query('select key from workflow_effects where run_id = $1', [
      rows[0].id,
    ])
    Object.assign(app.app.calls, makeCallLanes(silentLog))
    const before = ids.length
    await app.pass(60_000)
    expect(ids.slice(before)).toEqual([noted[0].key])
    expect(await finished(id)).toBe(1)
  })
})

describe('lanes for calls', () => {
  /** Calls that end when they are told to, and the order in which they began. */
  function calls() {
    const begun: string[] = []
    const ends = new Map<string, () => void>()
    const call = (name: string) => () =>
      new Promise<void>((resolve) => {
        begun.push(name)
        ends.set(name, resolve)
      })
    return { begun, call, end: (name: string) => ends.get(name)?.() }
  }
  const turn = () => new Promise((resolve) => setImmediate(resolve))

  it('O9: each lane has its own room, in the order of coming, and all together have theirs', async () => {
    const { begun, call, end } = calls()
    const lanes = makeCallLanes(silentLog, { lane: 1, all: 2, waitingInLane: 9, waiting: 10 })
    for (const name of ['a1', 'a2', 'b1', 'c1']) lanes.wait(name[0]!, name, call(name))
    await turn()
    expect(begun).toEqual(['a1', 'b1'])
    end('a1')
    await turn()
    expect(begun).toEqual(['a1', 'b1', 'c1'])
    end('b1')
    await turn()
    expect(begun).toEqual(['a1', 'b1', 'c1', 'a2'])
    end('c1')
    end('a2')
    expect(await lanes.settled()).toBe(true)
    expect(await lanes.settled()).toBe(false)
  })

  it('O9: one that waits already is not added again, and where too many wait it is left to its job', async () => {
    const { begun, call, end } = calls()
    const lanes = makeCallLanes(silentLog, { lane: 1, all: 9, waitingInLane: 9, waiting: 2 })
    for (const name of ['one', 'one', 'two', 'three']) lanes.wait('a', name, call(name))
    await turn()
    end('one')
    await turn()
    end('two')
    await lanes.settled()
    expect(begun).toEqual(['one', 'two'])
  })

  it('O9: a lane that is full leaves room for the others, whatever it is asked for', async () => {
    const { begun, call, end } = calls()
    const lanes = makeCallLanes(silentLog)
    for (let n = 0; n < 6000; n += 1) lanes.wait('slow', `slow${n}`, call(`slow${n}`))
    lanes.wait('quick', 'quick', call('quick'))
    await turn()
    expect(begun).toEqual(['slow0', 'slow1', 'slow2', 'quick'])
    // What was left out is taken as soon as its job asks again and there is room.
    lanes.wait('slow', 'slow5000', call('slow5000'))
    for (let n = 0; n < 200; n += 1) {
      end(`slow${n}`)
      await turn()
    }
    expect(begun).not.toContain('slow5000')
    lanes.wait('slow', 'slow5000', call('slow5000'))
    await turn()
    expect(begun.at(-1)).toBe('slow5000')
    for (const name of ['quick', 'slow5000']) end(name)
    await lanes.settled()
    expect(begun).toHaveLength(202)
  })

  it('O9: one that comes when others of its lane are done stands behind those that are not', async () => {
    const { begun, call, end } = calls()
    const lanes = makeCallLanes(silentLog, { lane: 1, all: 9, waitingInLane: 9, waiting: 9 })
    for (const name of ['one', 'two']) lanes.wait('a', name, call(name))
    await turn()
    end('one')
    await turn()
    lanes.wait('a', 'three', call('three'))
    await turn()
    expect(begun).toEqual(['one', 'two'])
    end('two')
    await turn()
    expect(begun).toEqual(['one', 'two', 'three'])
    end('three')
    await lanes.settled()
  })

  it('O9: who stops begins none of those that wait', async () => {
    const { begun, call, end } = calls()
    const lanes = makeCallLanes(silentLog, { lane: 1, all: 9, waitingInLane: 9, waiting: 9 })
    for (const name of ['one', 'two']) lanes.wait('a', name, call(name))
    await turn()
    const stopped = lanes.stop()
    end('one')
    await stopped
    lanes.wait('a', 'three', call('three'))
    expect(begun).toEqual(['one'])
  })
})
