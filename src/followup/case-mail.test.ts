import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { HOUR } from '../../test/kit/clock.ts'
import { type MailServer, startMailServer } from '../../test/kit/mail.ts'

let app: TestApp
let mail: MailServer
let lead: { email: string }
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
  const make = build(app)
  const conversation = await make.conversation({ contact: { external_id: comment, name: 'Mira Mendes' } })
  const { survey } = await make.status(conversation.id, 'closed', { survey: 'send' })
  await app.settle()
  await app.as(null).post(new URL(survey.url).pathname, { score, comment })
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
