import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type HookReceiver, startHookReceiver } from '../kit/hook-receiver.ts'
import { runCli, startCandor } from '../kit/process.ts'

const ROUNDS = 20
const ENDPOINTS = 5

let hooks: HookReceiver
let dataDir: string
let key: string

beforeAll(async () => {
  hooks = await startHookReceiver()
  dataDir = mkdtempSync(join(tmpdir(), 'candor-crash-hooks-'))
  const owner = ['--owner-email', 'o@crash.test', '--owner-password', 'long enough here']
  const made = await runCli(['setup', '--workspace', 'Crash', ...owner, '--json', '--data-dir', dataDir])
  key = JSON.parse(made.stdout).api_key
})
afterAll(async () => {
  await hooks.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const start = () => startCandor({ dataDir, env: { CANDOR_PRIVATE_HOSTS: '127.0.0.1' } })

async function post(url: string, path: string, body: object): Promise<any> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
  return answer.json()
}

/** Makes news until the server is gone; what was acknowledged is noted. */
async function live(url: string, made: Set<string>): Promise<string> {
  try {
    for (;;) made.add((await post(url, '/conversations', { channel: 'api', contact: { name: 'C' } })).id)
  } catch (error) {
    return (error as Error).message
  }
}

it(`O8: ${ROUNDS} times kill -9 in the middle of deliveries: nothing is lost, each is recorded once, in order`, async () => {
  const made = new Set<string>()
  let candor = await start()
  for (let index = 0; index < ENDPOINTS; index += 1) {
    await post(candor.url, '/webhooks', { url: `${hooks.url}/${index}`, events: ['conversation.created'] })
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    const clients = [live(candor.url, made), live(candor.url, made), live(candor.url, made)]
    const begun = hooks.received.length
    // Not before something is on its way, and each time at another moment of it.
    await expect.poll(() => hooks.received.length, { timeout: 120_000, interval: 5 }).toBeGreaterThan(begun)
    await new Promise((resolve) => setTimeout(resolve, 20 + ((round * 37) % 200)))
    await candor.kill()
    const ends = await Promise.all(clients)
    expect(ends.filter((message) => /^\d{3} /.test(message))).toEqual([])
    candor = await start()
  }

  const connection = { host: join(dataDir, 'socket'), port: 5432, user: 'postgres', database: 'postgres' }
  const database = new pg.Client(connection)
  await database.connect()
  const rows = async (query: string): Promise<any[]> => (await database.query(query)).rows
  try {
    const left = `select count(*)::int as count from webhook_deliveries where state <> 'delivered'
      union all select count(*)::int from events where dispatched_at is null`
    const nothing = [{ count: 0 }, { count: 0 }]
    await expect.poll(() => rows(left), { timeout: 300_000, interval: 200 }).toEqual(nothing)

    const deliveries = await rows(`select e.url, d.event_id, d.position, d.attempts, ev.conversation_id
      from webhook_deliveries d
      join webhook_endpoints e on e.workspace_id = d.workspace_id and e.id = d.endpoint_id
      join events ev on ev.workspace_id = d.workspace_id and ev.id = d.event_id order by d.position`)
    const told = new Map<string, string[]>()
    for (const { path, headers } of hooks.received) {
      told.set(path, [...(told.get(path) ?? []), headers['webhook-id']!])
    }
    for (let index = 0; index < ENDPOINTS; index += 1) {
      const own = deliveries.filter(({ url }) => url === `${hooks.url}/${index}`)
      // Everything acknowledged was told to everybody, and is recorded with one success.
      const about = new Set(own.map((each) => each.conversation_id))
      expect([...made].filter((id) => !about.has(id))).toEqual([])
      const successes = own.map(({ attempts }) => attempts.filter((each: any) => each.error === null).length)
      expect(new Set(successes)).toEqual(new Set([1]))
      // The receiver has each in order; a second time only where it was cut off, and at once after the first.
      const got = told.get(`/${index}`) ?? []
      const once = got.filter((id, at) => id !== got[at - 1])
      expect(once).toEqual(own.map((each) => each.event_id))
      expect(got.length - once.length).toBeLessThanOrEqual(ROUNDS)
    }
    expect(made.size).toBeGreaterThan(ROUNDS)
  } finally {
    await database.end()
    expect(await candor.terminate()).toBe(0)
  }
}, 900_000)
