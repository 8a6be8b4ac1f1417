import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Api } from '../../../test/kit/api.ts'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'
import { DAY, HOUR, makeClock } from '../../../test/kit/clock.ts'

let app: TestApp
let make: ReturnType<typeof build>
let amir: string

beforeEach(async () => {
  app = await makeTestApp({}, makeClock(Date.parse('2026-03-02T10:00:00Z')))
  make = build(app)
  amir = (await make.member()).id
})
afterEach(() => app.close())

async function rated(score: number, comment: string | null = null, input: object = {}): Promise<string> {
  const { id } = await make.conversation({ ...input })
  await make.say(id, 'teammate', 'Hello', {}, amir)
  const { survey } = await make.status(id, 'resolved', { survey: 'send' })
  app.clock.advance(1000)
  const answer = await app.as(null).post(new URL(survey.url).pathname, { score, comment })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return id
}
const list = async (query = '', api: Api = app.api) => {
  const { status, body } = await api.get(`/responses${query}`)
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}
const asRole = async (role: string) => app.as(await make.keyFor((await make.member(role)).id))

describe('what can be asked', () => {
  const REPORTS = ['csat', 'leaderboard', 'selection', 'honest', 'follow-up'].map(
    (name) => `/reports/${name}`,
  )
  const RANGED = [...REPORTS, '/responses', '/exports/conversations.csv', '/surveys']
  const OTHERS = ['/reports/alerts', '/reports/achievements', '/targets', '/report-subscriptions']

  it.each([...RANGED, ...OTHERS])('O15: %s refuses a word that it does not know', async (path) => {
    const { status, body } = await app.api.get(`${path}?agnet_id=none`)
    expect(status).toBe(422)
    expect(body.fields[0].message).toContain('agnet_id')
  })

  it.each(RANGED)('O15: %s takes days and instants, and no end before its beginning', async (path) => {
    const status = async (from: string, to: string) =>
      (await app.api.get(`${path}?from=${from}&to=${to}`)).status
    expect(await status('2026-03-01', '2026-03-01')).toBe(200)
    expect(await status('2026-03-01T10:00:00Z', '2026-03-01T11:00:00Z')).toBe(200)
    expect(await status('2026-03-01', '2026-03-01T11:00:00Z')).toBe(200)
    expect(await status('2026-03-01T23:00:00Z', '2026-03-01')).toBe(200)
    const { body } = await app.api.get(`${path}?from=2026-03-02&to=2026-03-01`)
    expect(body.fields).toEqual([{ field: 'to', message: 'must not be before `from`' }])
    expect(await status('2026-03-01T11:00:00Z', '2026-03-01T10:00:00Z')).toBe(422)
    expect(await status('2026-03-04', '2026-03-01T10:00:00Z')).toBe(422)
    expect(await status('2026-03-04T10:00:00Z', '2026-03-01')).toBe(422)
    expect(await status('yesterday', '2026-03-01')).toBe(422)
  })

  it('O15: a day of /surveys is the workspace’s own, its end included', async () => {
    await app.app.ctx.db.updateTable('workspaces').set({ time_zone: 'Asia/Tokyo' }).execute()
    await make.enable('per_resolution')
    app.clock.advance(6 * HOUR)
    const id = await rated(5)
    const on = async (day: string) => (await app.api.get(`/surveys?from=${day}&to=${day}`)).body.data
    expect(await on('2026-03-03')).toMatchObject([{ conversation_id: id }])
    expect(await on('2026-03-02')).toEqual([])
  })
})

describe('single answers', () => {
  it('I16: negative remarks are all low scores, with and without a comment, by time', async () => {
    await make.enable('per_resolution')
    await rated(1, 'Late')
    await rated(5, 'Fine')
    await rated(2)
    await rated(3, 'Hm')
    const { data } = await list('?view=negative_remarks')
    expect(data.map(({ score, comment }: any) => [score, comment])).toEqual([
      [2, null],
      [1, 'Late'],
    ])
  })

  it('C13: a queue says what was set aside and is still closed', async () => {
    await make.enable('by_hand')
    await rated(1, 'A dreadful afternoon')
    await app.app.ctx.db
      .updateTable('responses')
      .set({ quarantined: true, quarantine_reason: 'by_hand', quarantined_at: new Date(app.clock.now()) })
      .execute()
    expect(await list('?quarantined=true')).toMatchObject({
      data: [],
      total: 0,
      closed: { count: 1, until: '2026-03-04T10:00:01.000Z' },
    })
    expect((await list('?quarantined=true&score=1')).closed).toBeNull()
    expect((await list('')).closed).toBeNull()
    await app.pass(2 * DAY)
    expect(await list('?quarantined=true')).toMatchObject({ data: [{ score: 1 }], total: 1, closed: null })
  })

  it('O15: the list says how many match, of those that may be seen', async () => {
    await make.enable('by_hand')
    for (const score of [5, 4, 1]) await rated(score)
    await app.pass(3 * DAY)
    await rated(2)
    expect(await list('?limit=1')).toMatchObject({ total: 3, total_is_more: false, closed: { count: 1 } })
    expect((await list('?score=4,5')).total).toBe(2)
    const { next_cursor: next } = await list('?limit=1')
    expect((await list(`?limit=1&cursor=${next}`)).total).toBe(3)
  })

  it('O15: beyond ten thousand it says that there are more', async () => {
    await make.enable('per_resolution')
    await rated(5)
    await app.app.ctx.db.transaction().execute(async (tx) => {
      await sql`set local session_replication_role = replica`.execute(tx)
      await sql`insert into responses
        select (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'survey_id', gen_random_uuid()))).*
        from responses r, generate_series(1, 10000)`.execute(tx)
    })
    expect(await list('?limit=1')).toMatchObject({ total: 10_000, total_is_more: true })
  })

  it('O15: words are looked for in names and subjects, too, where the inbox may be read', async () => {
    await make.enable('per_resolution')
    await rated(5, null, { contact: { external_id: 'ada', name: 'Ada Lovelace' }, subject: 'A parcel' })
    await rated(4, 'the lovelace machine', { contact: { external_id: 'bob', name: 'Bob' } })
    await rated(3, null, { contact: { external_id: 'cy', name: 'Cy' }, subject: 'Lovelace, the book' })
    const found = async (q: string, api?: Api) =>
      (await list(`?q=${q}`, api)).data.map(({ score }: any) => score)
    expect(await found('lovelace')).toEqual([3, 4, 5])
    expect(await found('parc')).toEqual([5])
    expect(await found('ada%20love')).toEqual([5])
    expect(await found('nobody')).toEqual([])
    const { body } = await app.api.post('/api-keys', { name: 'No inbox', scopes: ['responses.read'] })
    expect(await found('lovelace', app.as(body.key))).toEqual([4])
    const csv = (await app.api.get('/exports/conversations.csv?q=parcel')).body
    expect(csv.trim().split('\n')).toHaveLength(2)
  })
})

describe('the export', () => {
  const rows = async (query: string, api: Api = app.api): Promise<string[]> =>
    (await api.get(`/exports/conversations.csv?${query}`)).body.trim().split('\n').slice(1)

  it('O7: is of the asks of some days, or of the answers', async () => {
    await make.enable('per_resolution')
    const { id } = await make.conversation()
    await make.say(id, 'teammate', 'Hello', {}, amir)
    const { survey } = await make.status(id, 'resolved', { survey: 'send' })
    app.clock.advance(2 * DAY)
    await app.as(null).post(new URL(survey.url).pathname, { score: 4 })
    const on = (day: string, by: string) => rows(`from=${day}&to=${day}${by}`)
    for (const by of ['', '&by=asked']) {
      expect(await on('2026-03-02', by)).toHaveLength(1)
      expect(await on('2026-03-04', by)).toHaveLength(0)
    }
    expect(await on('2026-03-02', '&by=answered')).toHaveLength(0)
    expect(await on('2026-03-04', '&by=answered')).toHaveLength(1)
    expect((await app.api.get('/exports/conversations.csv?by=night')).status).toBe(422)
  })

  it('C12, C13: when somebody answered is not told to whom the answer is closed for good', async () => {
    await make.enable('by_hand')
    await rated(4)
    const today = 'from=2026-03-02&to=2026-03-02&by=answered'
    const [row] = await rows(today, await asRole('owner'))
    expect(row).toContain('embargoed')
    expect(await rows(today, await asRole('agent'))).toEqual([])
  })
})
