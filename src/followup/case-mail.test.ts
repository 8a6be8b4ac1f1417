import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { HOUR, MINUTE } from '../../test/kit/clock.ts'
import { type MailServer, startMailServer } from '../../test/kit/mail.ts'

let app: TestApp
let mail: MailServer
let lead: { id: string; email: string }
beforeAll(async () => {
  mail = await startMailServer()
  app = await makeTestApp({ smtpUrl: mail.url })
  lead = await build(app).member('lead', { name: 'Lea' })
  await app.app.pool.query('update members set joined_at = now()')
  await app.settle()
})
afterAll(async () => {
  await app.close()
  await mail.close()
})

/** Who is mailed what by it. */
async function mailed(act: () => Promise<unknown>): Promise<Set<string>> {
  mail.received.length = 0
  await act()
  await app.settle()
  return new Set(mail.received.map(({ to, mail: { subject } }) => `${to[0]}: ${subject}`))
}

async function rate(score: number, comment: string): Promise<void> {
  const path = await asked(comment)
  await app.as(null).post(path, { score, comment })
}

/** A closed conversation of a customer, and where its survey is answered. */
async function asked(customer: string): Promise<string> {
  const make = build(app)
  const conversation = await make.conversation({ contact: { external_id: customer, name: 'Mira Mendes' } })
  const { survey } = await make.status(conversation.id, 'closed', { survey: 'send' })
  await app.settle()
  return new URL(survey.url).pathname
}

it('A6: the lead is mailed at once, with the words and the way; late, leads and heads once', async () => {
  await build(app).enable('on_close', { follow_up: { owner_rule: 'team_lead' } })
  expect(await mailed(() => rate(1, 'Charged twice'))).toEqual(
    new Set([`${lead.email}: Follow up with Mira Mendes`]),
  )
  const { text, html } = mail.received[0]!.mail
  const [{ id }] = (await app.api.get('/cases')).body.data
  for (const part of ['rated 1 of 5 (Terrible)', 'Charged twice', `http://candor.test/cases/${id}`]) {
    expect(text).toContain(part)
  }
  expect(html).toContain('Charged twice')
  const late = 'Overdue: nobody has written to Mira Mendes yet'
  expect(await mailed(() => app.pass(24 * HOUR))).toEqual(
    new Set([`${lead.email}: ${late}`, `owner@example.com: ${late}`]),
  )
  expect(await mailed(() => app.pass(24 * HOUR))).toEqual(new Set())
  await app.api.post(`/cases/${id}/close`, { outcome: 'no_answer' })
})

it('C13: nobody is mailed before he may know, and not of what was settled by then', async () => {
  await build(app).enable('by_hand', { follow_up: { open_case: true } })
  expect(await mailed(() => rate(1, 'Still hidden'))).toEqual(new Set())
  expect(await mailed(() => app.pass(48 * HOUR - 1))).toEqual(new Set())
  expect(await mailed(() => app.pass(1))).toEqual(new Set(['owner@example.com: Follow up with Mira Mendes']))
  expect(await mailed(() => rate(2, 'Set aside'))).toEqual(new Set())
  await app.pass(HOUR)
  await app.app.pool.query(
    `update responses set quarantined = true, quarantined_at = now() where comment = 'Set aside'`,
  )
  const { rows } = await app.app.pool.query(
    `select id, workspace_id from responses where comment = 'Set aside'`,
  )
  await app.app.handlers['settle_case']!(rows[0])
  expect(await mailed(() => app.pass(48 * HOUR))).toEqual(
    new Set(['owner@example.com: Overdue: nobody has written to Mira Mendes yet']),
  )
})

it('A6, I9: the words that follow a tap are in the mail, which goes once they are there; the app tells at once', async () => {
  await build(app).enable('on_close', { follow_up: { owner_rule: 'team_lead' } })
  await app.app.pool.query("update workspaces set time_zone = 'America/New_York'")
  const path = await asked('Taps first')
  expect(await mailed(() => app.as(null).post(path, { score: 1 }))).toEqual(new Set())
  expect((await app.api.get('/cases?sort=newest')).body.data[0]).toMatchObject({ score: 1, comment: null })
  expect(await mailed(() => app.pass(MINUTE))).toEqual(new Set())
  const words = { score: 1, comment: 'It came broken' }
  expect((await mailed(() => app.as(null).post(path, words))).size).toBe(1)
  const { text } = mail.received[0]!.mail
  expect(text).toContain('It came broken')
  // In the team's own time, and it says which that is.
  expect(text).toMatch(
    /write to the customer by \w{3},? \d+ \w+ \d{4}(, | at )\d\d:\d\d \(America\/New_York\)/,
  )
  expect(await mailed(() => app.pass(HOUR))).toEqual(new Set())
})

it('A6: who says nothing more is told of after two minutes, with the score alone', async () => {
  const path = await asked('Taps only')
  await app.as(null).post(path, { score: 2 })
  expect(await mailed(() => app.pass(2 * MINUTE - 1))).toEqual(new Set())
  expect((await mailed(() => app.pass(1))).size).toBe(1)
  expect(mail.received[0]!.mail.text).toContain('rated 2 of 5 (Poor)')
  expect(await mailed(() => app.as(null).post(path, { score: 2, comment: 'Typed slowly' }))).toEqual(
    new Set(),
  )
  const asLead = app.as(await build(app).keyFor(lead.id))
  expect((await asLead.get('/notices?unread=true')).body.data[0].body).toContain('Typed slowly')
})
