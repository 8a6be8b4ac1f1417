import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { DAY, HOUR } from '../../test/kit/clock.ts'
import { type MailServer, startMailServer } from '../../test/kit/mail.ts'

let mails: MailServer
let app: TestApp
let make: ReturnType<typeof build>
let lead: { id: string; email: string }
let agent: { id: string }

beforeAll(async () => {
  mails = await startMailServer()
  app = await makeTestApp({ smtpUrl: mails.url })
  make = build(app)
  await make.enable('per_resolution', { follow_up: { open_case: false } })
  lead = await make.member('lead')
  agent = await make.member('agent')
  await app.app.pool.query(`update members set joined_at = now() where joined_at is null`)
})
afterAll(async () => {
  await app.close()
  await mails.close()
})
beforeEach(() => void (mails.received.length = 0))
afterEach(async () => {
  for (const { id } of (await app.api.get('/workflows')).body.data) await app.api.delete(`/workflows/${id}`)
  await app.settle()
})

const test = (field: string, operator: string, value: unknown = null) => ({
  type: 'test',
  field,
  operator,
  value,
})

async function workflow(input: object): Promise<any> {
  const made = await app.api.post('/workflows', { name: 'Test', enabled: true, ...input })
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  return made.body
}
async function runsOf(id: string): Promise<any[]> {
  return (await app.api.get(`/workflows/${id}/runs`)).body.data
}
/** The state of the one run for a conversation. */
async function stateFor(id: string, conversationId: string): Promise<string> {
  const { data } = (await app.api.get(`/workflows/${id}/runs?conversation_id=${conversationId}`)).body
  return data[0].state
}
async function logOf(id: string): Promise<[string | null, string][]> {
  const [run] = await runsOf(id)
  const { log } = (await app.api.get(`/workflows/runs/${run.id}`)).body
  return log.map(({ step_id, outcome }: any) => [step_id, outcome])
}
/** A conversation with an agent's word, resolved and asked about. */
async function asked(input: object = {}): Promise<{ id: string; survey: any }> {
  const { id } = await make.conversation({ subject: 'Grinder', ...input })
  await make.say(id, 'teammate', 'Did that help?', {}, agent.id)
  const { survey } = await make.status(id, 'resolved')
  return { id, survey }
}
async function rate(survey: { url: string }, score: number, input: object = {}): Promise<void> {
  const { status, body } = await app.as(null).post(new URL(survey.url).pathname, { score, ...input })
  if (status !== 200) throw new Error(JSON.stringify(body))
  await app.settle()
}
const conversation = async (id: string) => (await app.api.get(`/conversations/${id}`)).body

describe('the example of the seed', () => {
  it('O9: a score under 3 tells a lead and reopens the conversation; a better one does nothing', async () => {
    const { data } = (await app.api.get('/workflows/templates')).body
    const { id, secret } = await workflow({
      ...data.find(({ key }: any) => key === 'low_score').workflow,
      enabled: true,
    })
    expect(secret).toMatch(/^whsec_/)
    const happy = await asked()
    const unhappy = await asked()
    await rate(happy.survey, 3)
    await rate(unhappy.survey, 2, { comment: 'Still broken' })
    expect((await conversation(happy.id)).status).toBe('resolved')
    expect((await conversation(unhappy.id)).status).toBe('open')
    expect(mails.received.map(({ mail }: any) => mail.to[0].address)).toEqual([lead.email])
    expect(mails.received[0]!.mail.text).toContain('Score: 2')
    expect(mails.received[0]!.mail.text).toContain('Still broken')
    expect(await runsOf(id)).toMatchObject([
      { state: 'finished', conversation: { id: unhappy.id, subject: 'Grinder' } },
    ])
    expect(await logOf(id)).toEqual([
      [null, 'started'],
      ['tell_leads', 'done'],
      ['reopen', 'done'],
      [null, 'finished'],
    ])
  })
})

describe('steps', () => {
  it('O9, I13, I5: sends a survey with its own question and window; a refusal is logged and the run goes on', async () => {
    const { id } = await workflow({
      trigger: { type: 'conversation.status_changed', to: ['open'] },
      steps: [
        { type: 'send_csat', message: 'How did {{agent.name}} do?', window_hours: 2 },
        { type: 'tag', add: ['asked'] },
      ],
    })
    const { id: silent } = await make.conversation()
    await make.status(silent, 'resolved', { survey: 'skip' })
    await make.status(silent, 'open')
    await app.settle()
    expect((await conversation(silent)).tags).toEqual(['asked'])
    expect(await logOf(id)).toContainEqual(['s1', 'refused'])
    const spoken = await make.conversation()
    await make.say(spoken.id, 'teammate', 'Hello', {}, agent.id)
    await make.status(spoken.id, 'resolved', { survey: 'skip' })
    await make.status(spoken.id, 'open')
    await app.settle()
    const { data } = (await app.api.get(`/surveys?conversation_id=${spoken.id}`)).body
    expect(data).toHaveLength(1)
    expect(data[0].state).toBe('sent')
    expect(Date.parse(data[0].rate_until) - Date.parse(data[0].sent_at)).toBe(2 * HOUR)
    const page = await app.as(null).get(new URL(data[0].url).pathname)
    expect(page.body).toContain('How did Member')
  })

  it('O9: waits until the customer answers, or for the time that it says; a link and a message remind', async () => {
    const { data } = (await app.api.get('/workflows/templates')).body
    const { id } = await workflow({
      ...data.find(({ key }: any) => key === 'remind_once').workflow,
      enabled: true,
    })
    const quiet = await asked()
    const quick = await asked()
    await app.settle()
    expect((await runsOf(id)).map(({ state }) => state)).toEqual(['waiting', 'waiting'])
    await rate(quick.survey, 5)
    expect(await stateFor(id, quick.id)).toBe('finished')
    await app.pass(2 * DAY - 1)
    expect(await stateFor(id, quiet.id)).toBe('waiting')
    await app.pass(1)
    expect(await stateFor(id, quiet.id)).toBe('finished')
    const { data: entries } = (await app.api.get(`/conversations/${quiet.id}/timeline`)).body
    const last = entries.filter(({ kind }: any) => kind === 'message').at(-1)
    expect(last.actor).toMatchObject({ kind: 'workflow', name: 'Remind once' })
    expect(last.data.body).toContain(quiet.survey.url)
    const { data: other } = (await app.api.get(`/conversations/${quick.id}/timeline`)).body
    expect(other.filter(({ kind }: any) => kind === 'message')).toHaveLength(1)
  })

  it('O9: branches on a score that a step has read, assigns, tags, opens a case and sets the status', async () => {
    const { id } = await workflow({
      trigger: { type: 'csat.score_submitted' },
      steps: [
        { id: 'read', type: 'get_score' },
        {
          id: 'low',
          type: 'branch',
          conditions: test('variables.score', 'lt', 3),
          then: [
            { id: 'give', type: 'assign', member_id: lead.id },
            { id: 'case', type: 'open_case', reason: 'Rated {{score}}' },
            { id: 'tags', type: 'tag', add: ['unhappy'], remove: ['new'] },
            { id: 'open', type: 'set_status', status: 'open' },
          ],
          else: [{ id: 'praise', type: 'tag', add: ['happy'] }],
        },
        { id: 'after', type: 'tag', add: ['seen'] },
      ],
    })
    const { id: bad, survey } = await asked({ tags: ['new'] })
    await rate(survey, 1)
    expect(await conversation(bad)).toMatchObject({
      status: 'open',
      assignee_id: lead.id,
      tags: ['unhappy', 'seen'],
    })
    const { survey: better, id: good } = await asked()
    await rate(better, 4)
    expect((await conversation(good)).tags).toEqual(['happy', 'seen'])
    expect((await runsOf(id)).map(({ state }) => state)).toEqual(['finished', 'finished'])
  })
})

describe('versions', () => {
  it('O9: a run keeps the version that it was started with, and each save is kept', async () => {
    const input = {
      name: 'Later',
      enabled: true,
      trigger: { type: 'conversation.created' },
      steps: [
        { type: 'wait', duration: 'PT1H' },
        { type: 'tag', add: ['one'] },
      ],
    }
    const { id, version } = await workflow(input)
    const first = await make.conversation()
    await app.settle()
    const changed = { ...input, version, steps: [{ type: 'tag', add: ['two'] }] }
    expect((await app.api.put(`/workflows/${id}`, changed)).body).toMatchObject({ version: 2 })
    expect((await app.api.put(`/workflows/${id}`, changed)).status).toBe(409)
    const same = { ...changed, version: 2, name: 'Renamed' }
    expect((await app.api.put(`/workflows/${id}`, same)).body).toMatchObject({ version: 2, name: 'Renamed' })
    const second = await make.conversation()
    await app.pass(HOUR)
    expect((await conversation(first.id)).tags).toEqual(['one'])
    expect((await conversation(second.id)).tags).toEqual(['two'])
    const { data } = (await app.api.get(`/workflows/${id}/versions`)).body
    expect(data.map((each: any) => [each.version, each.saved_by.name])).toEqual([
      [2, 'Olivia Owner'],
      [1, 'Olivia Owner'],
    ])
  })

  it('O9: switched off, it starts nothing; a waiting run can be cancelled, once', async () => {
    const { id } = await workflow({
      trigger: { type: 'conversation.created' },
      steps: [
        { type: 'wait', duration: 'P1D' },
        { type: 'tag', add: ['late'] },
      ],
    })
    const first = await make.conversation()
    await app.settle()
    await app.api.patch(`/workflows/${id}`, { enabled: false })
    await make.conversation()
    await app.settle()
    const runs = await runsOf(id)
    expect(runs).toHaveLength(1)
    const cancelled = await app.api.post(`/workflows/runs/${runs[0].id}/cancel`, {})
    expect(cancelled.body).toMatchObject({ state: 'cancelled', sentence: 'Somebody cancelled it.' })
    expect((await app.api.post(`/workflows/runs/${runs[0].id}/cancel`, {})).status).toBe(409)
    await app.pass(DAY)
    expect((await conversation(first.id)).tags).toEqual([])
    const { data } = (await app.api.get('/audit')).body
    expect(data.map(({ action }: any) => action)).toEqual(
      expect.arrayContaining(['workflow.created', 'workflow.changed', 'workflow_run.cancelled']),
    )
  })
})
