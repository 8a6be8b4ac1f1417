import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'
import { DAY, HOUR, makeClock } from '../../../test/kit/clock.ts'
import { type MailServer, startMailServer } from '../../../test/kit/mail.ts'

let mail: MailServer
let app: TestApp
let make: ReturnType<typeof build>
let crew: { id: string }

beforeEach(async () => {
  mail = await startMailServer()
  app = await makeTestApp({ smtpUrl: mail.url }, makeClock('2026-02-25T09:00:00Z'))
  make = build(app)
  await make.enable('per_resolution', { follow_up: { open_case: false } })
  crew = (await app.api.post('/teams', { name: '=Crew & <Co>' })).body
})
afterEach(async () => {
  await app.close()
  await mail.close()
})

async function rate(...scores: number[]): Promise<void> {
  for (const score of scores) {
    const { id } = await make.conversation({ team_id: crew.id })
    const { survey } = await make.status(id, 'resolved', { survey: 'send' })
    await app.as(null).post(new URL(survey.url).pathname, { score, comment: 'Well then' })
  }
}
const weekly = { name: 'Weekly CSAT', every: 'week', recipients: ['Boss@Example.com', 'lead@acme.test'] }
const subscribe = async (input: object = {}) =>
  (await app.api.post('/report-subscriptions', { ...weekly, ...input })).body
const due = async () => {
  await app.app.timed['send_due_reports']!.run()
  await app.settle()
}
const at = (time: string) => app.clock.set(Date.parse(time))

describe('reports by mail', () => {
  it('J10: a week’s figures go out once, on Monday morning, to each address', async () => {
    await rate(5, 5, 5, 3, 1)
    at('2026-03-03T09:00:00Z')
    await rate(5, 5, 5, 4, 4, 4, 4, 4, 4, 1)
    await subscribe()
    at('2026-03-08T23:30:00Z')
    await due()
    at('2026-03-09T06:30:00Z')
    await due()
    expect(mail.received).toEqual([])
    at('2026-03-09T07:12:00Z')
    await Promise.all([app.app.timed['send_due_reports']!.run(), app.app.timed['send_due_reports']!.run()])
    await app.settle()
    app.clock.advance(HOUR)
    await due()
    app.clock.advance(2 * DAY)
    await due()
    const sent = await mail.waitFor(2)
    expect(sent.flatMap(({ to }) => to).toSorted()).toEqual(['boss@example.com', 'lead@acme.test'])
    const { subject, text = '', html = '', attachments } = sent[0]!.mail
    expect(subject).toBe('Weekly CSAT: CSAT 90 % (n 10)')
    expect(text).toContain('2 March 2026 to 8 March 2026')
    expect(text).toContain('n 10, 95 % interval 60 % to 98 %')
    expect(text).toContain('30 points higher than the week before (60 %, n 5), which can be chance')
    expect(text).toContain('- =Crew & <Co>: CSAT 90 %, 95 % interval 60–98 %, n 10, Response rate 100 %')
    expect(text).toContain('2 Mar 90 % (n 10)')
    expect(text).not.toContain('Well then')
    expect(html).toContain('=Crew &amp; &lt;Co&gt;')
    expect(attachments).toHaveLength(1)
    const [picture] = attachments
    expect(picture).toMatchObject({ mimeType: 'image/png', disposition: 'inline' })
    expect(html).toContain(`src="cid:${picture!.contentId!.replace(/[<>]/g, '')}"`)
    expect(html).toMatch(/alt="CSAT by week[^"]*2 Mar 90 % \(n 10\)/)
    expect((await app.api.get('/report-subscriptions')).body.data).toMatchObject([
      { reported_from: '2026-03-02', last_error: null },
    ])
    at('2026-03-16T07:00:00Z')
    await due()
    await mail.waitFor(4)
    expect(mail.received[3]!.mail.subject).toBe('Weekly CSAT: CSAT: not enough data (n 0)')
  })

  it('J10: a month, in the zone of the workspace, with the filters and the table asked for', async () => {
    await app.api.patch('/workspace', { time_zone: 'America/New_York' })
    await rate(5, 5, 5, 5, 5, 1)
    await subscribe({
      every: 'month',
      recipients: ['a@x.test'],
      filters: { team_id: crew.id },
      with_csv: true,
    })
    at('2026-03-01T11:00:00Z')
    await due()
    expect(mail.received).toEqual([])
    at('2026-03-01T12:00:00Z')
    await due()
    const report = (await mail.waitFor(1))[0]!.mail as any
    expect(report.text).toContain('1 February 2026 to 28 February 2026, team =Crew & <Co>')
    const table = report.attachments.find((each: any) => each.mimeType === 'text/csv')
    const lines = Buffer.from(table.content).toString('utf8').trim().split('\n')
    expect(lines).toHaveLength(7)
    expect(lines[1]).toContain(`,'=Crew & <Co>,`)
  })

  it('J10: a mail that is not taken is tried again under the same Message-ID; one taken is not sent again', async () => {
    await subscribe()
    at('2026-03-02T08:00:00Z')
    mail.refuse(451)
    await app.app.timed['send_due_reports']!.run()
    const { rows } = await app.app.pool.query<{ payload: { workspace_id: string; id: string }; key: string }>(
      `select payload, key from graphile_worker._private_jobs join graphile_worker._private_tasks t on t.id = task_id
       where t.identifier = 'mail_report' order by key`,
    )
    expect(rows).toHaveLength(2)
    const [{ payload }] = rows as [(typeof rows)[number]]
    await expect(app.app.handlers['mail_report']!(payload)).rejects.toThrow(/not now|451/)
    const listed = async () => (await app.api.get('/report-subscriptions')).body.data[0]
    expect((await listed()).last_error).toMatch(/^boss@example\.com: The mail server did not take the mail/)
    mail.refuse(null)
    await app.app.handlers['mail_report']!(payload)
    await app.app.handlers['mail_report']!(payload)
    const [first, second] = await mail.waitFor(2)
    expect(first!.mail.messageId).toBe(second!.mail.messageId)
    expect((await listed()).last_error).toBeNull()
    await app.api.patch(`/report-subscriptions/${(await listed()).id}`, { recipients: ['new@x.test'] })
    await app.settle()
    expect(mail.received).toHaveLength(2)
  })

  it('C13: what is closed to an admin is not in the mail', async () => {
    await make.enable('by_hand')
    at('2026-03-01T22:00:00Z')
    await rate(5, 5, 5, 5)
    const { id } = await subscribe({ recipients: ['a@x.test'], with_csv: true })
    at('2026-03-02T07:00:00Z')
    await due()
    const report = (await mail.waitFor(1))[0]!.mail as any
    expect(report.subject).toBe('Weekly CSAT: CSAT: not enough data (n 0)')
    expect(report.text).toContain('4 answers are counted but not in the scores yet')
    const table = Buffer.from(report.attachments[1].content).toString('utf8')
    expect(table).not.toContain('Well then')
    expect(table).toContain('embargoed')
    const tested = await app.api.post(`/report-subscriptions/${id}/test`)
    expect(tested.body).toEqual({
      period_from: '2026-02-23',
      period_to: '2026-03-01',
      results: [{ recipient: 'a@x.test', sent: true, problem: null }],
    })
    mail.refuse(550)
    const refused = (await app.api.post(`/report-subscriptions/${id}/test`)).body.results
    expect(refused).toMatchObject([{ sent: false, problem: expect.stringContaining('did not take') }])
  })

  it('C12: who has left gets no report any more, and the report says so; the others get theirs', async () => {
    const gone = await make.member('agent', { email: 'gone@acme.test' })
    await subscribe({ recipients: ['gone@acme.test', 'boss@example.com'] })
    await app.api.delete(`/members/${gone.id}`)
    at('2026-03-02T09:00:00Z')
    await due()
    const reports = mail.received.filter((each) => each.mail.subject?.startsWith('Weekly CSAT'))
    expect(reports.flatMap(({ to }) => to)).toEqual(['boss@example.com'])
    const [report] = (await app.api.get('/report-subscriptions')).body.data
    expect(report.last_error).toBe(
      'gone@acme.test: Nothing was sent: this member has left. Take the address off the report.',
    )
    const { body: tried } = await app.api.post(`/report-subscriptions/${report.id}/test`)
    expect(tried.results.map(({ sent }: any) => sent)).toEqual([false, true])
  })

  it('J11: set up by who manages settings, and checked field by field', async () => {
    const agent = app.as(await make.keyFor((await make.member('lead')).id))
    expect((await agent.get('/report-subscriptions')).status).toBe(403)
    const many = Array.from({ length: 21 }, (_, index) => `m${index}@x.test`)
    const bad = await app.api.post('/report-subscriptions', { name: ' ', every: 'day', recipients: many })
    expect(bad.status).toBe(422)
    expect(bad.body.fields.map((each: any) => each.field)).toEqual(['name', 'every', 'recipients'])
    const nobody = await app.api.post('/report-subscriptions', { ...weekly, recipients: ['nobody'] })
    expect(nobody.body.fields).toEqual([{ field: 'recipients.0', message: 'must be an e-mail address' }])
    const team = '01900000-0000-7000-8000-000000000000'
    const gone = await app.api.post('/report-subscriptions', { ...weekly, filters: { team_id: team } })
    expect(gone.body.fields).toEqual([
      { field: 'filters.team_id', message: 'names a team that is not in this workspace' },
    ])
    const made = await subscribe({ recipients: ['A@x.test', 'a@x.test'] })
    expect(made.recipients).toEqual(['a@x.test'])
    const changed = await app.api.patch(`/report-subscriptions/${made.id}`, { every: 'month' })
    expect(changed.body).toMatchObject({ every: 'month', reported_from: '2026-01-01' })
    expect((await app.api.delete(`/report-subscriptions/${made.id}`)).status).toBe(204)
    expect((await app.api.post(`/report-subscriptions/${made.id}/test`)).status).toBe(404)
    const trail = (await app.api.get('/audit?limit=100')).body.data.map((entry: any) => entry.action)
    for (const action of ['created', 'changed', 'removed']) {
      expect(trail).toContain(`report_subscription.${action}`)
    }
  })
})
