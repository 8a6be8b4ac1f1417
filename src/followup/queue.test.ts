import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { MINUTE } from '../../test/kit/clock.ts'

let app: TestApp
let make: ReturnType<typeof build>
beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
})
afterAll(() => app.close())

/** A conversation with somebody, ended and rated; once more where it is there already. */
async function rate(
  { id, ...contact }: { id?: string; external_id?: string; name?: string | null; email?: string },
  score: number,
  comment?: string,
): Promise<string> {
  const conversationId = id ?? (await make.conversation({ contact: { kind: 'user', ...contact } })).id
  if (id) await make.status(id, 'open')
  const { survey } = await make.status(conversationId, 'closed', { survey: 'send' })
  await app.settle()
  await app.as(null).post(new URL(survey.url).pathname, { score, comment })
  await app.settle()
  return conversationId
}

const queue = async (q: string) => (await app.api.get(`/cases?q=${encodeURIComponent(q)}`)).body.data

it('A7: the queue shows the newest low answer, also one to a later survey', async () => {
  await make.enable('per_resolution')
  const id = await rate({ external_id: 'nia', name: 'Nia' }, 2, 'Slow')
  await app.pass(MINUTE)
  await rate({ id }, 1, 'And now it is broken')
  const [row, ...others] = await queue('Nia')
  expect(others).toEqual([])
  expect(row).toMatchObject({ score: 1, comment: 'And now it is broken' })
  await app.pass(MINUTE)
  await rate({ id }, 5, 'Fine now')
  expect((await queue('Nia'))[0]).toMatchObject({ score: 1 })
})

it('A7: who has no name is called by his address, here as in the inbox and in the answers', async () => {
  const id = await rate({ external_id: 'unnamed', email: 'who@example.com' }, 1, 'No name')
  expect((await queue('who@example.com'))[0].contact_name).toBe('who@example.com')
  const { data } = (await app.api.get(`/responses?conversation_id=${id}`)).body
  expect(data[0].contact_name).toBe('who@example.com')
})

it('C13: a case can be given to whom the answer is open to, now or later, and the list says so', async () => {
  const lead = await make.member('lead', { name: 'Lea' })
  await make.member('agent', { name: 'Ana' })
  await app.app.pool.query('update members set joined_at = now()')
  await make.enable('by_hand', {
    follow_up: { open_case: true },
    visibility: { lead_sees_low_at_once: true },
  })
  await rate({ external_id: 'mira', name: 'Mira' }, 1, 'Hidden')
  const asLead = app.as(await make.keyFor(lead.id))
  const [row] = (await asLead.get('/cases?q=Mira')).body.data
  const { data } = (await asLead.get(`/cases/${row.id}/owners`)).body
  expect(data.map(({ name }: { name: string }) => name)).toEqual(['Lea', 'Olivia Owner'])
  expect(Date.parse(data[1].knows_at)).toBeGreaterThan(app.clock.now())
  // Each of them is taken, nobody else.
  for (const { id } of data)
    expect((await asLead.patch(`/cases/${row.id}`, { owner_id: id })).status).toBe(200)
  const agent = (await app.api.get('/members')).body.data.find(({ name }: { name: string }) => name === 'Ana')
  expect((await asLead.patch(`/cases/${row.id}`, { owner_id: agent.id })).status).toBe(422)
  const asAgent = app.as(await make.keyFor(agent.id))
  expect((await asAgent.get(`/cases/${row.id}/owners`)).status).toBe(404)
})

it('O6: the words that follow a tap stand in the timeline where the tap does', async () => {
  await make.enable('on_close')
  const { id } = await make.conversation({ contact: { kind: 'user', external_id: 'tap', name: 'Tap' } })
  const { survey } = await make.status(id, 'closed', { survey: 'send' })
  await app.settle()
  const path = new URL(survey.url).pathname
  const at = app.clock.now()
  await app.as(null).post(path, { score: 1 })
  await app.settle()
  await app.pass(MINUTE)
  await app.as(null).post(path, { score: 1, comment: 'Since you ask' })
  await app.settle()
  const { data } = (await app.api.get(`/conversations/${id}/timeline`)).body
  const kinds = data.map(({ kind }: { kind: string }) => kind)
  expect(kinds.slice(kinds.indexOf('csat_submitted'))).toEqual(['csat_submitted', 'case_opened'])
  const entry = data.find(({ kind }: { kind: string }) => kind === 'csat_submitted')
  expect([Date.parse(entry.at), entry.data.comment]).toEqual([at, 'Since you ask'])
})
