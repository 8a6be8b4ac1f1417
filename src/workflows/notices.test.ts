import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Api } from '../../test/kit/api.ts'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { HOUR } from '../../test/kit/clock.ts'
import { newId } from '../platform/ids.ts'

/** No mail server is connected. */
let app: TestApp
let make: ReturnType<typeof build>
let lead: Api
let admin: Api

beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
  lead = app.as(await make.keyFor((await make.member('lead')).id))
  admin = app.as(await make.keyFor((await make.member('admin')).id))
  await app.app.pool.query(`update members set joined_at = now() where joined_at is null`)
})
beforeEach(async () => {
  for (const { id } of (await app.api.get('/workflows')).body.data) await app.api.delete(`/workflows/${id}`)
  await app.settle()
  for (const api of [lead, admin]) await api.post('/notices/read', {})
})
afterAll(() => app.close())

async function workflow(input: object): Promise<string> {
  const made = await app.api.post('/workflows', { name: 'Unhappy people', enabled: true, ...input })
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  return made.body.id
}
const runsOf = async (id: string): Promise<any[]> => (await app.api.get(`/workflows/${id}/runs`)).body.data
const logOf = async (run: { id: string }): Promise<any[]> =>
  (await app.api.get(`/workflows/runs/${run.id}`)).body.log
const toldTo = async (api: Api): Promise<any[]> => (await api.get('/notices?unread=true')).body.data
async function rated(name: string, score: number, comment = ''): Promise<string> {
  const { id } = await make.conversation({ contact: { external_id: newId(), name } })
  const { survey } = await make.status(id, 'resolved', { survey: 'send' })
  const path = new URL(survey.url).pathname
  expect((await app.as(null).post(path, { score, comment })).status).toBe(200)
  await app.settle()
  return id
}
const created = { trigger: { type: 'conversation.created' } }
const notify = {
  id: 'tell',
  type: 'notify',
  to: [{ type: 'leads' }],
  subject: '{{contact.name|A customer}} wrote',
  body: 'About {{conversation.subject|nothing}}',
}

describe('a notice where there is no mail server', () => {
  it('O9: waits in the bell of each; no mail is written, which the run says and takes for done', async () => {
    const id = await workflow({ ...created, steps: [notify, { type: 'tag', add: ['seen'] }] })
    const conversation = await make.conversation({ subject: 'A teapot', contact: { name: 'Cora' } })
    await app.settle()
    expect(await toldTo(lead)).toMatchObject([
      {
        kind: 'workflow',
        subject: 'Cora wrote',
        body: 'About A teapot',
        link: `/inbox/${conversation.id}`,
      },
    ])
    expect(await toldTo(admin)).toEqual([])
    const [run] = await runsOf(id)
    expect(run).toMatchObject({ state: 'finished', steps_refused: 0, steps_failed: 0 })
    expect(await logOf(run)).toContainEqual(
      expect.objectContaining({
        outcome: 'done',
        facts: { notices: 1 },
        sentence: 'Told in Candor; no email, for no mail server is connected.',
      }),
    )
    const { runs } = (await app.api.get(`/workflows/${id}`)).body
    expect(runs).toMatchObject({ finished: 1, with_problems: 0, failed: 0 })
  })

  it('O9: tried out it says so beforehand, and tells nobody', async () => {
    const { id } = await make.conversation()
    const tried = await app.api.post('/workflows/dry-run', {
      conversation_id: id,
      workflow: { name: 'x', ...created, steps: [notify, { ...notify, id: 'mail', in_app: false }] },
    })
    expect(tried.body.steps).toMatchObject([
      {
        outcome: 'would_do',
        sentence: 'Tell the leads; no email, for no mail server is connected.',
        facts: { subject: 'A customer wrote', body: 'About nothing' },
      },
      { outcome: 'would_refuse', sentence: expect.stringMatching(/^No mail server is connected/) },
    ])
    await app.settle()
    expect(await toldTo(lead)).toEqual([])
  })

  it('O9: in the app alone it is no refusal; switched off nobody is told there', async () => {
    const alone = await workflow({ ...created, steps: [{ ...notify, email: false }] })
    const off = await workflow({ ...created, steps: [{ ...notify, in_app: false }] })
    await make.conversation()
    await app.settle()
    expect(await toldTo(lead)).toHaveLength(1)
    expect((await runsOf(alone))[0]).toMatchObject({ steps_refused: 0 })
    expect((await runsOf(off))[0]).toMatchObject({ steps_refused: 1 })
    expect((await app.api.get(`/workflows/${alone}`)).body.runs).toMatchObject({ with_problems: 0 })
  })

  it('O9: saved before there was a bell, it goes there, too', async () => {
    const id = await workflow({ ...created, steps: [notify] })
    await app.app.pool.query(
      `update workflow_versions set definition = definition #- '{steps,0,in_app}' where workflow_id = $1`,
      [id],
    )
    expect((await app.api.get(`/workflows/${id}`)).status).toBe(200)
    await make.conversation()
    await app.settle()
    expect(await toldTo(lead)).toHaveLength(1)
  })

  it('O9, C13: tells a score only to whom the policy opens it, and is gone where that is closed later', async () => {
    await make.enable('by_hand', {
      follow_up: { open_case: false },
      visibility: {
        embargo_hours: 48,
        individual_roles: ['owner', 'admin', 'lead'],
        lead_sees_low_at_once: true,
      },
    })
    await workflow({
      trigger: { type: 'csat.score_submitted' },
      steps: [
        {
          ...notify,
          to: [{ type: 'leads' }, { type: 'member', member_id: (await admin.get('/me')).body.member.id }],
          subject: 'They gave {{score}}',
          body: '{{comment}}',
        },
      ],
    })
    const { id } = await make.conversation()
    const { survey } = await make.status(id, 'resolved', { survey: 'send' })
    const rated = await app.as(null).post(new URL(survey.url).pathname, { score: 1, comment: 'Slow' })
    expect(rated.status).toBe(200)
    await app.settle()
    expect(await toldTo(lead)).toMatchObject([{ subject: 'They gave 1', body: 'Slow' }])
    // Closed it is not there at all, nor is it read by being read unseen.
    expect((await admin.get('/notices')).body).toMatchObject({ unread: 0 })
    expect(await toldTo(admin)).toEqual([])
    await admin.post('/notices/read', {})
    await make.enable('by_hand', { visibility: { individual_roles: ['owner', 'admin', 'lead'] } })
    expect(await toldTo(lead)).toEqual([])
    await app.pass(48 * HOUR)
    for (const api of [lead, admin]) {
      expect(await toldTo(api)).toMatchObject([{ subject: 'They gave 1', body: 'Slow' }])
    }
  })

  it('O9: what is not about an answer is told also where one is closed', async () => {
    await make.enable('by_hand', { follow_up: { open_case: false } })
    await workflow({
      trigger: { type: 'conversation.status_changed', to: ['open'] },
      steps: [{ ...notify, in_app: true }],
    })
    const id = await rated('Cora', 1)
    expect(await toldTo(lead)).toEqual([])
    await make.status(id, 'open')
    await app.settle()
    expect(await toldTo(lead)).toMatchObject([{ subject: 'Cora wrote' }])
  })
})

describe('what a workflow for low scores tells by acting', () => {
  const SECRETS = /is not happy|Low score:|Dreadful/
  const seenBy = async (api: Api, id: string): Promise<string> =>
    JSON.stringify([
      (await api.get('/notices')).body,
      (await api.get(`/conversations/${id}/timeline`)).body,
      (await api.get(`/conversations/${id}`)).body,
    ])
  const lowScore = async (): Promise<any> => {
    const { data } = (await app.api.get('/workflows/templates')).body
    return data.find(({ key }: any) => key === 'low_score').workflow
  }

  it('O9, C13: the template as it is tells nobody to whom the answer is closed, neither which workflow it was', async () => {
    await make.enable('by_hand')
    const { id: workflowId } = (await app.api.post('/workflows', { ...(await lowScore()), enabled: true }))
      .body
    const agent = app.as(await make.keyFor((await make.member('agent')).id))
    const heard: unknown[] = []
    const listener = await app.app.pool.connect()
    listener.on('notification', ({ payload }) => heard.push(JSON.parse(payload!).kind))
    await listener.query('listen candor_live')
    const id = await rated('Mira', 1, 'Dreadful')
    await rated('Hanna', 5, 'Fine')
    await listener.query('unlisten candor_live')
    listener.release(true)
    expect(heard).toContain('conversation')
    expect(heard).not.toContain('notice')
    for (const api of [lead, agent, admin]) {
      expect(await seenBy(api, id)).not.toMatch(SECRETS)
      expect(await seenBy(api, id)).not.toContain(workflowId)
      expect(await toldTo(api)).toEqual([])
    }
    const { contact } = (await admin.get(`/conversations/${id}`)).body
    const exported = await admin.get(`/contacts/${contact.id}/export`)
    expect([exported.status, exported.body.timeline.length > 0]).toEqual([200, true])
    expect(JSON.stringify(exported.body)).not.toMatch(SECRETS)
    // That it was reopened by a workflow is the workflow's own doing, and seen.
    const { data } = (await agent.get(`/conversations/${id}/timeline`)).body
    expect(data.at(-1)).toMatchObject({
      kind: 'status_changed',
      actor: { kind: 'workflow', id: null, name: null },
    })
    expect(data.at(-1).data).toEqual({ from: 'resolved', to: 'open' })
    // An admin after the waiting time: the name, and the notices of leads who may see single answers.
    await app.pass(48 * HOUR)
    expect(await seenBy(admin, id)).toMatch(
      /"workflow","id":"[^"]+","name":"Low score: tell a lead and reopen"/,
    )
    expect(await seenBy(agent, id)).not.toMatch(SECRETS)
    await make.enable('by_hand', { visibility: { individual_roles: ['owner', 'admin', 'lead'] } })
    expect(await toldTo(lead)).toMatchObject([
      { subject: 'Mira is not happy', body: expect.stringContaining('Score: 1') },
    ])
  })

  it('O9, C13: a note, a tag and a message of such a run do not tell its name either', async () => {
    await make.enable('by_hand', { follow_up: { open_case: false } })
    const template = await lowScore()
    const steps = [
      { ...template.steps[0], in_app: false, email: false, note: true },
      { type: 'tag', add: ['seen'] },
      { type: 'post_message', body: 'We are with you.' },
    ]
    expect((await app.api.post('/workflows', { ...template, steps, enabled: true })).status).toBe(201)
    const id = await rated('Mira', 2)
    const kinds = async (): Promise<string[]> =>
      (await admin.get(`/conversations/${id}/timeline`)).body.data.map(({ kind }: any) => kind)
    expect(await seenBy(admin, id)).not.toMatch(SECRETS)
    expect(await kinds()).toEqual(expect.arrayContaining(['tagged', 'message']))
    expect(await kinds()).not.toContain('workflow_note')
    const { rows } = await app.app.pool.query(
      `select author_name from messages where author_kind = 'workflow'`,
    )
    expect(rows).toEqual([{ author_name: null }])
    await app.pass(48 * HOUR)
    expect(await kinds()).toContain('workflow_note')
    expect(await seenBy(admin, id)).toContain('Mira is not happy')
  })
})

describe('whose doing it was', () => {
  it('O9: what a workflow did stands in the timeline under its name, also after it is gone', async () => {
    const id = await workflow({
      ...created,
      steps: [
        { type: 'tag', add: ['seen'] },
        { ...notify, email: false, note: true },
      ],
    })
    const made = await make.conversation()
    await app.settle()
    const actors = async (): Promise<unknown[]> =>
      (await app.api.get(`/conversations/${made.id}/timeline`)).body.data
        .filter(({ actor }: any) => actor.kind === 'workflow')
        .map(({ kind, actor }: any) => [kind, actor.id, actor.name])
    const named = [
      ['tagged', id, 'Unhappy people'],
      ['workflow_note', id, 'Unhappy people'],
    ]
    expect(await actors()).toEqual(named)
    await app.api.delete(`/workflows/${id}`)
    expect(await actors()).toEqual(named)
  })

  it('O9: a run tells whose it is by what is known: an address where there is no name', async () => {
    const id = await workflow({ ...created, steps: [{ type: 'tag', add: ['seen'] }] })
    await make.conversation({ external_id: 'T-4711', contact: { email: 'ann@example.com' } })
    await app.settle()
    expect((await runsOf(id))[0].conversation).toMatchObject({
      contact_name: 'ann@example.com',
      external_id: 'T-4711',
      subject: null,
    })
  })
})

describe('conversations to try a workflow on', () => {
  const low = { type: 'test', field: 'csat.score', operator: 'lt', value: 3 }
  const candidates = async (input: object = {}, conditions: object | null = low): Promise<any[]> => {
    const workflow = { name: 'x', trigger: { type: 'csat.score_submitted' }, conditions, steps: [notify] }
    const { status, body } = await app.api.post('/workflows/candidates', { workflow, ...input })
    expect([status, body.detail]).toEqual([200, undefined])
    return body.data
  }
  const ratedAbout = async (subject: string, score: number): Promise<void> => {
    const { id } = await make.conversation({ subject })
    const { survey } = await make.status(id, 'resolved', { survey: 'send' })
    const path = new URL(survey.url).pathname
    expect((await app.as(null).post(path, { score })).status).toBe(200)
  }

  it('O9: those that it would start for come first, or alone; and they are searched', async () => {
    await make.enable('by_hand', {
      follow_up: { open_case: false },
      visibility: { embargo_hours: 0 },
    })
    await ratedAbout('Matching', 2)
    app.clock.advance(HOUR)
    await ratedAbout('Too good', 5)
    app.clock.advance(HOUR)
    await make.conversation({ subject: 'Not rated' })
    const all = await candidates()
    expect(all[0]).toMatchObject({ subject: 'Matching', starts: true })
    expect(all.filter(({ starts }) => !starts).slice(0, 2)).toMatchObject([
      { subject: 'Not rated' },
      { subject: 'Too good' },
    ])
    const order = all.map(({ starts }) => starts)
    expect(order).toEqual(order.toSorted((a, b) => Number(b) - Number(a)))
    expect((await candidates({ matching: true })).map(({ subject }) => subject)).toContain('Matching')
    expect((await candidates({ matching: true })).every(({ starts }) => starts)).toBe(true)
    expect((await candidates({ q: 'too g' })).map(({ subject }) => subject)).toEqual(['Too good'])
    expect(await candidates({ limit: 1 })).toHaveLength(1)
    expect((await app.api.post('/workflows/candidates', { workflow: {} })).status).toBe(422)
  })

  it('O9, C13: an answer that is closed to the asker is no reason to come first', async () => {
    await make.enable('by_hand', { follow_up: { open_case: false }, visibility: { embargo_hours: 48 } })
    await ratedAbout('Closed yet', 1)
    const find = async () => (await candidates()).find(({ subject }) => subject === 'Closed yet')
    expect((await find()).starts).toBe(false)
    await app.pass(48 * HOUR)
    expect((await find()).starts).toBe(true)
  })
})
