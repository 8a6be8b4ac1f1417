import { once } from 'node:events'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Api } from '../../../test/kit/api.ts'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'
import { HOUR } from '../../../test/kit/clock.ts'
import { makeCopyOut } from '../../platform/copy-out.ts'
import { openPool } from '../../platform/database.ts'

/** More than fits into what lies between the database and a reader. */
const LARGE = sql`select repeat('x', 1000) from generate_series(1, 100000)`

let app: TestApp
let make: ReturnType<typeof build>
let amir: string

beforeEach(async () => {
  app = await makeTestApp()
  make = build(app)
  amir = (await make.member()).id
})
afterEach(() => app.close())

async function asked(input: object = {}): Promise<{ id: string; url: string }> {
  const { id } = await make.conversation({ assignee_id: amir, ...input })
  await make.say(id, 'teammate', 'Hello', {}, amir)
  const { survey } = await make.status(id, 'resolved', { survey: 'send' })
  app.clock.advance(1000)
  return { id, url: new URL(survey.url).pathname }
}

async function rated(score: number, comment: string | null = null, input: object = {}): Promise<string> {
  const { id, url } = await asked(input)
  expect((await app.as(null).post(url, { score, comment })).status).toBe(200)
  return id
}

/** The rows by column, read as RFC 4180 says. */
function parse(csv: string): Record<string, string>[] {
  const lines: string[][] = []
  let line: string[] = []
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\n)/g)) {
    line.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'))
    if (end === '\n') {
      lines.push(line)
      line = []
    }
  }
  const [header, ...rows] = lines
  for (const row of rows) expect(row).toHaveLength(header!.length)
  return rows.map((row) => Object.fromEntries(header!.map((name, index) => [name, row[index]!])))
}

const csv = async (query = '', api: Api = app.api) => {
  const answer = await api.get(`/exports/conversations.csv${query}`)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer
}
const rows = async (query = '', api: Api = app.api) => parse((await csv(query, api)).body)

it('O7: has a row for each survey with CSAT Score and CSAT Comment, in the workspace’s time and in UTC', async () => {
  await make.enable('per_resolution')
  await app.api.patch('/workspace', { time_zone: 'Asia/Tokyo' })
  app.clock.set(Date.parse('2026-03-10T20:00:00Z'))
  const crew = (await app.api.post('/teams', { name: 'Crew, "A"' })).body.id
  await rated(4, 'Good', {
    team_id: crew,
    tags: ['late', 'broken'],
    subject: 'Parcel 7',
    external_id: 't-1',
    contact: { external_id: 'ada', name: 'Ada', email: 'ada@example.com' },
  })
  await asked({ channel: 'email', contact: { external_id: 'bo', email: 'bo@example.com' } })
  const { headers, body } = await csv()
  expect(headers).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="candor-conversations-2026-03-11.csv"',
  })
  const [open, done] = parse(body)
  expect(done).toMatchObject({
    'Conversation External ID': 't-1',
    Subject: 'Parcel 7',
    Status: 'resolved',
    Channel: 'web_chat',
    Tags: 'late, broken',
    Resolution: '1',
    'Contact External ID': 'ada',
    'Contact Name': 'Ada',
    'Contact Email': 'ada@example.com',
    'Agent ID': amir,
    Team: 'Crew, "A"',
    'Handled By': 'human',
    'Survey State': 'answered',
    'Policy Version': expect.stringMatching(/^\d+$/),
    'Time Zone': 'Asia/Tokyo',
    'Sent At': '2026-03-11 05:00:00',
    'Sent At UTC': '2026-03-10T20:00:00.000Z',
    'Answered At': '2026-03-11 05:00:01',
    'Answered At UTC': '2026-03-10T20:00:01.000Z',
    'CSAT Score': '4',
    'CSAT Comment': 'Good',
    'CSAT Satisfied': 'yes',
    'CSAT Counts': 'yes',
    'CSAT Hidden': '',
  })
  expect(open).toMatchObject({ Channel: 'email', 'CSAT Score': '', 'CSAT Counts': '', 'Answered At': '' })
  expect(body.startsWith('Survey ID,')).toBe(true)
  expect((await csv('?bom=true')).body.startsWith('\ufeffSurvey ID,')).toBe(true)
})

it('O7: what a customer wrote stays text in a spreadsheet, and a cell stays one cell', async () => {
  await make.enable('per_resolution')
  const hostile = [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '＝1+1',
    'a "b", c\r\n=d',
    ',;',
    "'",
    '😍',
    'hi;=1+1; -2',
    '\u200b=1',
    '﹦1',
  ]
  for (const comment of hostile) await rated(1, comment, { subject: `=${comment}` })
  const found = (await rows()).toReversed()
  expect(found.map((row) => row['CSAT Comment'])).toEqual([
    "'=1+1",
    "'+1",
    "'-1",
    "'@SUM(A1)",
    "'＝1+1",
    'a "b", c\n=d',
    ',;',
    "'",
    '😍',
    "hi;'=1+1; '-2",
    "'\u200b=1",
    "'﹦1",
  ])
  for (const row of found) expect(row['Subject']).toMatch(/^'=/)
})

it('O7: takes the filters of the list, and those of surveys and conversations', async () => {
  await make.enable('per_resolution')
  await rated(1, 'Bad parcel')
  const second = await rated(5, null, { tags: ['vip'], channel: 'api' })
  await asked()
  const found = async (query: string) => (await rows(query)).map((row) => row['CSAT Score'])
  expect(await found('')).toEqual(['', '5', '1'])
  expect(await found('?score=1,2')).toEqual(['1'])
  expect(await found('?has_comment=false')).toEqual(['5'])
  expect(await found('?q=parc')).toEqual(['1'])
  expect(await found('?view=negative_remarks')).toEqual(['1'])
  expect(await found('?tag=vip')).toEqual(['5'])
  expect(await found(`?conversation_id=${second}`)).toEqual(['5'])
  expect(await found('?state=sent')).toEqual([''])
  expect(await found('?status=open')).toEqual([])
  expect(await found('?to=2020-01-01')).toEqual([])
})

it('C12, C13, O7: hidden answers are empty, with the reason, and no filter finds them', async () => {
  await make.enable('by_hand')
  await rated(1, 'Secret')
  const agent = app.as(await make.keyFor(amir))
  const narrow = (await app.api.post('/api-keys', { name: 'narrow', scopes: ['csat.view'] })).body.key
  const look = async (api: Api) => {
    const answer = await csv('', api)
    expect(answer.body).not.toContain('Secret')
    const [row] = parse(answer.body)
    expect(row).toMatchObject({
      'CSAT Score': '',
      'CSAT Comment': '',
      'Answered At UTC': '',
      'CSAT Satisfied': '',
    })
    for (const query of ['?score=1', '?q=Secret', '?has_comment=true', '?view=negative_remarks']) {
      expect(await rows(query, api)).toEqual([])
    }
    return row!['CSAT Hidden']
  }
  expect(await look(app.api)).toBe('embargoed')
  expect(await look(agent)).toBe('role')
  expect(await look(app.as(narrow))).toBe('permission')
  app.clock.advance(48 * HOUR)
  expect(await rows('?q=Secret')).toMatchObject([{ 'CSAT Score': '1', 'CSAT Hidden': '' }])
  expect(await look(agent)).toBe('role')
  const [bare] = await rows('', app.as(narrow))
  expect(bare).toMatchObject({ 'Contact Email': '', 'CSAT Hidden': 'permission' })
})

it('O7, O10: says which answers count', async () => {
  await make.enable('after_delay', { trigger: { delay: 'PT0S', channels: { web_chat: { enabled: true } } } })
  const id = await rated(2)
  const again = await app.api.post(`/conversations/${id}/surveys`)
  await app.as(null).post(new URL(again.body.url).pathname, { score: 5 })
  expect((await rows()).map((row) => [row['CSAT Score'], row['CSAT Counts']])).toEqual([
    ['5', 'yes'],
    ['2', 'no'],
  ])
})

it('O7: no row is missing or twice, also where many were asked at the same instant', async () => {
  await make.enable('per_resolution')
  await asked()
  const { db } = app.app.ctx
  await sql`insert into surveys (workspace_id, id, conversation_id, contact_id, resolution, state, cause, channel,
      policy_version, message, made_at, due_at, updated_at)
    select workspace_id, gen_random_uuid(), conversation_id, contact_id, 1, 'expired', 'api', channel, 1, message,
      made_at - number / 3000 * interval '1 microsecond', made_at, made_at
    from surveys, generate_series(1, 4500) number`.execute(db)
  const found = await rows()
  expect(found.length).toBe(4501)
  expect(new Set(found.map((each) => each['Survey ID'])).size).toBe(found.length)
})

it('O7: a reader who leaves in the middle leaves nothing behind', async () => {
  await make.enable('per_resolution')
  await asked()
  const { ctx, pool } = app.app
  for (let round = 0; round < 5; round += 1) {
    const lines = await ctx.copyOut(LARGE.compile(ctx.db), 'somebody')
    if (!lines.ok) throw new Error(lines.failure.message)
    lines.value.destroy()
    await once(lines.value, 'close')
  }
  expect(await rows()).toHaveLength(1)
  const left =
    "select count(*)::int as n from pg_stat_activity where datname = current_database() and query like 'copy%' and state = 'active'"
  await expect.poll(async () => (await pool.query<{ n: number }>(left)).rows[0]!.n).toBe(0)
})

it('O7: who reads one takes no second, who does not read loses it, and others are told to wait', async () => {
  const { ctx } = app.app
  const pool = openPool(app.connection, 2, true)
  const copyOut = makeCopyOut(pool, { idleMs: 50, wholeMs: 60_000 })
  const take = (owner: string) => copyOut(LARGE.compile(ctx.db), owner)
  const stalled = await take('a')
  if (!stalled.ok) throw new Error(stalled.failure.message)
  expect(await take('a')).toMatchObject({ failure: { kind: 'too_many', retryAfterSeconds: 10 } })
  const other = await take('b')
  expect(other.ok).toBe(true)
  expect(await take('c')).toMatchObject({ failure: { kind: 'too_many' } })
  await expect(once(stalled.value, 'close')).rejects.toThrow('nobody reads')
  await expect.poll(async () => (await take('c')).ok).toBe(true)
  await pool.end()
})

it('O7: a query that fails is thrown before the first byte', async () => {
  const { ctx } = app.app
  await expect(ctx.copyOut(sql`select 1 / 0`.compile(ctx.db), 'somebody')).rejects.toThrow('division by zero')
  expect(await rows()).toEqual([])
})
