import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type MailServer, startMailServer } from '../kit/mail.ts'
import { runCli, startCandor } from '../kit/process.ts'

const ROUNDS = 20
const CLIENTS = 6

/** A small repeatable generator (mulberry32): the rounds differ, two runs of the test do not. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

type Acknowledged = {
  conversations: Set<string>
  messages: Set<string>
  surveys: Set<string>
  ratings: Map<string, number>
}

let smtp: MailServer
let dataDir: string
let key: string

beforeAll(async () => {
  smtp = await startMailServer()
  dataDir = mkdtempSync(join(tmpdir(), 'candor-crash-'))
  const made = await runCli([
    'setup',
    '--workspace',
    'Crash',
    '--owner-email',
    'o@crash.test',
    '--owner-password',
    'long enough here',
    '--json',
    '--data-dir',
    dataDir,
  ])
  key = JSON.parse(made.stdout).api_key
})
afterAll(async () => {
  await smtp.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const start = () =>
  startCandor({ dataDir, env: { CANDOR_SMTP_URL: smtp.url, CANDOR_MAIL_FROM: 'Crash <s@crash.test>' } })

/** One client's life until the server is gone: talk, end, rate, again and again. Notes only what was acknowledged. */
async function live(url: string, name: string, random: () => number, seen: Acknowledged): Promise<void> {
  const post = async (path: string, body: object): Promise<any> => {
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  for (let turn = 0; ; turn += 1) {
    const channel = random() < 0.5 ? 'email' : 'web_chat'
    const contact = { external_id: `${name}-${turn}`, email: `${name}-${turn}@example.com` }
    const conversation = await post('/api/v1/conversations', { channel, contact })
    seen.conversations.add(conversation.id)
    const message = await post(`/api/v1/conversations/${conversation.id}/messages`, {
      author: { kind: 'contact' },
      body: 'Hello?',
    })
    seen.messages.add(message.id)
    const { survey } = await post(`/api/v1/conversations/${conversation.id}/status`, { status: 'resolved' })
    seen.surveys.add(survey.id)
    if (channel === 'web_chat') {
      const score = 1 + Math.floor(random() * 5)
      await post(new URL(survey.url).pathname, { score })
      seen.ratings.set(survey.id, score)
    }
  }
}

const pause = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms))

it(`J4, O2: ${ROUNDS} times kill -9 under load: nothing acknowledged is lost, no survey goes out twice`, async () => {
  const random = generator(42)
  const seen: Acknowledged = {
    conversations: new Set(),
    messages: new Set(),
    surveys: new Set(),
    ratings: new Map(),
  }
  let candor = await start()
  const enabled = await fetch(`${candor.url}/api/v1/settings/csat`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ preset: 'per_resolution', policy: { enabled: true } }),
  })
  expect(enabled.status).toBe(200)

  for (let round = 0; round < ROUNDS; round += 1) {
    const clients = Array.from({ length: CLIENTS }, (_, index) =>
      live(candor.url, `r${round}c${index}`, random, seen).then(
        () => '',
        (error: Error) => error.message,
      ),
    )
    // Somewhere in the middle of the work, however fast the machine is; every fourth round only after a rating.
    const enough = seen.messages.size + 2 + Math.floor(random() * 20)
    const rated = seen.ratings.size + (round % 4 === 0 ? 1 : 0)
    while (seen.messages.size < enough || seen.ratings.size < rated) await pause(5)
    await pause(random() * 200)
    await candor.kill()
    const ends = await Promise.all(clients)
    // Every client ended because the server went away, not because it answered with an error.
    expect(ends.filter((message) => /^\d{3} /.test(message))).toEqual([])
    candor = await start()
  }

  const database = new pg.Client({
    host: join(dataDir, 'socket'),
    port: 5432,
    user: 'postgres',
    database: 'postgres',
  })
  await database.connect()
  const column = async (query: string): Promise<string[]> =>
    (await database.query(query)).rows.map((row) => row.value)
  try {
    // What was cut off between the mail server and our note of its answer waits for people: it may have arrived.
    const waiting = `select id as value from surveys s where state = 'scheduled' and not exists (
      select from deliveries d where d.survey_id = s.id and d.state = 'unknown')`
    for (let tries = 0; tries < 2400; tries += 1) {
      if ((await column(waiting)).length === 0) break
      await pause(50)
    }
    expect(await column(waiting)).toEqual([])

    const lost = (kept: string[], acknowledged: Iterable<string>): string[] => {
      const there = new Set(kept)
      return [...acknowledged].filter((id) => !there.has(id))
    }
    // How many there are depends on the machine; none would prove nothing.
    expect(seen.ratings.size).toBeGreaterThan(3)
    expect(lost(await column('select id as value from conversations'), seen.conversations)).toEqual([])
    expect(lost(await column('select id as value from messages'), seen.messages)).toEqual([])
    expect(lost(await column('select id as value from surveys'), seen.surveys)).toEqual([])
    const rated = await column(`select survey_id || ':' || score as value from responses`)
    expect(
      lost(
        rated,
        [...seen.ratings].map(([id, score]) => `${id}:${score}`),
      ),
    ).toEqual([])

    const count = new Map<string, number>()
    for (const { mail } of smtp.received) {
      const id = /survey\.([0-9a-f-]{36})@/.exec(mail.messageId ?? '')?.[1]
      if (id) count.set(id, (count.get(id) ?? 0) + 1)
    }
    const doubled = [...count].filter(([, times]) => times > 1)
    expect(doubled).toEqual([])
    const mailed = await column(`select id as value from surveys where channel = 'email' and state = 'sent'`)
    expect(mailed.length).toBeGreaterThan(ROUNDS)
    expect(mailed.filter((id) => !count.has(id))).toEqual([])
  } finally {
    await database.end()
    expect(await candor.terminate()).toBe(0)
  }
}, 900_000)
