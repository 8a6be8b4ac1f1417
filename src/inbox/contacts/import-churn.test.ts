import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'
import { DAY } from '../../../test/kit/clock.ts'
import { parseCsv } from '../../platform/csv.ts'

let app: TestApp
let make: ReturnType<typeof build>

beforeEach(async () => {
  app = await makeTestApp()
  make = build(app)
})
afterEach(() => app.close())

const ago = (days: number): string => new Date(app.clock.now() - days * DAY).toISOString()
const churnOf = async (id: string) => (await app.api.get(`/contacts/${id}`)).body.churned_at
const importCsv = async (csv: string) => {
  const server = await app.app.server()
  const { statusCode, body } = await server.inject({
    method: 'POST',
    url: '/api/v1/contacts/churn',
    headers: { authorization: `Bearer ${app.workspace.apiKey}`, 'content-type': 'text/csv' },
    payload: csv,
  })
  return { status: statusCode, body: JSON.parse(body) }
}

it('A9: a contact says when he left; null takes it back, and nobody leaves in the future', async () => {
  const { id } = await make.contact({ external_id: 'ada', churned_at: ago(3) })
  expect(await churnOf(id)).toBe(ago(3))
  await app.api.patch(`/contacts/${id}`, { name: 'Ada' })
  expect(await churnOf(id)).toBe(ago(3))
  for (const answer of [
    await app.api.patch(`/contacts/${id}`, { churned_at: ago(-1) }),
    await app.api.post('/contacts', { external_id: 'ada', churned_at: ago(-1) }),
  ]) {
    expect(answer).toMatchObject({ status: 422, body: { fields: [{ field: 'churned_at' }] } })
  }
  await app.api.post('/contacts', { external_id: 'ada', churned_at: ago(1) })
  expect(await churnOf(id)).toBe(ago(1))
  await app.api.patch(`/contacts/${id}`, { churned_at: null })
  expect(await churnOf(id)).toBeNull()
})

describe('the import', () => {
  it('A9: says of each row what became of it', async () => {
    const ada = await make.contact({ external_id: 'ada' })
    const bo = await make.contact({ external_id: 'bo', email: 'Bo@Example.com' })
    const contacts = [
      { external_id: 'ada', churned_at: ago(9) },
      { email: 'bo@example.com', churned_at: ago(2) },
      { external_id: 'nobody', churned_at: ago(2) },
      { external_id: 'ada', churned_at: ago(-1) },
      { external_id: 'ada', churned_at: 'soon' },
      { churned_at: ago(1) },
      { external_id: 'ada', churned_at: ago(8) },
    ]
    const first = await app.api.post('/contacts/churn', { contacts })
    expect(first.body.results).toMatchObject([
      { row: 1, status: 'applied', contact_ids: [ada.id], message: null },
      { row: 2, status: 'applied', contact_ids: [bo.id] },
      { row: 3, status: 'unknown', contact_ids: [], message: 'There is no such contact.' },
      { row: 4, status: 'refused', message: 'must not be in the future' },
      { row: 5, status: 'refused', message: expect.stringContaining('must be a day') },
      { row: 6, status: 'refused', message: 'give external_id or email' },
      { row: 7, status: 'applied' },
    ])
    expect([await churnOf(ada.id), await churnOf(bo.id)]).toEqual([ago(8), ago(2)])
    const again = await app.api.post('/contacts/churn', { contacts: contacts.slice(1, 2) })
    expect(again.body.results).toMatchObject([{ status: 'unchanged' }])
  })

  it('A9: takes CSV, with days of the workspace', async () => {
    await app.api.patch('/workspace', { time_zone: 'America/New_York' })
    const ada = await make.contact({ external_id: 'ada, "the" first', churned_at: ago(1) })
    const bo = await make.contact({ external_id: 'bo' })
    const { status, body } = await importCsv(
      '\ufeffname,External_ID,churned_at\r\nA,"ada, ""the"" first",\r\nB,bo,2026-01-15\r\n\r\n',
    )
    expect([status, body.results.map((each: any) => each.status)]).toEqual([200, ['applied', 'applied']])
    expect(await churnOf(ada.id)).toBeNull()
    expect(await churnOf(bo.id)).toBe('2026-01-15T05:00:00.000Z')
  })

  it('A9: refuses what is no list, and too much of one', async () => {
    for (const csv of ['', 'a,b\n1,2', 'external_id,churned_at\n']) {
      expect((await importCsv(csv)).status).toBeGreaterThanOrEqual(400)
    }
    const line = 'x,2026-01-01\n'
    expect((await importCsv(`external_id,churned_at\n${line.repeat(5001)}`)).status).toBe(422)
    expect((await importCsv(`external_id,churned_at\n${line.repeat(5000)}`)).status).toBe(200)
    expect((await importCsv('x'.repeat(2_200_000))).status).toBe(413)
    const broken = await importCsv(
      'external_id,churned_at\nx,2026-01-01\na 5" pipe,2026-01-01\ny,2026-01-01\n',
    )
    expect(broken).toMatchObject({
      status: 422,
      body: { fields: [{ message: expect.stringContaining('line 3') }] },
    })
  })

  it('A9: takes every offset that a clock can have', async () => {
    const eva = await make.contact({ external_id: 'eva' })
    const contacts = [{ external_id: 'eva', churned_at: '2026-01-02T00:00:00+16:00' }]
    expect((await app.api.post('/contacts/churn', { contacts })).status).toBe(200)
    expect(await churnOf(eva.id)).toBe('2026-01-01T08:00:00.000Z')
  })

  it('A9: reads CSV of any kind', () => {
    expect(parseCsv('a,b\nc,\r\n"x\r\ny",""\rz,')).toEqual([
      ['a', 'b'],
      ['c', ''],
      ['x\r\ny', ''],
      ['z', ''],
    ])
    expect(parseCsv('a')).toEqual([['a']])
    expect(parseCsv('')).toEqual([])
    expect(parseCsv('x\na,"b"c\nd')).toEqual({ brokenLine: 2 })
  })
})
