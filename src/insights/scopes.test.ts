import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Api } from '../../test/kit/api.ts'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { makeClock } from '../../test/kit/clock.ts'
import { type MailServer, startMailServer } from '../../test/kit/mail.ts'
import { newId } from '../platform/ids.ts'

/** What an API key gets of the numbers and answers with some of the scopes, and not with others. */
let mail: MailServer
let app: TestApp
let make: ReturnType<typeof build>

beforeEach(async () => {
  mail = await startMailServer()
  app = await makeTestApp({ smtpUrl: mail.url }, makeClock('2026-02-25T09:00:00Z'))
  make = build(app)
  await make.enable('per_resolution', { follow_up: { open_case: false } })
})
afterEach(async () => {
  await app.close()
  await mail.close()
})

const keyWith = async (scopes: string[], input: object = {}): Promise<Api> =>
  app.as((await app.api.post('/api-keys', { name: 'Key', scopes, ...input })).body.key)

async function rated(score: number, input: object = {}): Promise<void> {
  const contact = { external_id: newId(), name: 'Private Person', email: 'p@example.com', kind: 'user' }
  const { id } = await make.conversation({ subject: 'Private matter', contact, ...input })
  const { survey } = await make.status(id, 'resolved', { survey: 'send' })
  await app.as(null).post(new URL(survey.url).pathname, { score, comment: 'Well then' })
}
const weekly = { name: 'Weekly', every: 'week', recipients: ['boss@example.com'] }

describe('reports by mail', () => {
  it('J11: who may not read what is mailed does not have it mailed, nor to another address', async () => {
    const settings = await keyWith(['settings.manage'])
    const viewer = await keyWith(['settings.manage', 'csat.view'])
    const reader = await keyWith(['settings.manage', 'csat.view', 'responses.read', 'inbox.read'])
    expect(await settings.post('/report-subscriptions', weekly)).toMatchObject({
      status: 403,
      body: {
        reason: 'missing_ability',
        detail: 'What is mailed takes the permission to read it: csat.view.',
      },
    })
    const made = await viewer.post('/report-subscriptions', weekly)
    expect(made.status).toBe(201)
    const path = `/report-subscriptions/${made.body.id}`
    for (const scopes of [['responses.read'], ['inbox.read'], []]) {
      const some = await keyWith(['settings.manage', 'csat.view', ...scopes])
      expect((await some.post('/report-subscriptions', { ...weekly, with_csv: true })).status).toBe(403)
      expect((await some.patch(path, { with_csv: true })).status).toBe(403)
    }
    expect((await reader.patch(path, { with_csv: true })).status).toBe(200)
    const recipients = ['else@example.com']
    expect((await viewer.patch(path, { recipients })).status).toBe(403)
    expect((await viewer.patch(path, { recipients, with_csv: false })).status).toBe(403)
    expect((await viewer.post(`${path}/test`)).status).toBe(403)
    expect((await settings.delete(path)).status).toBe(204)
    expect(mail.received).toEqual([])
  })

  it('J11: the audit log names the addresses that are no member’s', async () => {
    const recipients = ['boss@example.com', 'owner@example.com']
    const { id } = (await app.api.post('/report-subscriptions', { ...weekly, recipients })).body
    await app.api.patch(`/report-subscriptions/${id}`, { recipients: ['else@example.com'] })
    const trail = (await app.api.get('/audit')).body.data.filter((each: any) => each.target === id)
    expect(trail.map((each: any) => each.detail.outside)).toEqual([
      ['else@example.com'],
      ['boss@example.com'],
    ])
  })

  it('C12: a member is mailed what he may see himself, another address what an admin sees', async () => {
    await app.api.put('/settings/csat', { policy: { visibility: { individual_roles: ['owner', 'admin'] } } })
    const team = (await app.api.post('/teams', { name: 'Crew' })).body.id
    const amir = await make.member('agent', { email: 'amir@acme.test' })
    await make.member('lead', { email: 'lea@acme.test' })
    for (const score of [5, 5, 5, 5, 5, 5]) await rated(score, { team_id: team, assignee_id: amir.id })
    await rated(1)
    app.clock.set(Date.parse('2026-03-02T09:00:00Z'))
    const recipients = ['lea@acme.test', 'boss@example.com', 'amir@acme.test']
    const { id } = (
      await app.api.post('/report-subscriptions', { ...weekly, recipients, filters: { team_id: team } })
    ).body
    mail.received.length = 0
    await app.api.post(`/report-subscriptions/${id}/test`)
    const sent = await mail.waitFor(3)
    expect(sent.map(({ to, mail: { subject } }) => `${to[0]}: ${subject}`)).toEqual([
      'lea@acme.test: Weekly: CSAT: not enough data (n 0)',
      'boss@example.com: Weekly: CSAT 100 % (n 6)',
      'amir@acme.test: Weekly: CSAT: not enough data (n 0)',
    ])
    await app.api.patch(`/report-subscriptions/${id}`, { filters: { agent_id: 'none' } })
    const { results } = (await app.api.post(`/report-subscriptions/${id}/test`)).body
    expect(results.map((each: any) => [each.sent, each.problem])).toEqual([
      [true, null],
      [true, null],
      [false, 'Agents see their own numbers and those of all together.'],
    ])
  })
})

describe('answers and what is done about them', () => {
  it('C12, O15: names and subjects in lists of answers take the permission to read the inbox', async () => {
    await rated(2)
    const fields = { contact_name: 'Private Person', conversation_subject: 'Private matter' }
    const [full] = (await app.api.get('/responses')).body.data
    expect(full).toMatchObject(fields)
    const api = await keyWith(['responses.read'])
    for (const body of [
      (await api.get('/responses')).body.data[0],
      (await api.get(`/responses/${full.id}`)).body,
    ]) {
      expect(body).toMatchObject({ score: 2, contact_name: null, conversation_subject: null })
      expect(JSON.stringify(body)).not.toContain('Private')
    }
  })

  it('A8, I20: to read numbers is not to put alerts away or set targets', async () => {
    const team = (await app.api.post('/teams', { name: 'Crew' })).body.id
    const lead = await make.member('lead', { team_ids: [team] })
    const id = newId()
    await app.app.pool.query(
      `insert into drift_alerts (workspace_id, id, week, finding, found_at) values ($1, $2, '2026-02-16', $3, now())`,
      [app.workspace.workspaceId, id, '{}'],
    )
    const target = { metric: 'csat', goal: 0.9, period: 'week', team_id: team }
    for (const input of [{}, { member_id: lead.id }]) {
      const api = await keyWith(['csat.view'], input)
      expect((await api.post(`/reports/alerts/${id}/dismiss`)).status).toBe(403)
      expect((await api.post('/targets', target)).status).toBe(403)
    }
    const manager = await keyWith(['csat.view', 'insights.manage'], { member_id: lead.id })
    expect((await manager.post('/targets', { ...target, team_id: null })).status).toBe(403)
    const made = await manager.post('/targets', target)
    expect(made).toMatchObject({ status: 201, body: { can: { change: true } } })
    const viewer = await keyWith(['csat.view'])
    expect((await viewer.get('/targets')).body.data).toMatchObject([{ can: { change: false } }])
    expect((await viewer.delete(`/targets/${made.body.id}`)).status).toBe(403)
  })
})
