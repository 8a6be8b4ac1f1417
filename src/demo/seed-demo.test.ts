import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { portalBrowser } from '../../test/kit/portal.ts'
import { dryRun } from '../dry-run/dry-run.ts'
import { demoPortalLink } from './portal-link.ts'
import { addressOn, wrongAddress } from '../channels/address.ts'
import { seedDemo } from './seed-demo.ts'

let app: TestApp
let workspaceId: string
beforeAll(async () => {
  app = await makeTestApp()
  workspaceId = (await seedDemo(app.app.ctx, app.app.auth, { conversations: 400 })).workspaceId
})
afterAll(() => app.close())

/** Rows that contradict what the use-cases would have written. */
const contradictions = async (from: string): Promise<number> =>
  Number((await app.app.pool.query(`select count(*) as n from ${from}`, [workspaceId])).rows[0].n)

describe('the sample workspace', () => {
  it('J6: its portal opens as a sample customer, for whom a rating waits, without a mail', async () => {
    const link = await demoPortalLink(app.app.ctx, 'http://localhost:3000', workspaceId)
    expect(link).toMatch(/^http:\/\/localhost:3000\/portal\//)
    const { pathname, search } = new URL(link!)
    const browser = portalBrowser(app, workspaceId)
    const { location } = await browser.get(pathname + search)
    expect((await browser.get(location!)).html).toContain('A rating is waiting for you')
  })

  it('O6: its counts agree with its messages', async () => {
    const wrong = `conversations c join lateral (
      select count(*) as n, sum(char_length(body)) as characters, max(sent_at) as last,
        count(*) filter (where author_kind = 'teammate') as team
      from messages m where m.workspace_id = c.workspace_id and m.conversation_id = c.id) m on true
      where c.workspace_id = $1 and (m.n <> c.message_count or m.characters <> c.characters
        or m.team <> c.teammate_message_count or m.last <> c.last_message_at)`
    expect(await contradictions(wrong)).toBe(0)
  })

  it('O6, O11: every answer has its survey, its revision and its place in the timeline', async () => {
    expect(await contradictions(`responses where workspace_id = $1`)).toBeGreaterThan(50)
    expect(
      await contradictions(`responses r where workspace_id = $1 and not (
        exists (select from surveys s where s.id = r.survey_id and s.response_id = r.id and s.state = 'answered' and s.contact_id = r.contact_id)
        and exists (select from response_revisions v where v.response_id = r.id and v.score = r.score)
        and exists (select from timeline_entries t where t.survey_id = r.survey_id and t.kind = 'csat_submitted'))`),
    ).toBe(0)
  })

  it('A6: every low answer has its case, the older ones with an outcome, and some wait', async () => {
    expect(
      await contradictions(`responses r where workspace_id = $1 and (r.score <= 2) <> exists (
        select from cases c join case_events e on e.case_id = c.id and e.kind = 'opened' where c.response_id = r.id)`),
    ).toBe(0)
    expect(await contradictions(`cases where workspace_id = $1 and outcome = 'recovered'`)).toBeGreaterThan(1)
    // The policy opens single answers to owners, admins and leads: nobody else is given a case, or has given the first word.
    expect(
      await contradictions(`cases c left join members m on m.workspace_id = c.workspace_id and m.id = c.owner_id
        where c.workspace_id = $1 and (m.role is null or m.role = 'agent')`),
    ).toBe(0)
    expect(await contradictions(`notices where workspace_id = $1 and read_at is null`)).toBeGreaterThan(0)
    expect(
      await contradictions(
        `cases where workspace_id = $1 and (contacted_at < opened_at or closed_at < contacted_at)`,
      ),
    ).toBe(0)
  })

  it('J2, J3: no resolution is asked twice, and nothing waits in a conversation that is open again', async () => {
    expect(
      await contradictions(
        `(select from surveys where workspace_id = $1 group by conversation_id, resolution having count(*) > 1) doubled`,
      ),
    ).toBe(0)
    expect(
      await contradictions(`surveys s join conversations c on c.id = s.conversation_id
        where s.workspace_id = $1 and s.state = 'sent' and c.status in ('open', 'snoozed')`),
    ).toBe(0)
  })

  it('I20, J11, A9, O9: has targets, an answer set aside, asks left out, and a workflow with what it did', async () => {
    expect(await contradictions('targets where workspace_id = $1')).toBe(2)
    expect(await contradictions('responses where workspace_id = $1 and quarantined')).toBe(1)
    const skipped = `resolutions r join members m on m.id = r.agent_id where r.workspace_id = $1 and r.eligible
      and not exists (select from surveys s where s.conversation_id = r.conversation_id and s.resolution = r.number)`
    expect(await contradictions(skipped)).toBeGreaterThan(3)
    expect(await contradictions(`${skipped} and m.name <> 'Tom Becker'`)).toBe(0)
    expect(await contradictions('workflows where workspace_id = $1 and enabled')).toBe(1)
    expect(
      await contradictions(`responses r join workflows w on w.workspace_id = r.workspace_id
        where r.workspace_id = $1 and (r.score <= 2 and r.submitted_at > w.created_at) <> exists (
          select from workflow_runs u join conversations c on c.id = u.conversation_id
          where r.id = any(u.response_ids) and u.state = 'finished' and c.status = 'open')`),
    ).toBe(0)
  })

  it('O6, J11: whoever was asked has an address there, and a trial of the policy in force agrees', async () => {
    const { rows } = await app.app.pool.query(
      `select distinct s.channel, c.email, c.claimed_email, c.phone, c.addresses from surveys s
        join contacts c on c.id = s.contact_id where s.workspace_id = $1`,
      [workspaceId],
    )
    for (const { channel, ...contact } of rows) {
      const address = addressOn(channel, contact)
      expect([channel, address && wrongAddress(channel, address)]).toEqual([channel, null])
      expect([channel, address]).not.toEqual([channel, null])
    }
    const tried = await dryRun(app.app.ctx, workspaceId, { days: 90, limit: 50 })
    if (!tried.ok) throw new Error(tried.failure.message)
    const run = tried.value
    let step = await run.next()
    while (!step.done) step = await run.next()
    expect(step.value.before.by_reason).not.toHaveProperty('no_address')
  })

  it('O6: made again it is the one that is there', async () => {
    expect((await seedDemo(app.app.ctx, app.app.auth, {})).workspaceId).toBe(workspaceId)
  })
})
