import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { DAY, HOUR } from '../../test/kit/clock.ts'
import { transact } from '../platform/database.ts'
import { noteNotice } from './note-notice.ts'

let app: TestApp
let make: ReturnType<typeof build>
let lead: { id: string }
beforeAll(async () => {
  // No mail server, as a default install has none.
  app = await makeTestApp()
  make = build(app)
  lead = await make.member('lead', { name: 'Lea' })
  await app.app.pool.query('update members set joined_at = now()')
})
afterAll(() => app.close())

const workspace = async (): Promise<string> =>
  (await app.app.pool.query('select id from workspaces')).rows[0].id
const asLead = async () => app.as(await make.keyFor(lead.id))
const told = async (query = '') => (await (await asLead()).get(`/notices${query}`)).body

async function rate(score: number, comment?: string) {
  const conversation = await make.conversation({
    contact: { external_id: `c${Math.random()}`, name: 'Mira' },
  })
  const { survey } = await make.status(conversation.id, 'closed', { survey: 'send' })
  await app.settle()
  const path = new URL(survey.url).pathname
  await app.as(null).post(path, { score, comment })
  await app.settle()
  return { conversation, path }
}

it('A6: without a mail server a case is told in the app, with its words, and waits until it is seen', async () => {
  await make.enable('on_close', { follow_up: { owner_rule: 'team_lead' } })
  const { path } = await rate(1)
  const [notice] = (await told()).data
  const { body: cases } = await app.api.get('/cases')
  expect(notice).toMatchObject({
    kind: 'case',
    subject: 'Follow up with Mira',
    body: 'Mira rated 1 of 5 (Terrible).',
    link: `/cases/${cases.data[0].id}`,
    read_at: null,
  })
  await app.as(null).post(path, { score: 1, comment: 'Broken again' })
  await app.settle()
  const again = await told()
  expect(again.data).toHaveLength(1)
  expect(again.data[0].body).toContain('Broken again')
  expect(again.unread).toBe(1)
  await (await asLead()).post(`/cases/${cases.data[0].id}/seen`)
  expect(await told()).toMatchObject({ unread: 0 })
  expect((await told('?unread=true')).data).toEqual([])
})

it('A6: a late case is told of, too; closed, it is no news any more', async () => {
  await rate(2, 'Slow')
  await app.pass(24 * HOUR)
  const { data, unread } = await told('?unread=true')
  const subjects = data.map(({ subject }: { subject: string }) => subject)
  expect(subjects).toContain('Overdue: nobody has written to Mira yet')
  expect(unread).toBe(data.length)
  for (const { id } of (await app.api.get('/cases')).body.data) {
    await app.api.post(`/cases/${id}/close`, { outcome: 'no_answer' })
  }
  expect((await told()).unread).toBe(0)
})

it('A6: one can see them all at once, and those of others are out of reach', async () => {
  await rate(1, 'One')
  await rate(1, 'Two')
  const { data, unread } = await told('?unread=true')
  expect(unread).toBe(2)
  await app.api.post('/notices/read', { ids: [data[0].id] })
  expect((await told()).unread).toBe(2)
  await (await asLead()).post('/notices/read', { ids: [data[0].id] })
  expect((await told()).unread).toBe(1)
  await (await asLead()).post('/notices/read', {})
  expect((await told()).unread).toBe(0)
})

it('C13: what tells of an answer is there only while its reader may see that answer', async () => {
  await rate(1, 'Hidden later')
  expect((await told('?unread=true')).data[0].body).toContain('Hidden later')
  await make.enable('on_close', { visibility: { individual_roles: ['owner', 'admin'] } })
  const closed = await told()
  expect([closed.data, closed.unread]).toEqual([[], 0])
  // The safety of a lead, where the policy gives it.
  await make.enable('on_close', {
    visibility: { individual_roles: ['owner', 'admin'], lead_sees_low_at_once: true },
  })
  expect((await told('?unread=true')).data[0].body).toContain('Hidden later')
  await make.enable('by_hand', { follow_up: { open_case: true } })
  expect((await told()).data).toEqual([])
})

it('O9: a workflow tells once under its key; what names nobody stays, what is of a contact goes with him', async () => {
  const conversation = await make.conversation({ contact: { external_id: 'gone', name: 'Gone' } })
  const workspaceId = await workspace()
  const notice = {
    workspaceId,
    memberId: lead.id,
    kind: 'workflow' as const,
    key: 'workflow:1',
    subject: 'Look at Gone',
    link: `/inbox/${conversation.id}`,
    contactId: conversation.contact.id,
    conversationId: conversation.id,
    tells: [],
    at: app.clock.now(),
  }
  const note = () => transact(app.app.ctx.db, (tx) => noteNotice(tx, notice))
  expect([await note(), await note()]).toEqual([true, false])
  expect((await told()).data.map(({ subject }: { subject: string }) => subject)).toEqual(['Look at Gone'])
  await app.api.delete(`/contacts/${conversation.contact.id}`)
  expect((await told()).data).toEqual([])
})

it('A6: what was told a quarter of a year ago is forgotten', async () => {
  const made = app.clock.now()
  await app.pass(91 * DAY)
  await app.app.timed['forget_notices']!.run()
  const { rows } = await app.app.pool.query('select min(at) as since from notices')
  expect(rows[0].since ?? Infinity).toBeGreaterThan(made)
})
