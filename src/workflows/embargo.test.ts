import { startScheduledRuns } from './scheduled.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { DAY, HOUR, MINUTE } from '../../test/kit/clock.ts'
import { type MailServer, startMailServer } from '../../test/kit/mail.ts'

let mails: MailServer
let app: TestApp
let make: ReturnType<typeof build>
let lead: { id: string; email: string }
let admin: { id: string; email: string }

beforeAll(async () => {
  mails = await startMailServer()
  app = await makeTestApp({ smtpUrl: mails.url })
  make = build(app)
  lead = await make.member('lead')
  admin = await make.member('admin')
  await app.app.pool.query(`update members set joined_at = now() where joined_at is null`)
})
beforeEach(async () => {
  for (const { id } of (await app.api.get('/workflows')).body.data) await app.api.delete(`/workflows/${id}`)
  await app.settle()
  mails.received.length = 0
})
afterAll(async () => {
  await app.close()
  await mails.close()
})

const LOW = { type: 'test', field: 'csat.score', operator: 'lt', value: 3 }
async function workflow(input: object): Promise<any> {
  const made = await app.api.post('/workflows', { name: 'Test', enabled: true, ...input })
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  return made.body
}
async function rated(score: number, comment: string): Promise<string> {
  const { id } = await make.conversation()
  const { survey } = await make.status(id, 'resolved', { survey: 'send' })
  await app.as(null).post(new URL(survey.url).pathname, { score, comment })
  await app.settle()
  return id
}
const tells = () => [lead, admin]
const alert = () => ({
  trigger: { type: 'csat.score_submitted' },
  conditions: LOW,
  steps: [
    {
      type: 'notify',
      to: tells().map(({ id }) => ({ type: 'member', member_id: id })),
      note: true,
      subject: 'A customer answered',
      body: 'Score {{score}}, comment {{comment}}.',
    },
    { type: 'post_message', body: 'You gave {{score}}.' },
  ],
})
const mailTo = (email: string): string =>
  mails.received.find(({ mail }: any) => mail.to[0].address === email)?.mail.text ?? ''

describe('what an embargo hides', () => {
  it('O9, C13: a notice tells a score only to whom the policy opens it, and the inbox nothing', async () => {
    await make.enable('by_hand', { visibility: { lead_sees_low_at_once: true } })
    await workflow(alert())
    const id = await rated(1, 'Terribly slow')
    expect(mailTo(lead.email)).toContain('Score 1, comment Terribly slow.')
    expect(mailTo(admin.email)).toContain('It is hidden until 4 March 2026, 09:00 UTC.')
    // None of the author's words, which may tell what it was, nor the name of the workflow.
    expect(mailTo(admin.email)).not.toMatch(/Terribly|Score|“/)
    const subjects = mails.received.map(({ mail }: any): string => mail.subject)
    expect(subjects).toEqual(expect.arrayContaining(['A customer answered', 'About an answer of a customer']))
    const timeline = async (): Promise<any[]> =>
      (await app.api.get(`/conversations/${id}/timeline`)).body.data
    const data = await timeline()
    expect(data.filter(({ kind }: any) => kind === 'workflow_note')).toEqual([])
    // What everybody in the inbox would read is not said at all.
    expect(data.filter(({ kind }: any) => kind === 'message')).toEqual([])
    await app.pass(48 * HOUR)
    const note = (await timeline()).find(({ kind }: any) => kind === 'workflow_note')
    expect(note.data.text).toBe('Score (see the answer), comment (see the answer).')
  })

  it('O9, C13: a run that knows a closed answer tells neither whose it is nor what it did, until it opens', async () => {
    await make.enable('by_hand', { visibility: { lead_sees_low_at_once: false } })
    const { id } = await workflow(alert())
    const conversation = await rated(1, 'Terribly slow')
    const everyAnswer = { ...alert(), conditions: null, name: 'Every answer' }
    const plain = await workflow(everyAnswer)
    await rated(2, 'Slow')
    // That it runs at all tells what the answer is like.
    expect((await app.api.get(`/workflows/${id}/runs`)).body.data).toEqual([])
    expect((await app.api.get(`/workflows/${id}`)).body.runs).toMatchObject({ finished: 0, last_at: null })
    // Where one stands that runs for every answer would tell which way it went; and a cursor, that there is one.
    const listed = await app.api.get(`/workflows/${plain.id}/runs?limit=1`)
    expect(listed.body).toEqual({ data: [], next_cursor: null })
    const [hidden] = await app.app.ctx.db.selectFrom('workflow_runs').select('id').execute()
    expect((await app.api.get(`/workflows/runs/${hidden!.id}`)).status).toBe(404)
    expect((await app.api.post(`/workflows/runs/${hidden!.id}/cancel`)).status).toBe(404)
    expect((await app.api.get(`/workflows/${id}/runs?conversation_id=${conversation}`)).body.data).toEqual([])
    await app.pass(48 * HOUR)
    const { data } = (await app.api.get(`/workflows/${id}/runs?conversation_id=${conversation}`)).body
    const { body } = await app.api.get(`/workflows/runs/${data[0].id}`)
    expect((await app.api.get(`/workflows/${id}`)).body.runs.finished).toBe(2)
    expect(body).toMatchObject({ conversation: { id: conversation } })
    expect(body.log.map(({ outcome }: any) => outcome)).toEqual(['started', 'done', 'skipped', 'finished'])
  })

  it('O9, C13: what led to a notice and was set aside since is told to those alone who review it', async () => {
    await make.enable('by_hand', {
      visibility: { embargo_hours: 0, individual_roles: ['owner', 'admin', 'lead'] },
    })
    const [notice] = alert().steps
    const steps = [
      { type: 'wait', duration: 'PT1H' },
      { ...notice, body: 'Somebody is unhappy.' },
    ]
    await workflow({ ...alert(), steps })
    await rated(1, 'Not a customer')
    await app.app.pool.query(`update responses set quarantined = true where comment = 'Not a customer'`)
    await app.pass(HOUR)
    expect(mailTo(admin.email)).toContain('Somebody is unhappy.')
    expect(mailTo(lead.email)).toContain('It is not open to you.')
    expect(mailTo(lead.email)).not.toContain('unhappy')
  })

  it('O9, C13: trying a workflow out does not tell a closed answer', async () => {
    await make.enable('by_hand')
    const conversation_id = await rated(1, 'Slow')
    const input = { name: 'Try', ...alert() }
    const trial = async () =>
      (await app.api.post('/workflows/dry-run', { conversation_id, workflow: input })).body
    expect(await trial()).toMatchObject({
      starts: false,
      sentence: 'Would not start: there is no answer that is known.',
      note: expect.stringContaining('closed to you'),
    })
    await app.pass(48 * HOUR)
    expect(await trial()).toMatchObject({ starts: true, note: null })
  })
})

describe('trying out', () => {
  it('O9: shows every step that would be done, and changes nothing', async () => {
    await make.enable('after_delay', {
      trigger: { channels: { web_chat: { enabled: true } } },
      follow_up: { open_case: false },
    })
    const conversation_id = await rated(2, 'Slow')
    const tables = [
      'messages',
      'surveys',
      'timeline_entries',
      'events',
      'workflow_runs',
      'workflow_effects',
      'decisions',
    ]
    const count = async () =>
      Promise.all(
        tables.map(async (each) => (await app.app.pool.query(`select count(*) from ${each}`)).rows[0].count),
      )
    const before = await count()
    const { body } = await app.api.post('/workflows/dry-run', {
      conversation_id,
      workflow: {
        name: 'Try',
        trigger: { type: 'csat.score_submitted' },
        conditions: LOW,
        steps: [
          { id: 'read', type: 'get_score' },
          { id: 'pause', type: 'wait', duration: 'P2D' },
          {
            id: 'low',
            type: 'branch',
            conditions: { type: 'test', field: 'variables.score', operator: 'eq', value: 2 },
            then: [{ id: 'open', type: 'reopen' }],
          },
          { id: 'again', type: 'reopen' },
          { id: 'ask', type: 'send_csat' },
          { id: 'say', type: 'post_message', body: 'Sorry for the {{score}}' },
        ],
      },
    })
    expect(body.starts).toBe(true)
    expect(body.steps.map((step: any) => [step.step_id, step.outcome])).toEqual([
      ['read', 'would_do'],
      ['pause', 'would_wait'],
      ['low', 'branched'],
      ['open', 'would_do'],
      ['again', 'would_skip'],
      ['ask', 'would_refuse'],
      ['say', 'would_do'],
    ])
    expect(body.steps.at(-1).facts.body).toBe('Sorry for the 2')
    await app.settle()
    expect(await count()).toEqual(before)
  })

  it('O9: a saved one says why it would not start', async () => {
    const { id } = await workflow({
      trigger: { type: 'conversation.status_changed', to: ['closed'] },
      steps: [{ type: 'reopen' }],
    })
    const { id: conversation_id } = await make.conversation()
    const { body } = await app.api.post(`/workflows/${id}/dry-run`, { conversation_id })
    expect(body).toMatchObject({
      starts: false,
      sentence: 'Would not start: it starts when a conversation becomes closed, and this one is open.',
    })
  })
})

describe('what is refused, and what is given to begin with', () => {
  it('O9: every template can be saved as it is', async () => {
    const { data } = (await app.api.get('/workflows/templates')).body
    expect(data.map(({ key }: any) => key)).toEqual([
      'low_score',
      'ask_after_team_work',
      'remind_once',
      'thank_promoters',
    ])
    for (const { workflow: input } of data) {
      expect((await app.api.post('/workflows', input)).status).toBe(201)
    }
  })

  it('O9: what is wrong is named by its place, all of it at once', async () => {
    const steps = [
      {
        type: 'branch',
        conditions: LOW,
        then: [{ type: 'notify', to: [{ type: 'leads' }], subject: 'x', body: '{{nothing}}' }],
      },
      { type: 'wait', duration: 'P91D' },
    ]
    const refused = await app.api.post('/workflows', { name: 'No', trigger: { type: 'csat.expired' }, steps })
    expect(refused.status).toBe(422)
    expect(refused.body.fields.map(({ field }: any) => field)).toEqual([
      'steps.0.then.0.body',
      'steps.1.duration',
    ])
    const shape = await app.api.post('/workflows', {
      name: 'No',
      trigger: { type: 'full_moon' },
      steps: [{ type: 'branch', conditions: LOW, then: [{ type: 'dance' }] }],
    })
    expect(shape.status).toBe(422)
    expect(shape.body.fields.map(({ field }: any) => field)).toEqual(
      expect.arrayContaining(['trigger.type', 'steps.0.then.0.type']),
    )
    const strangers = await app.api.post('/workflows', {
      name: 'No',
      trigger: { type: 'csat.expired' },
      steps: [
        { type: 'assign', member_id: '01900000-0000-7000-8000-000000000000' },
        { type: 'call_webhook', url: 'http://localhost/x' },
      ],
    })
    expect(strangers.body.fields.map(({ field }: any) => field)).toEqual(['steps.0.member_id', 'steps.1.url'])
    const deep = `${'{"type":"not","condition":'.repeat(2000)}${JSON.stringify(LOW)}${'}'.repeat(2000)}`
    const server = await app.app.server()
    const endless = await server.inject({
      method: 'POST',
      url: '/api/v1/workflows',
      headers: { authorization: `Bearer ${app.workspace.apiKey}`, 'content-type': 'application/json' },
      payload: `{"name":"No","trigger":{"type":"csat.expired"},"conditions":${deep},"steps":[{"type":"reopen"}]}`,
    })
    expect(endless.statusCode).toBe(400)
  })

  it('O9: what is not known when the news comes leaves a run that says so', async () => {
    const { id } = await workflow({
      trigger: { type: 'conversation.status_changed', to: ['resolved'] },
      conditions: LOW,
      steps: [{ type: 'reopen' }],
    })
    const made = await make.conversation()
    await make.status(made.id, 'resolved', { survey: 'skip' })
    await app.settle()
    expect((await app.api.get(`/workflows/${id}/runs`)).body.data).toMatchObject([
      { state: 'stopped', reason: 'unknown', sentence: 'Not started: not known yet: Score.' },
    ])
  })
})

describe('by the clock', () => {
  it('O9: a schedule takes the conversations of its time that meet its conditions, each once', async () => {
    const scheduled = () => app.app.timed['start_scheduled_workflows']!.run().then(() => app.settle())
    const old = await make.conversation({ tags: ['vip'] })
    await app.pass(3 * DAY)
    const { id } = await workflow({
      trigger: { type: 'schedule', every: 'hour', at: '00:30', look_back: 'P1D' },
      conditions: { type: 'test', field: 'conversation.tags', operator: 'has_any', value: ['vip'] },
      steps: [{ type: 'tag', add: ['seen'] }],
    })
    const vip = await make.conversation({ tags: ['vip'] })
    await make.conversation()
    await scheduled()
    const runs = async () =>
      (await app.api.get(`/workflows/${id}/runs`)).body.data.map((run: any) => run.conversation.id)
    expect(await runs()).toEqual([])
    await app.pass(30 * MINUTE)
    await scheduled()
    await scheduled()
    expect(await runs()).toEqual([vip.id])
    await app.pass(HOUR)
    await scheduled()
    expect(await runs()).toEqual([vip.id])
    expect((await app.api.get(`/conversations/${old.id}`)).body.tags).toEqual(['vip'])
  })

  it('O9: of many conversations a schedule reaches those that it did not take before', async () => {
    const { id } = await workflow({
      trigger: { type: 'schedule', every: 'hour', at: '00:30', look_back: 'P1D' },
      conditions: { type: 'test', field: 'conversation.tags', operator: 'has_any', value: ['many'] },
      steps: [{ type: 'tag', add: ['seen'] }],
    })
    await app.pass(HOUR)
    await app.app.timed['start_scheduled_workflows']!.run()
    await app.settle()
    for (let n = 0; n < 5; n += 1) await make.conversation({ tags: ['many'] })
    const taken = async () => {
      await startScheduledRuns(app.app.ctx, app.workspace.workspaceId, id, 2)
      return (await app.api.get(`/workflows/${id}/runs?limit=100`)).body.data.length
    }
    expect([await taken(), await taken(), await taken(), await taken()]).toEqual([2, 4, 5, 5])
  })
})
