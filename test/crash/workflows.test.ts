import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type MailServer, startMailServer } from '../kit/mail.ts'
import { runCli, startCandor } from '../kit/process.ts'

const ROUNDS = 20
const CLIENTS = 4

let smtp: MailServer
let dataDir: string
let key: string
/** How often each call came, by the id that it bears, and with which body. */
const calls = new Map<string, string[]>()
const receiver = createServer((request, response) => {
  let body = ''
  request.on('data', (part) => (body += part))
  request.on('end', () => {
    const id = String(request.headers['webhook-id'])
    calls.set(id, [...(calls.get(id) ?? []), body])
    response.writeHead(200).end('{}')
  })
})
let hook = ''

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
  smtp = await startMailServer()
  dataDir = mkdtempSync(join(tmpdir(), 'candor-crash-'))
  const owner = ['--owner-email', 'o@crash.test', '--owner-password', 'long enough here']
  const made = await runCli(['setup', '--workspace', 'Crash', ...owner, '--json', '--data-dir', dataDir])
  key = JSON.parse(made.stdout).api_key
})
afterAll(async () => {
  await smtp.close()
  receiver.closeAllConnections()
  receiver.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const start = () =>
  startCandor({
    dataDir,
    env: {
      CANDOR_SMTP_URL: smtp.url,
      CANDOR_MAIL_FROM: 'Crash <s@crash.test>',
      CANDOR_PRIVATE_HOSTS: '127.0.0.1',
    },
  })

async function post(url: string, path: string, body: object): Promise<any> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method: path.startsWith('/settings') ? 'PUT' : 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
  return answer.json()
}

const STEPS = [
  { id: 'tag1', type: 'tag', add: ['one'] },
  { id: 'say1', type: 'post_message', body: 'First' },
  { id: 'call', type: 'call_webhook', url: '' },
  { id: 'ask', type: 'send_csat' },
  { id: 'pause', type: 'wait', duration: 'PT1S' },
  { id: 'tell', type: 'notify', to: [{ type: 'leads' }], subject: 'Told', body: 'You' },
  { id: 'say2', type: 'post_message', body: 'Second' },
  { id: 'tag2', type: 'tag', add: ['two'] },
]

it(`O9: ${ROUNDS} times kill -9 amid workflows: no run is lost, no completed step is repeated`, async () => {
  let candor = await start()
  await post(candor.url, '/settings/csat', { preset: 'per_resolution', policy: { enabled: true } })
  const steps = STEPS.map((step) => (step.type === 'call_webhook' ? { ...step, url: hook } : step))
  const trigger = { type: 'conversation.created' }
  await post(candor.url, '/workflows', { name: 'Crash', enabled: true, trigger, steps })
  const acknowledged = new Set<string>()

  for (let round = 0; round < ROUNDS; round += 1) {
    const live = async (client: number): Promise<void> => {
      for (let turn = 0; ; turn += 1) {
        const contact = { external_id: `${round}-${client}-${turn}` }
        const { id } = await post(candor.url, '/conversations', { channel: 'web_chat', contact })
        acknowledged.add(id)
        await new Promise((resolve) => setTimeout(resolve, 60))
      }
    }
    const clients = Array.from({ length: CLIENTS }, (_, client) => live(client).catch(() => {}))
    // In the middle of the work, however fast the machine is.
    const before = acknowledged.size
    await expect.poll(() => acknowledged.size, { timeout: 120_000, interval: 5 }).toBeGreaterThan(before + 1)
    await new Promise((resolve) => setTimeout(resolve, (round * 131) % 500))
    await candor.kill()
    await Promise.all(clients)
    candor = await start()
  }

  const socket = { host: join(dataDir, 'socket'), port: 5432, user: 'postgres', database: 'postgres' }
  const database = new pg.Client(socket)
  await database.connect()
  const rows = async (query: string): Promise<any[]> => (await database.query(query)).rows
  try {
    // What was being done outside when its process was killed is taken over after a minute.
    for (let tries = 0; tries < 6000; tries += 1) {
      const left = await rows(`select 1 from workflow_runs where state in ('running', 'waiting')
        union all select 1 from events where dispatched_at is null limit 1`)
      if (left.length === 0) break
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    const states = await rows('select state, count(*)::int as n from workflow_runs group by 1')
    expect(states.map(({ state }) => state)).toEqual(['finished'])
    const ran = await rows('select conversation_id as id from workflow_runs')
    const there = new Set(ran.map(({ id }) => id))
    expect([...acknowledged].filter((id) => !there.has(id))).toEqual([])
    expect(acknowledged.size).toBeGreaterThan(ROUNDS)
    expect(ran.length).toBe(there.size)

    // Every run did all of its steps; each of their effects is there exactly once.
    const ids = STEPS.map(({ id }) => id)
    const logs = await rows(
      `select run_id, array_agg(step_id order by seq) as steps from workflow_run_steps group by 1`,
    )
    for (const { steps: done } of logs) expect(done).toEqual(['.start', ...ids, '.end'])
    const doubled = await rows(
      `select conversation_id, body from messages where author_kind = 'workflow' group by 1, 2 having count(*) > 1`,
    )
    expect(doubled).toEqual([])
    expect((await rows(`select 1 from messages where author_kind = 'workflow'`)).length).toBe(2 * ran.length)
    expect((await rows('select 1 from surveys')).length).toBe(ran.length)
    expect(await rows(`select 1 from conversations where tags <> '{one,two}'`)).toEqual([])

    // What went outside went under one name each: as many names as runs, and a repeat says the same.
    expect(calls.size).toBe(ran.length)
    for (const bodies of calls.values()) expect(new Set(bodies).size).toBe(1)
    const repeated = [...calls.values()].filter(({ length }) => length > 1).length
    expect(repeated).toBeLessThanOrEqual(ROUNDS * 10)
    const mailed = smtp.received.map(({ mail }) => mail.messageId).filter((id) => id?.includes('workflow.'))
    expect(new Set(mailed).size).toBe(ran.length)
  } finally {
    await database.end()
    expect(await candor.terminate()).toBe(0)
  }
}, 900_000)
