import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Api } from '../../test/kit/api.ts'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { DAY, HOUR } from '../../test/kit/clock.ts'
import { transact } from '../platform/database.ts'
import { type NewNotice, noteNotice } from './note-notice.ts'

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

/** A workflow's notice for the lead, unless said otherwise. */
async function note(input: Partial<NewNotice>): Promise<boolean> {
  const notice: NewNotice = {
    workspaceId: await workspace(),
    memberId: lead.id,
    kind: 'workflow',
    key: 'workflow:1',
    subject: 'About an answer',
    link: '/inbox',
    contactId: null,
    conversationId: null,
    tells: [],
    at: app.clock.now(),
    ...input,
  }
  return transact(app.app.ctx.db, (tx) => noteNotice(tx, notice))
}
/** A new answer, as a notice tells of it. */
async function answered(score: number): Promise<NewNotice['tells'][number]> {
  const { conversation } = await rate(score)
  const { rows } = await app.app.pool.query('select * from responses where conversation_id = $1', [
    conversation.id,
  ])
  return { responseId: rows[0].id, score, at: rows[0].submitted_at }
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
  const notice = {
    subject: 'Look at Gone',
    link: `/inbox/${conversation.id}`,
    contactId: conversation.contact.id,
    conversationId: conversation.id,
  }
  expect([await note(notice), await note(notice)]).toEqual([true, false])
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

it('C13: what tells of an answer that was set aside is there for none but those who review it', async () => {
  await make.enable('on_close')
  const reviewer = await make.member('admin')
  const asReviewer = app.as(await make.keyFor(reviewer.id))
  const answer = await answered(2)
  await note({ key: 'set aside', tells: [answer] })
  await note({ key: 'set aside', tells: [answer], memberId: reviewer.id })
  const subjects = async (api: Api) =>
    (await api.get('/notices')).body.data.map(({ subject }: { subject: string }) => subject)
  expect(await subjects(await asLead())).toContain('About an answer')
  await app.api.post(`/responses/${answer.responseId}/quarantine`, { reason: 'a test' })
  expect(await subjects(await asLead())).not.toContain('About an answer')
  expect(await subjects(asReviewer)).toContain('About an answer')
  await app.api.post(`/responses/${answer.responseId}/restore`)
  expect(await subjects(await asLead())).toContain('About an answer')
})

it('C13: worded anew it waits for the embargo of the answer that it tells of by now', async () => {
  await make.enable('on_close', { visibility: { embargo_hours: 48 } })
  const answer = await answered(4)
  await note({
    key: 'anew',
    subject: 'As it was',
    tells: [{ ...answer, at: app.clock.now() - 3 * DAY }],
  })
  const isThere = async () =>
    (await told()).data.some(({ subject }: { subject: string }) => subject === 'By now')
  await note({ key: 'anew', subject: 'By now', tells: [answer] })
  expect(await isThere()).toBe(false)
  await app.pass(2 * DAY)
  expect(await isThere()).toBe(true)
})
