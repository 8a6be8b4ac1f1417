import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Api } from '../../test/kit/api.ts'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { HOUR } from '../../test/kit/clock.ts'

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
const created = { trigger: { type: 'conversation.created' } }
const notify = {
  id: 'tell',
  type: 'notify',
  to: [{ type: 'leads' }],
  subject: '{{contact.name|A customer}} wrote',
  body: 'About {{conversation.subject|nothing}}',
}

describe('a notice where there is no mail server', () => {
  it('O9: waits in the bell of each, the mail is refused, and the run says that it did not go through in all', async () => {
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
    expect(run).toMatchObject({ state: 'finished', steps_refused: 1, steps_failed: 0 })
    expect(await logOf(run)).toContainEqual(
      expect.objectContaining({
        outcome: 'refused',
        facts: { notices: 1 },
        sentence:
          'No mail server is connected, so nobody is written to by email. One member is told in Candor.',
      }),
    )
    const { runs } = (await app.api.get(`/workflows/${id}`)).body
    expect(runs).toMatchObject({ finished: 1, with_problems: 1, failed: 0 })
  })

  it('O9: tried out it says so beforehand, and tells nobody', async () => {
    const { id } = await make.conversation()
    const tried = await app.api.post('/workflows/dry-run', {
      conversation_id: id,
      workflow: { name: 'x', ...created, steps: [notify] },
    })
    expect(tried.body.steps).toMatchObject([
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
    expect(JSON.stringify(await toldTo(admin))).toContain('They gave (hidden until')
    expect(JSON.stringify(await toldTo(admin))).not.toContain('Slow')
    await make.enable('by_hand', { visibility: { individual_roles: ['owner', 'admin', 'lead'] } })
    expect(await toldTo(lead)).toEqual([])
    await app.pass(48 * HOUR)
    expect(await toldTo(lead)).toHaveLength(1)
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
  const rated = async (subject: string, score: number): Promise<void> => {
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
    await rated('Matching', 2)
    app.clock.advance(HOUR)
    await rated('Too good', 5)
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
    await rated('Closed yet', 1)
    const find = async () => (await candidates()).find(({ subject }) => subject === 'Closed yet')
    expect((await find()).starts).toBe(false)
    await app.pass(48 * HOUR)
    expect((await find()).starts).toBe(true)
  })
})
