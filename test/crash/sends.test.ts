import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type MailServer, startMailServer } from '../kit/mail.ts'
import { runCli, startCandor } from '../kit/process.ts'

const SURVEYS = 600
const KILLS = 6

let smtp: MailServer
let dataDir: string
let key: string
let workspaceId: string

beforeAll(async () => {
  smtp = await startMailServer()
  dataDir = mkdtempSync(join(tmpdir(), 'candor-crash-'))
  const owner = ['--owner-email', 'o@crash.test', '--owner-password', 'long enough here']
  const made = await runCli(['setup', '--workspace', 'Crash', ...owner, '--json', '--data-dir', dataDir])
  const { api_key: apiKey, workspace_id: id } = JSON.parse(made.stdout)
  key = apiKey
  workspaceId = id
})
afterAll(async () => {
  await smtp.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const start = () =>
  startCandor({ dataDir, env: { CANDOR_SMTP_URL: smtp.url, CANDOR_MAIL_FROM: 'Crash <s@crash.test>' } })

async function inDatabase<T>(work: (database: pg.Client) => Promise<T>): Promise<T> {
  const where = { host: join(dataDir, 'socket'), port: 5432, user: 'postgres', database: 'postgres' }
  const database = new pg.Client(where)
  // It goes away with the server that is killed.
  database.on('error', () => {})
  await database.connect()
  try {
    return await work(database)
  } finally {
    await database.end()
  }
}

/** So many surveys by mail that are due now, with their jobs. */
async function makeDue(): Promise<void> {
  const ids = Array.from({ length: SURVEYS }, () => ({
    contact: randomUUID(),
    conversation: randomUUID(),
    survey: randomUUID(),
  }))
  const columns = 'contact uuid, conversation uuid, survey uuid'
  const statements = [
    `insert into contacts (workspace_id, id, kind, email, created_at, updated_at)
     select $1, contact, 'user', contact || '@example.com', now(), now()`,
    `insert into conversations (workspace_id, id, channel, contact_id, origin, status, resolution, ended_at, created_at, updated_at)
     select $1, conversation, 'email', contact, 'inbound', 'resolved', 1, now(), now(), now()`,
    `insert into surveys (workspace_id, id, conversation_id, contact_id, resolution, state, cause, channel, policy_version, message, made_at, due_at, ended_at, updated_at)
     select $1, survey, conversation, contact, 1, 'scheduled', 'status_change', 'email', 2, 'How was it?', now(), now(), now(), now()`,
    `select graphile_worker.add_job('send_survey', json_build_object('workspace_id', $1::uuid, 'id', survey), job_key => 'send:' || survey)`,
  ]
  await inDatabase(async (database) => {
    for (const statement of statements)
      await database.query(`${statement} from jsonb_to_recordset($2::jsonb) as x(${columns})`, [
        workspaceId,
        JSON.stringify(ids),
      ])
  })
}

const mailsOfEach = (): Map<string, number> => {
  const count = new Map<string, number>()
  for (const { mail } of smtp.received) {
    const id = /survey\.([0-9a-f-]{36})@/.exec(mail.messageId ?? '')?.[1]
    if (id) count.set(id, (count.get(id) ?? 0) + 1)
  }
  return count
}

it(`J4, O2: kill -9 ${KILLS} times in the middle of ${SURVEYS} mails: none is lost and none goes out twice`, async () => {
  let candor = await start()
  const enabled = await fetch(`${candor.url}/api/v1/settings/csat`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ preset: 'per_resolution', policy: { enabled: true } }),
  })
  expect(enabled.status).toBe(200)
  await makeDue()
  let interrupted = 0
  for (let kill = 0; kill < KILLS; kill += 1) {
    const before = smtp.received.length
    // Each time when some more are out, and others are being made and noted.
    const enough = Math.min(before + 40 + 10 * kill, SURVEYS)
    for (let tries = 0; tries < 400 && smtp.received.length < enough; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    if (smtp.received.length < SURVEYS) interrupted += 1
    await candor.kill()
    candor = await start()
  }
  try {
    await inDatabase(async (database) => {
      const column = async (query: string): Promise<string[]> =>
        (await database.query(query)).rows.map(({ value }) => value)
      // What was cut off between the mail server and our note of its answer waits for people: it may have arrived.
      const doubtful = `exists (select from deliveries d where d.survey_id = s.id and d.state = 'unknown')`
      const waiting = `select id as value from surveys s where state = 'scheduled' and not ${doubtful}`
      await expect.poll(() => column(waiting), { timeout: 60_000 }).toEqual([])
      const count = mailsOfEach()
      expect([...count].filter(([, times]) => times > 1)).toEqual([])
      const sent = await column(`select id as value from surveys where state = 'sent'`)
      expect(sent.filter((id) => !count.has(id))).toEqual([])
      const unknown = await column(
        `select id as value from surveys s where state = 'scheduled' and ${doubtful}`,
      )
      expect(sent.length + unknown.length).toBe(SURVEYS)
      // Every mail that came is either known to be sent or left to people.
      expect([...count.keys()].filter((id) => !sent.includes(id) && !unknown.includes(id))).toEqual([])
      expect(interrupted).toBeGreaterThan(1)
      const requested = await column(
        `select survey_id as value from timeline_entries where kind = 'csat_requested'`,
      )
      expect(requested.toSorted()).toEqual(sent.toSorted())
      const twice = await column(
        `select survey_id as value from deliveries group by survey_id having count(*) > 1`,
      )
      expect(twice).toEqual([])
      console.log({
        sent: sent.length,
        unknown: unknown.length,
        arrived: unknown.filter((id) => count.has(id)).length,
      })
    })
  } finally {
    expect(await candor.terminate()).toBe(0)
  }
}, 900_000)
