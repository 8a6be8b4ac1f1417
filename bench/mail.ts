// Due surveys through SMTP to a local sink: mails per second, as a ratio to a bare nodemailer pool that sends the same
// mails to the same sink in the same run; the memory meanwhile; and what they feel of another provider that is slow.
// SURVEYS=10000 ROUNDS=3 node bench/mail.ts
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Worker } from 'node:worker_threads'
import { storeAccount } from '../src/channels/accounts.ts'
import { newId } from '../src/platform/ids.ts'
import { enqueueEach } from '../src/platform/jobs.ts'
import { stillToSend } from '../src/surveys/life/enqueue-send.ts'
import { median } from './kit/load.ts'
import { makeStage } from './kit/stage.ts'

const SURVEYS = Number(process.env['SURVEYS'] ?? 10_000)
const ROUNDS = Number(process.env['ROUNDS'] ?? 3)
const SLOW_MS = 5000

const sink = new Worker(new URL('./kit/smtp-sink.ts', import.meta.url))
let taken = 0
const port = await new Promise<number>((resolve) => {
  sink.on('message', (said: { port?: number; taken?: number }) => {
    if (said.port) resolve(said.port)
    if (said.taken) taken = said.taken
  })
})
const slow = createServer((request, response) => {
  request.resume()
  setTimeout(() => response.writeHead(201).end(`{"sid":"SM${newId().replaceAll('-', '')}"}`), SLOW_MS)
})
await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve))
const smtpUrl = `smtp://127.0.0.1:${port}`
const stage = await makeStage({ CANDOR_SMTP_URL: smtpUrl, CANDOR_PRIVATE_HOSTS: '127.0.0.1' })
const { app } = stage.running
const { workspaceId } = stage

/** Waits until so many more mails came; how many that were a second, and the most memory meanwhile in MB. */
async function measured(
  count: number,
  begin: () => Promise<void>,
): Promise<{ perSecond: number; mb: number }> {
  const from = taken
  let most = 0
  const begun = performance.now()
  await begin()
  while (taken < from + count) {
    most = Math.max(most, process.memoryUsage.rss())
    if (performance.now() - begun > 1_800_000) throw new Error(`only ${taken - from} of ${count} mails came`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return { perSecond: (count * 1000) / (performance.now() - begun), mb: most / 2 ** 20 }
}

/** The same mails, by nothing but a pool as large as Candor's. */
async function bare(): Promise<{ perSecond: number; mb: number }> {
  let pool: Worker | undefined
  const result = await measured(SURVEYS, async () => {
    pool = new Worker(new URL('./kit/mail-pool.ts', import.meta.url), {
      workerData: { smtpUrl, count: SURVEYS },
    })
  })
  await pool?.terminate()
  return result
}

/** Surveys that are due now; what is answered gives them their jobs. */
async function makeDue(count: number, channel: 'email' | 'sms'): Promise<() => Promise<void>> {
  const ids = Array.from({ length: count }, () => ({
    contact: newId(),
    conversation: newId(),
    survey: newId(),
  }))
  const insert = (sql: string): Promise<unknown> =>
    app.pool.query(sql, [workspaceId, JSON.stringify(ids), channel])
  await insert(`insert into contacts (workspace_id, id, kind, email, phone, created_at, updated_at)
    select $1, contact, 'user', contact || '@example.com', '+49170' || lpad((n::text), 7, '0'), now(), now()
    from rows from (jsonb_to_recordset($2::jsonb) as (contact uuid)) with ordinality x(contact, n) where $3 <> ''`)
  await insert(`insert into conversations (workspace_id, id, channel, contact_id, origin, status, resolution, ended_at, created_at, updated_at)
    select $1, conversation, $3, contact, 'inbound', 'resolved', 1, now(), now(), now()
    from jsonb_to_recordset($2::jsonb) as x(contact uuid, conversation uuid)`)
  await insert(`insert into surveys (workspace_id, id, conversation_id, contact_id, resolution, state, cause, channel, policy_version, message, made_at, due_at, ended_at, updated_at)
    select $1, survey, conversation, contact, 1, 'scheduled', 'status_change', $3, 2, 'How was your support experience?', now(), now(), now(), now()
    from jsonb_to_recordset($2::jsonb) as x(contact uuid, conversation uuid, survey uuid)`)
  // What the round before deleted is cleared away before, and not by the database meanwhile.
  await app.pool.query('vacuum analyze')
  const surveys = ids.map(({ survey }) => survey)
  return () => app.ctx.db.transaction().execute((tx) => enqueueEach(tx, stillToSend, workspaceId, surveys))
}

const tell = (name: string, { perSecond, mb }: { perSecond: number; mb: number }): void =>
  console.log(`${name}: ${perSecond.toFixed(0)} mails/s, at most ${mb.toFixed(0)} MB`)
try {
  const settings = {
    account_sid: 'AC0123456789abcdef0123456789abcdef',
    auth_token: 'bench0auth0token0123456789abcdef',
    sender: '+15005550006',
    api_url: `http://127.0.0.1:${(slow.address() as AddressInfo).port}`,
  }
  const who = { memberId: null, now: app.ctx.clock.now() }
  await app.ctx.db
    .transaction()
    .execute((tx) => storeAccount(app.ctx, tx, { workspaceId, channel: 'sms' }, settings, who))
  const ratios: number[] = []
  const beside: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const alone = await measured(SURVEYS, await makeDue(SURVEYS, 'email'))
    const [toSlow, toMail] = [await makeDue(Math.min(500, SURVEYS), 'sms'), await makeDue(SURVEYS, 'email')]
    await toSlow()
    const slowed = await measured(SURVEYS, toMail)
    const pool = await bare()
    tell('a bare pool           ', pool)
    tell('Candor                ', alone)
    tell('Candor, SMS being slow', slowed)
    ratios.push(alone.perSecond / pool.perSecond)
    beside.push(slowed.perSecond / alone.perSecond)
    await app.pool.query(`delete from contacts where phone is not null`)
  }
  console.log(`Candor to a bare pool: ratio ${median(ratios).toFixed(2)}`)
  console.log(`with a slow provider beside it, to without: ratio ${median(beside).toFixed(2)}`)
} finally {
  slow.closeAllConnections()
  slow.close()
  await stage.close()
  await sink.terminate()
}
