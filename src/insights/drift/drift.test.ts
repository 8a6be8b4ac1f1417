import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'
import { makeClock, DAY, HOUR } from '../../../test/kit/clock.ts'
import { type MailServer, startMailServer } from '../../../test/kit/mail.ts'

let mail: MailServer
let app: TestApp
let make: ReturnType<typeof build>
let crew: { id: string }
let amir: string

beforeEach(async () => {
  mail = await startMailServer()
  app = await makeTestApp({ smtpUrl: mail.url }, makeClock('2026-02-02T09:00:00Z'))
  make = build(app)
  await make.enable('per_resolution', { follow_up: { open_case: false } })
  amir = (await make.member()).id
  crew = (await app.api.post('/teams', { name: 'Crew', member_ids: [amir] })).body
  await make.member('lead', { name: 'Lea', email: 'lea@acme.test', team_ids: [crew.id] })
  await make.member('lead', { name: 'Leo', email: 'leo@acme.test' })
  await app.app.pool.query('update members set joined_at = now()')
  await app.settle()
  mail.received.length = 0
})
afterEach(async () => {
  await app.close()
  await mail.close()
})

async function rate(team: string | null, ...scores: number[]): Promise<void> {
  for (const score of scores) {
    const { id } = await make.conversation({ assignee_id: amir, ...(team ? { team_id: team } : {}) })
    const { survey } = await make.status(id, 'resolved', { survey: 'send' })
    await app.as(null).post(new URL(survey.url).pathname, { score })
  }
}
const times = (count: number, score: number): number[] => Array.from({ length: count }, () => score)
const usual = [...times(5, 5), ...times(3, 4)]

/** Four usual weeks, and one in which the 1s rise while 4s turn into 5s. */
async function story(last: number[]): Promise<void> {
  for (const monday of ['2026-02-02', '2026-02-09', '2026-02-16', '2026-02-23']) {
    app.clock.set(Date.parse(`${monday}T09:00:00Z`))
    await rate(crew.id, ...usual)
  }
  app.clock.set(Date.parse('2026-03-02T09:00:00Z'))
  await rate(crew.id, ...last)
}
const look = () => app.app.timed['find_drifts']!.run()
const alerts = async () => (await app.api.get('/reports/alerts')).body.data

describe('drift', () => {
  const drifted = [...times(8, 5), ...times(4, 1)]

  it('A8: on Monday morning a week with more 1s is an alert for the team and for all, mailed once to whom it concerns', async () => {
    await story(drifted)
    await app.app.timed['fold_tallies']!.run()
    app.clock.set(Date.parse('2026-03-08T23:00:00Z'))
    await look()
    app.clock.set(Date.parse('2026-03-09T05:59:00Z'))
    await look()
    expect(await alerts()).toEqual([])
    app.clock.set(Date.parse('2026-03-09T06:00:00Z'))
    await Promise.all([look(), look()])
    const found = await alerts()
    expect(found).toHaveLength(2)
    expect(found.map((each: any) => each.team_name).toSorted()).toEqual(['Crew', null])
    expect(found[0]).toMatchObject({
      week: '2026-03-02',
      dismissed_at: null,
      finding: {
        kinds: expect.arrayContaining(['ones']),
        week: { n: 12, distribution: { 1: 4, 2: 0, 3: 0, 4: 0, 5: 8 } },
        before: { n: 32, weeks: 4, distribution: { 1: 0, 2: 0, 3: 0, 4: 12, 5: 20 } },
      },
    })
    await app.settle()
    app.clock.advance(HOUR)
    await look()
    app.clock.advance(DAY)
    await look()
    await app.settle()
    expect(await alerts()).toHaveLength(2)
    const mails = await mail.waitFor(5)
    for (const { mail: each } of mails) {
      expect(each.text).toMatch(/Scores of 1 rose to 33 % of 12 ratings, from 0 % in the 4 weeks\s+before/)
    }
    const sent = mails.map((each) => `${each.to[0]}: ${each.mail.subject}`)
    expect(sent.toSorted()).toEqual([
      'lea@acme.test: Acme: more 1s than usual',
      'lea@acme.test: Crew: more 1s than usual',
      'leo@acme.test: Acme: more 1s than usual',
      'owner@example.com: Acme: more 1s than usual',
      'owner@example.com: Crew: more 1s than usual',
    ])
    expect(new Set(mail.received.map((each) => each.mail.messageId)).size).toBe(5)
    expect(mail.received[0]!.mail.text).toContain('1 Terrible: This week 33 % (4), 4 weeks before 0 % (0)')
  })

  it('A8: a usual week is no alert, and is not looked at again', async () => {
    await story(usual)
    app.clock.set(Date.parse('2026-03-09T06:00:00Z'))
    await look()
    expect(await alerts()).toEqual([])
    const { rows } = await app.app.pool.query('select week::text from drift_weeks')
    expect(rows).toEqual([{ week: '2026-03-02' }])
  })

  it('A8: a Monday on which Candor was off is made up for, in the zone of the workspace', async () => {
    await story(drifted)
    await app.api.patch('/workspace', { time_zone: 'Pacific/Auckland' })
    app.clock.set(Date.parse('2026-03-08T16:00:00Z'))
    await look()
    expect(await alerts()).toEqual([])
    app.clock.set(Date.parse('2026-03-11T02:00:00Z'))
    await look()
    expect(await alerts()).toHaveLength(2)
  })

  const CLOSED = [
    { to: 'leads', visibility: { individual_roles: ['owner', 'admin'] } },
    { to: 'everybody for more than a week', visibility: { embargo_hours: 8 * 24 } },
  ]
  it.each(CLOSED)('C13: an alert tells no single answer that is closed to $to', async ({ visibility }) => {
    await story(drifted)
    await rate(null, 1)
    await app.api.put('/settings/csat', { policy: { visibility: { ...visibility, min_n: 5 } } })
    app.clock.set(Date.parse('2026-03-09T06:00:00Z'))
    await look()
    // The team's would be all but one of the answers of all.
    expect(await alerts()).toMatchObject([{ team_id: null, finding: { week: { n: 13 } } }])
  })

  it('O1, C13: the channel that wants the most answers decides whether a week is told', async () => {
    await story(drifted)
    const api = { enabled: true, visibility: { min_n: 13 } }
    await app.api.put('/settings/csat', {
      policy: { visibility: { embargo_hours: 8 * 24 }, trigger: { channels: { api } } },
    })
    app.clock.set(Date.parse('2026-03-09T06:00:00Z'))
    await look()
    expect(await alerts()).toEqual([])
  })

  it('A8: leads and up dismiss an alert for everybody; agents see none; a dismissed one is not mailed', async () => {
    await story(drifted)
    app.clock.set(Date.parse('2026-03-09T06:00:00Z'))
    await look()
    const agent = app.as(await make.keyFor(amir))
    expect((await agent.get('/reports/alerts')).status).toBe(403)
    const [first, second] = await alerts()
    expect((await agent.post(`/reports/alerts/${first.id}/dismiss`)).status).toBe(403)
    const members = (await app.api.get('/members')).body.data
    const lead = app.as(await make.keyFor(members.find((each: any) => each.name === 'Lea').id))
    const dismissed = await lead.post(`/reports/alerts/${first.id}/dismiss`)
    expect(dismissed.body.dismissed_by).toMatchObject({ name: 'Lea' })
    await lead.post(`/reports/alerts/${first.id}/dismiss`)
    expect((await app.api.get('/reports/alerts?dismissed=false')).body.data).toMatchObject([
      { id: second.id },
    ])
    expect((await app.api.get('/reports/alerts?dismissed=true')).body.data).toMatchObject([{ id: first.id }])
    const trail = (await app.api.get('/audit?limit=100')).body.data
    expect(trail.filter((entry: any) => entry.action === 'drift_alert.dismissed')).toHaveLength(1)
    await app.settle()
    const subjects = new Set(mail.received.map((each) => each.mail.subject))
    expect(subjects.size).toBe(1)
  })
})
