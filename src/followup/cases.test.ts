import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { HOUR, MINUTE } from '../../test/kit/clock.ts'
import { bySystem } from '../inbox/by.ts'
import { openCase } from './open-case.ts'

let app: TestApp
let make: ReturnType<typeof build>
beforeEach(async () => {
  app = await makeTestApp()
  make = build(app)
})
afterEach(() => app.close())

/** A team with two agents and a lead who all have joined. */
async function crew() {
  const team = (await app.api.post('/teams', { name: 'Crew' })).body
  const ana = await make.member('agent', { name: 'Ana', team_ids: [team.id] })
  const ben = await make.member('agent', { name: 'Ben', team_ids: [team.id] })
  const lead = await make.member('lead', { name: 'Lea', team_ids: [team.id] })
  const admin = await make.member('admin', { name: 'Adam' })
  await app.app.pool.query('update members set joined_at = now()')
  const key = async (member: { id: string }) => app.as(await make.keyFor(member.id))
  const owner = (await app.api.get('/members')).body.data.find((member: any) => member.role === 'owner')
  return {
    team,
    ana,
    ben,
    lead,
    admin,
    owner,
    as: { ana: await key(ana), ben: await key(ben), lead: await key(lead), admin: await key(admin) },
  }
}
type Crew = Awaited<ReturnType<typeof crew>>

/** A conversation of Ana's that ended and was asked about; the answer is given through the link. */
async function rated({ team, ana }: Crew, score: number, comment?: string) {
  const conversation = await make.conversation({ team_id: team.id, assignee_id: ana.id })
  await make.say(conversation.id, 'contact', 'My invoice is wrong, and nobody answers. '.repeat(8))
  await make.say(conversation.id, 'teammate', 'We are looking into it.', {}, ana.id)
  const { survey } = await make.status(conversation.id, 'closed', { survey: 'send' })
  await app.settle()
  const path = new URL(survey.url).pathname
  await answer(path, score, comment)
  return { conversation, path, surveyId: survey.id }
}

async function answer(path: string, score: number, comment?: string): Promise<void> {
  const given = await app.as(null).post(path, { score, ...(comment ? { comment } : {}) })
  expect(given.status).toBe(200)
  await app.settle()
}

const cases = async (api = app.api, query = '') =>
  (await api.get(`/cases?state=all${query}`)).body.data as any[]
const events = async (): Promise<string[]> =>
  (await app.app.pool.query(`select type from events where type like 'case.%' order by seq`)).rows.map(
    ({ type }) => type,
  )

describe('A6: a low answer opens a case', () => {
  it('A6: 1 and 2 do, 3 to 5 do not; with owner, time and the words', async () => {
    await make.enable('on_close')
    const people = await crew()
    for (const score of [1, 2, 3, 4, 5]) await rated(people, score, `scored ${score}`)
    const open = await cases()
    expect(open.map(({ score }) => score)).toEqual([1, 2])
    expect(open[0]).toMatchObject({
      state: 'open',
      cause: 'low_score',
      comment: 'scored 1',
      owner_id: people.ana.id,
      team_id: people.team.id,
      overdue: false,
    })
    expect(Date.parse(open[0].due_at)).toBe(app.clock.now() + 24 * HOUR)
    expect(await events()).toEqual(['case.opened', 'case.opened'])
  })

  it('A6: by hand it is off until it is switched on', async () => {
    await make.enable('by_hand', { visibility: { embargo_hours: 0 } })
    const people = await crew()
    await rated(people, 1)
    expect(await cases()).toEqual([])
    await app.api.put('/settings/csat', { policy: { follow_up: { open_case: true } } })
    await rated(people, 1)
    expect(await cases()).toHaveLength(1)
  })

  it('A6: the limit is the question’s as it was asked, on its channel', async () => {
    await make.enable('on_close', { question: { low_until: 1 } })
    const people = await crew()
    const { path } = await rated(people, 5)
    await app.api.put('/settings/csat', { policy: { question: { low_until: 3 } } })
    await answer(path, 2)
    expect(await cases()).toEqual([])
    await rated(people, 2)
    expect(await cases()).toHaveLength(1)
  })

  it('A6: turns are taken fairly among the team', async () => {
    await make.enable('on_close', { follow_up: { owner_rule: 'round_robin' } })
    const people = await crew()
    for (let turn = 0; turn < 6; turn++) await rated(people, 1)
    const owners = Map.groupBy(await cases(), (row) => row.owner_name)
    for (const name of ['Ana', 'Ben', 'Lea']) expect(owners.get(name)).toHaveLength(2)
  })

  it('A6: one open case for a customer in a conversation; further answers are noted, a better one does not close it', async () => {
    await make.enable('on_close', { rating: { comment_locks: false } })
    const people = await crew()
    const { path } = await rated(people, 2)
    await app.pass(HOUR)
    await answer(path, 1, 'Worse and worse')
    await app.pass(HOUR)
    await answer(path, 5)
    const [only, ...others] = await cases()
    expect(others).toEqual([])
    // What the queue shows is why he waits for a word.
    expect(only).toMatchObject({ state: 'open', score: 1, comment: 'Worse and worse' })
    const { events: history } = (await app.api.get(`/cases/${only.id}`)).body
    expect(history.map(({ kind, score }: any) => [kind, score])).toEqual([
      ['opened', 2],
      ['changed_answer', 1],
      ['better_answer', 5],
    ])
    await app.api.post(`/cases/${only.id}/close`, { outcome: 'recovered' })
    await app.pass(HOUR)
    await answer(path, 1, 'Broken again')
    expect(new Set((await cases()).map(({ state }) => state))).toEqual(new Set(['closed', 'open']))
  })

  it('A6: an answer set aside closes its case as not genuine, and opens it again when it counts after all', async () => {
    await make.enable('on_close')
    const people = await crew()
    await rated(people, 1)
    const [{ id, response_id: responseId }] = await cases()
    await app.api.post(`/responses/${responseId}/quarantine`, { reason: 'a test' })
    await app.settle()
    expect(await cases(app.api)).toMatchObject([{ state: 'closed', outcome: 'not_genuine', score: 1 }])
    expect(await cases(people.as.ana)).toMatchObject([{ state: 'closed', score: null, comment: null }])
    await app.pass(HOUR)
    await app.api.post(`/responses/${responseId}/restore`)
    await app.settle()
    expect((await cases())[0]).toMatchObject({ id, state: 'open', outcome: null })
    const report = (await app.api.get('/reports/follow-up')).body
    expect(report).toMatchObject({ opened: 1, closed: 0 })
  })

  it('A6: the time that it was closed for is given back to a case that was set aside', async () => {
    await make.enable('on_close')
    await rated(await crew(), 1)
    const [{ response_id: responseId, due_at: due }] = await cases()
    await app.api.post(`/responses/${responseId}/quarantine`, { reason: 'a test' })
    await app.settle()
    await app.pass(30 * HOUR)
    await app.api.post(`/responses/${responseId}/restore`)
    await app.settle()
    const [restored] = await cases()
    expect(Date.parse(restored.due_at) - Date.parse(due)).toBe(30 * HOUR)
    expect(restored.overdue).toBe(false)
    await app.pass(24 * HOUR - 1)
    expect(await events()).not.toContain('case.overdue')
    await app.pass(1)
    expect(await events()).toContain('case.overdue')
  })

  it('A6: an answer that was changed before anybody was told of it opens a case for what it became, at that time', async () => {
    await make.enable('on_close', { rating: { comment_locks: false } })
    const people = await crew()
    const conversation = await make.conversation({ team_id: people.team.id, assignee_id: people.ana.id })
    await make.say(conversation.id, 'contact', 'My invoice is wrong, and nobody answers. '.repeat(8))
    await make.say(conversation.id, 'teammate', 'We are looking into it.', {}, people.ana.id)
    const { survey } = await make.status(conversation.id, 'closed', { survey: 'send' })
    await app.settle()
    const path = new URL(survey.url).pathname
    await app.as(null).post(path, { score: 5 })
    app.clock.advance(HOUR)
    await app.as(null).post(path, { score: 1 })
    await app.settle()
    const [only, ...others] = await cases()
    expect(others).toEqual([])
    // Since the answer is low, not since there is one.
    expect(Date.parse(only.opened_at)).toBe(app.clock.now())
    const { events: history } = (await app.api.get(`/cases/${only.id}`)).body
    expect(history.map(({ kind, score }: any) => [kind, score])).toEqual([['opened', 1]])
  })

  it('A6: a case whose conversation was ended again since is left as it is', async () => {
    await make.enable('by_hand', {
      follow_up: { open_case: true, reopen: true },
      visibility: { lead_sees_low_at_once: true },
    })
    const { conversation } = await rated(await crew(), 1)
    await app.pass(HOUR)
    await make.status(conversation.id, 'open')
    await app.pass(HOUR)
    await make.status(conversation.id, 'closed')
    await app.pass(48 * HOUR)
    expect((await app.api.get(`/conversations/${conversation.id}`)).body.status).toBe('closed')
    const history = (await app.api.get(`/cases/${(await cases())[0].id}`)).body.events
    expect(history.map(({ kind }: any) => kind)).not.toContain('conversation_reopened')
  })

  it('A6: when its owner is gone a case is nobody’s, and who answers for the team is told', async () => {
    await make.enable('on_close')
    const people = await crew()
    await rated(people, 1)
    await rated(people, 2)
    const [first, second] = await cases()
    await app.api.post(`/cases/${second.id}/close`, { outcome: 'recovered' })
    expect((await app.api.delete(`/members/${people.ana.id}`)).status).toBe(204)
    await app.settle()
    expect(await cases(app.api, '&owner_id=nobody')).toMatchObject([{ id: first.id, due_at: first.due_at }])
    expect(await cases(app.api, `&owner_id=${people.ana.id}`)).toMatchObject([{ id: second.id }])
    const { alerts } = (await people.as.lead.get('/cases/summary')).body
    expect(alerts.filter(({ kind }: any) => kind === 'unowned')).toMatchObject([{ case_id: first.id }])
    const { events: history } = (await app.api.get(`/cases/${first.id}`)).body
    expect(history.at(-1)).toMatchObject({
      kind: 'assigned',
      data: { because: 'owner_left', owner_id: null },
    })
    expect((await events()).at(-1)).toBe('case.updated')
  })

  it('A6, J4: the conversation is opened again, the answered survey stays and nothing is asked anew', async () => {
    await make.enable('per_resolution', { follow_up: { reopen: true } })
    const people = await crew()
    const { conversation } = await rated(people, 1)
    expect((await app.api.get(`/conversations/${conversation.id}`)).body.status).toBe('open')
    const surveys = (await app.api.get(`/surveys?conversation_id=${conversation.id}`)).body.data
    expect(surveys.map(({ state }: any) => state)).toEqual(['answered'])
    const history = (await app.api.get(`/cases/${(await cases())[0].id}`)).body.events
    expect(history.map(({ kind }: any) => kind)).toContain('conversation_reopened')
    expect(await cases()).toHaveLength(1)
  })
})

describe('C13: a case tells what the answer was, so it is there for who may see that', () => {
  const sees = async (people: Crew, conversationId: string) => {
    const found: Record<string, string> = {}
    for (const [name, api] of Object.entries({ workspace: app.api, ...people.as })) {
      const list = await cases(api)
      const timeline = (await api.get(`/conversations/${conversationId}/timeline`)).body.data
      const summary = (await api.get('/cases/summary')).body.all.open
      const report = (await api.get('/reports/follow-up')).body.opened
      const entries = timeline.filter(({ kind }: any) => kind === 'case_opened').length
      const one = (await app.app.pool.query('select id from cases')).rows[0].id
      const { status } = await api.get(`/cases/${one}`)
      const work = (await api.post(`/cases/${one}/seen`)).status
      const told = [list.length, summary, report, entries, status === 200 ? 1 : 0, work === 204 ? 1 : 0]
      expect(new Set(told).size, `${name}: ${told.join()}`).toBe(1)
      found[name] = told[0] === 1 ? 'sees it' : 'nothing'
    }
    return found
  }
  const nobody = { workspace: 'nothing', ana: 'nothing', ben: 'nothing', lead: 'nothing', admin: 'nothing' }

  it('C13: nobody before 48 hours, then owner and admin, never lead and agent', async () => {
    await make.enable('by_hand', { follow_up: { open_case: true }, visibility: { score_in_timeline: true } })
    const people = await crew()
    const { conversation } = await rated(people, 1, 'Terrible')
    expect(await sees(people, conversation.id)).toEqual(nobody)
    expect(await events()).toEqual([])
    await app.pass(48 * HOUR - 1)
    expect(await sees(people, conversation.id)).toEqual(nobody)
    expect((await app.app.pool.query('select 1 from case_alerts')).rowCount).toBe(0)
    await app.pass(1)
    expect(await sees(people, conversation.id)).toEqual({ ...nobody, workspace: 'sees it', admin: 'sees it' })
    expect(await events()).toEqual(['case.opened'])
    const told = await app.app.pool.query('select member_id from case_alerts order by 1')
    expect(new Set(told.rows.map((row) => row.member_id))).toEqual(
      new Set([people.admin.id, people.owner.id]),
    )
  })

  it('C13: the lead of the team at once where the policy lets him, all others as before', async () => {
    await make.enable('by_hand', {
      follow_up: { open_case: true, reopen: true },
      visibility: { score_in_timeline: true, lead_sees_low_at_once: true },
    })
    const people = await crew()
    const { conversation } = await rated(people, 2, 'Poor')
    expect((await people.as.lead.get('/cases/summary')).body.alerts).toMatchObject([{ kind: 'opened' }])
    expect(await sees(people, conversation.id)).toEqual({ ...nobody, lead: 'sees it' })
    expect((await app.api.get(`/conversations/${conversation.id}`)).body.status).toBe('closed')
    expect(await cases(people.as.lead)).toMatchObject([{ owner_id: people.lead.id, comment: 'Poor' }])
    expect(await events()).toEqual([])
    await app.pass(48 * HOUR)
    expect((await app.api.get(`/conversations/${conversation.id}`)).body.status).toBe('open')
  })

  it('C13: what only owners may see never leaves the house', async () => {
    await make.enable('on_close', { visibility: { individual_roles: ['owner'] } })
    const people = await crew()
    await rated(people, 1)
    expect((await app.app.pool.query('select owner_id from cases')).rows).toEqual([
      { owner_id: people.owner.id },
    ])
    await app.pass(30 * 24 * HOUR)
    expect(await events()).toEqual([])
  })

  it('C13: where nothing is closed everybody sees it at once', async () => {
    await make.enable('on_close')
    const people = await crew()
    const { conversation } = await rated(people, 1)
    const all = Object.fromEntries(Object.keys(nobody).map((name) => [name, 'sees it']))
    expect(await sees(people, conversation.id)).toEqual(all)
  })

  it('C13: an agent who opens a case by hand learns nothing of the one that is closed to him', async () => {
    await make.enable('by_hand', { follow_up: { open_case: true } })
    const people = await crew()
    const { conversation } = await rated(people, 1)
    const made = await people.as.ana.post('/cases', {
      conversation_id: conversation.id,
      reason: 'Sounded upset',
    })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({ cause: 'hand', response_id: null, score: null })
    const again = await people.as.ben.post('/cases', { conversation_id: conversation.id })
    expect([again.status, again.body.id]).toEqual([200, made.body.id])
    const [hidden] = (await app.app.pool.query('select response_id from cases where response_id is not null'))
      .rows
    const about = { conversation_id: conversation.id, response_id: hidden.response_id }
    expect((await people.as.ana.post('/cases', about)).status).toBe(422)
  })

  it('I15: hidden scores hide the case from the timeline, not from the queue', async () => {
    await make.enable('on_close', { visibility: { score_in_timeline: false } })
    const people = await crew()
    const { conversation } = await rated(people, 1)
    const timeline = (await app.api.get(`/conversations/${conversation.id}/timeline`)).body.data
    expect(timeline.map(({ kind }: any) => kind)).not.toContain('case_opened')
    expect(await cases()).toHaveLength(1)
  })

  it('C13: answers are asked for by their case only among those that may be seen', async () => {
    await make.enable('by_hand', { follow_up: { open_case: true } })
    const people = await crew()
    await rated(people, 1)
    await rated(people, 5)
    const count = async (state: string) => {
      const { data, closed } = (await app.api.get(`/responses?case_state=${state}`)).body
      return [data.length, closed]
    }
    expect(await count('open')).toEqual([0, null])
    await app.pass(48 * HOUR)
    expect(await count('open')).toEqual([1, null])
    expect(await count('none')).toEqual([1, null])
    expect(await count('overdue')).toEqual([0, null])
    await app.pass(24 * HOUR)
    expect(await count('overdue')).toEqual([1, null])
    const csv = (await app.api.get('/exports/conversations.csv?case_state=overdue')).body
    expect(csv.trim().split('\n')).toHaveLength(2)
  })
})

describe('A7: the customer hears back', () => {
  it('A7: a teammate’s first message is contact; what the customer or a bot says is not, nor what was said before', async () => {
    await make.enable('on_close')
    const people = await crew()
    const { conversation } = await rated(people, 1)
    await app.pass(30 * MINUTE)
    await make.say(conversation.id, 'contact', 'Hello?')
    await make.say(conversation.id, 'bot', 'We will be with you shortly.')
    const before = new Date(app.clock.now() - HOUR).toISOString()
    await make.say(conversation.id, 'teammate', 'Said before', { sent_at: before }, people.ana.id)
    await app.settle()
    expect(await cases()).toMatchObject([{ state: 'open', contacted_at: null }])
    await app.pass(90 * MINUTE)
    await make.say(conversation.id, 'teammate', 'I am sorry.', {}, people.ben.id)
    await app.settle()
    expect(await cases()).toMatchObject([
      {
        state: 'contacted',
        contacted_by: people.ben.id,
        contacted_at: new Date(app.clock.now()).toISOString(),
      },
    ])
    const report = (await app.api.get('/reports/follow-up')).body
    expect(report).toMatchObject({
      opened: 1,
      contacted: 1,
      contacted_late: 0,
      time_to_contact: { n: 1, median_seconds: 7200, p90_seconds: 7200 },
    })
    expect(await events()).toEqual(['case.opened', 'case.updated'])
  })

  it('A7, A10: median and 90th percentile, recovery without the not genuine, with n and interval', async () => {
    await make.enable('on_close')
    const people = await crew()
    for (let at = 0; at < 6; at++) await rated(people, 1)
    const open = await cases()
    for (const { id } of open.slice(0, 5)) {
      await app.pass(HOUR)
      await app.api.post(`/cases/${id}/contacted`)
    }
    const outcomes = ['recovered', 'recovered', 'recovered', 'not_recovered', 'no_answer', 'not_genuine']
    for (const [at, { id }] of open.entries()) {
      expect((await app.api.post(`/cases/${id}/close`, { outcome: outcomes[at] })).status).toBe(200)
    }
    const report = (await app.api.get(`/reports/follow-up?from=2026-03-01&team_id=${people.team.id}`)).body
    expect(report).toMatchObject({
      opened: 6,
      contacted: 5,
      closed: 6,
      overdue: 0,
      time_to_contact: { n: 5, median_seconds: 3 * 3600, p90_seconds: 4.6 * 3600 },
      recovery_rate: { value: 0.6, n: 5, enough_data: true },
      outcomes: { recovered: 3, not_recovered: 1, no_answer: 1, not_genuine: 1 },
    })
    expect(report.recovery_rate.interval.low).toBeGreaterThan(0.2)
    expect((await app.api.get('/reports/follow-up?team_id=none')).body.opened).toBe(0)
  })

  it('A7: closing, what is refused then, and opening again with a new time', async () => {
    await make.enable('on_close')
    const people = await crew()
    await rated(people, 1)
    const [{ id }] = await cases()
    const close = (body: object) => app.api.post(`/cases/${id}/close`, body)
    expect((await close({ outcome: 'happy' })).status).toBe(422)
    expect((await close({ outcome: 'recovered', note: 'x'.repeat(2001) })).status).toBe(422)
    const closed = await close({ outcome: 'not_recovered', note: 'Refund refused' })
    expect(closed.body).toMatchObject({ state: 'closed', outcome: 'not_recovered', note: 'Refund refused' })
    for (const refused of [close({ outcome: 'recovered' }), app.api.post(`/cases/${id}/contacted`)]) {
      expect([(await refused).status, (await refused).body.reason]).toEqual([409, 'case_closed'])
    }
    await app.pass(5 * HOUR)
    const reopened = (await app.api.post(`/cases/${id}/reopen`)).body
    expect(reopened).toMatchObject({ state: 'open', outcome: null, note: null })
    expect(Date.parse(reopened.due_at)).toBe(app.clock.now() + 24 * HOUR)
    expect((await app.api.post(`/cases/${id}/reopen`)).body.reason).toBe('case_open')
    expect(await events()).toEqual(['case.opened', 'case.closed', 'case.updated'])
  })
})

describe('A6: the time and who watches it', () => {
  it('A6: late once: leads and admins hear of it, moving the time takes it back', async () => {
    await make.enable('on_close', { follow_up: { due_hours: 2 } })
    const people = await crew()
    await rated(people, 1)
    await app.pass(2 * HOUR - 1)
    expect((await cases())[0].overdue).toBe(false)
    await app.pass(1)
    expect(await cases(app.api, '&overdue=true')).toMatchObject([{ overdue: true }])
    await app.pass(HOUR)
    expect(await events()).toEqual(['case.opened', 'case.overdue'])
    const told = await app.app.pool.query(`select member_id from case_alerts where kind = 'overdue'`)
    expect(new Set(told.rows.map((row) => row.member_id))).toEqual(
      new Set([people.lead.id, people.admin.id, people.owner.id]),
    )
    const [{ id }] = await cases()
    const past = new Date(app.clock.now() - 1).toISOString()
    expect((await app.api.patch(`/cases/${id}`, { due_at: past })).status).toBe(422)
    const later = new Date(app.clock.now() + HOUR).toISOString()
    expect((await app.api.patch(`/cases/${id}`, { due_at: later })).body).toMatchObject({
      overdue: false,
      due_at: later,
    })
  })

  it('A6: one that was contacted in time is never late', async () => {
    await make.enable('on_close')
    const people = await crew()
    const { conversation } = await rated(people, 1)
    await make.say(conversation.id, 'teammate', 'Sorry!', {}, people.ana.id)
    await app.settle()
    await app.pass(30 * HOUR)
    expect(await cases(app.api, '&overdue=true')).toEqual([])
    expect(await events()).toEqual(['case.opened', 'case.updated'])
  })

  it('A6: given to somebody else, who is told; not to one who may never see it', async () => {
    await make.enable('by_hand', {
      follow_up: { open_case: true },
      visibility: { individual_roles: ['owner', 'admin'], embargo_hours: 0 },
    })
    const people = await crew()
    await rated(people, 1)
    const [{ id }] = await cases()
    expect((await app.api.patch(`/cases/${id}`, { owner_id: people.ana.id })).status).toBe(422)
    await app.api.put('/settings/csat', {
      policy: { visibility: { individual_roles: ['owner', 'admin', 'agent'] } },
    })
    expect((await app.api.patch(`/cases/${id}`, { owner_id: people.ana.id })).body.owner_name).toBe('Ana')
    await app.settle()
    expect((await people.as.ana.get('/cases/summary')).body).toMatchObject({
      mine: { open: 1, overdue: 0 },
      alerts: [{ case_id: id, kind: 'assigned' }],
    })
    expect((await people.as.ana.get('/cases?owner_id=me')).body.data).toHaveLength(1)
    await people.as.ana.post(`/cases/${id}/seen`)
    expect((await people.as.ana.get('/cases/summary')).body.alerts).toEqual([])
  })
})

it('A6: opened by what calls it, once for each answer and each open case', async () => {
  await make.enable('by_hand', { visibility: { embargo_hours: 0 } })
  const people = await crew()
  const { conversation } = await rated(people, 3)
  const [{ id: responseId }] = (await app.api.get('/responses')).body.data
  const open = (response: string | null) =>
    app.app.ctx.db.transaction().execute((tx) =>
      openCase(tx, {
        by: { ...bySystem(app.workspace.workspaceId), kind: 'workflow' },
        conversationId: conversation.id,
        responseId: response,
        reason: 'Scored below 4',
        now: app.clock.now(),
      }),
    )
  const first = await open(responseId)
  expect(first).toMatchObject({ opened: true, case: { cause: 'workflow', reason: 'Scored below 4' } })
  expect(await open(responseId)).toMatchObject({ opened: false, case: { id: first!.case.id } })
  expect(await open(null)).toMatchObject({ opened: true })
  expect(await open(null)).toMatchObject({ opened: false })
  await app.api.post(`/cases/${first!.case.id}/close`, { outcome: 'recovered' })
  expect(await open(responseId)).toMatchObject({ opened: false, case: { state: 'closed' } })
})

it('O15: the list is paged by time, and filtered by owner, team, words and days', async () => {
  await make.enable('on_close')
  const people = await crew()
  for (let at = 0; at < 5; at++) {
    await rated(people, 1, `comment number ${at}`)
    await app.pass(HOUR)
  }
  const seen: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: any = (await app.api.get(`/cases?limit=2${cursor && `&cursor=${cursor}`}`)).body
    seen.push(...page.data.map(({ comment }: any) => comment))
    cursor = page.next_cursor
  }
  expect(seen).toEqual([0, 1, 2, 3, 4].map((at) => `comment number ${at}`))
  expect((await cases(app.api, '&sort=newest'))[0].comment).toBe('comment number 4')
  expect(await cases(app.api, '&q=number%203')).toHaveLength(1)
  expect(await cases(app.api, '&from=2026-03-03')).toHaveLength(0)
  expect(await cases(app.api, `&team_id=${people.team.id}&owner_id=${people.ana.id}`)).toHaveLength(5)
  expect(await cases(app.api, '&owner_id=nobody')).toHaveLength(0)
  expect((await app.api.get('/cases?cursor=nonsense')).status).toBe(422)
})
