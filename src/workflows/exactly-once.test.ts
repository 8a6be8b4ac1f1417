import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { DAY, HOUR, MINUTE } from '../../test/kit/clock.ts'
import { type MailServer, startMailServer } from '../../test/kit/mail.ts'

type Call = { headers: IncomingMessage['headers']; body: string }
let calls: Call[] = []
let status = 200
let mails: MailServer
let app: TestApp
let make: ReturnType<typeof build>
let url = ''
const server = createServer((request, response) => {
  let body = ''
  request.on('data', (part) => (body += part))
  request.on('end', () => {
    calls.push({ headers: request.headers, body })
    response.writeHead(status).end('{}')
  })
})

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  mails = await startMailServer()
  app = await makeTestApp({ smtpUrl: mails.url, privateHosts: ['127.0.0.1'] })
  make = build(app)
  await make.enable('per_resolution', { follow_up: { open_case: false } })
})
beforeEach(async () => {
  calls = []
  status = 200
  for (const { id } of (await app.api.get('/workflows')).body.data) await app.api.delete(`/workflows/${id}`)
  await app.settle()
})
afterAll(async () => {
  await app.close()
  await mails.close()
  server.closeAllConnections()
  server.close()
})

const created = { trigger: { type: 'conversation.created' } }
async function workflow(input: object): Promise<any> {
  const made = await app.api.post('/workflows', { name: 'Test', enabled: true, ...input })
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  return made.body
}
async function runOf(id: string): Promise<any> {
  const { data } = (await app.api.get(`/workflows/${id}/runs`)).body
  return (await app.api.get(`/workflows/runs/${data[0].id}`)).body
}

/** Makes every transaction fail that writes such a row, as if the process were cut off there. Returns what ends it. */
async function failOn(table: string, when: string): Promise<() => Promise<void>> {
  await app.app.pool.query(`create function cut_off() returns trigger language plpgsql as
    $$ begin if ${when} then raise exception 'cut off'; end if; return new; end $$;
    create trigger cut_off before insert or update on ${table} for each row execute function cut_off()`)
  return async () => void (await app.app.pool.query(`drop function cut_off cascade`))
}

describe('exactly once', () => {
  it('O9: a step whose transaction fails leaves nothing, and is done once when it is tried again', async () => {
    const agent = await make.member()
    const { id } = await workflow({
      ...created,
      steps: [
        { id: 'first', type: 'tag', add: ['first'] },
        { id: 'say', type: 'post_message', body: 'Hello {{contact.name|there}}' },
        { id: 'give', type: 'assign', member_id: agent.id },
      ],
    })
    const end = await failOn('workflow_run_steps', `new.step_id = 'say'`)
    const made = await make.conversation()
    await app.settle()
    const messages = async () =>
      (await app.app.pool.query('select 1 from messages where conversation_id = $1', [made.id])).rowCount
    expect(await messages()).toBe(0)
    expect(await runOf(id)).toMatchObject({
      state: 'running',
      step_id: 'say',
      sentence: expect.stringContaining('tried again'),
    })
    await end()
    await app.pass(30_000)
    expect(await messages()).toBe(1)
    const run = await runOf(id)
    expect(run).toMatchObject({ state: 'finished', sentence: null })
    expect(run.log.map((line: any) => line.step_id)).toEqual([null, 'first', 'say', 'give', null])
  })

  it('O9: a step that fails again and again ends the run with a sentence', async () => {
    const { id } = await workflow({ ...created, steps: [{ id: 'mark', type: 'tag', add: ['x'] }] })
    const end = await failOn('conversations', `'x' = any(new.tags)`)
    await make.conversation()
    await app.settle()
    for (let tries = 0; tries < 5; tries += 1) await app.pass(HOUR)
    await end()
    expect(await runOf(id)).toMatchObject({
      state: 'failed',
      sentence: 'Something went wrong inside of Candor. It was tried 5 times.',
    })
  })

  it('O9: the same job at the same time, five times over, does each step once', async () => {
    const { id } = await workflow({
      ...created,
      steps: [
        { type: 'post_message', body: 'One' },
        { type: 'call_webhook', url },
        { type: 'post_message', body: 'Two' },
      ],
    })
    const made = await make.conversation()
    await app.app.handlers['dispatch_events']!({ workspace_id: app.workspace.workspaceId, id: made.id })
    const { rows } = await app.app.pool.query('select id from workflow_runs where workflow_id = $1', [id])
    const job = { workspace_id: app.workspace.workspaceId, id: rows[0].id }
    await Promise.all(Array.from({ length: 5 }, () => app.app.handlers['advance_workflow']!(job)))
    await app.pass(2 * MINUTE)
    const { rows: said } = await app.app.pool.query(
      'select body from messages where conversation_id = $1 order by sent_at, id',
      [made.id],
    )
    expect(said.map(({ body }) => body)).toEqual(['One', 'Two'])
    expect(calls).toHaveLength(1)
  })

  it('O9: a call is signed, told with one id at every attempt, and its status is there to branch on', async () => {
    const { id, secret } = await workflow({
      ...created,
      steps: [
        { id: 'call', type: 'call_webhook', url },
        {
          id: 'check',
          type: 'branch',
          conditions: { type: 'test', field: 'variables.webhook_status', operator: 'eq', value: 200 },
          then: [{ id: 'ok', type: 'tag', add: ['told'] }],
        },
      ],
    })
    status = 500
    const made = await make.conversation()
    await app.settle()
    expect(calls).toHaveLength(1)
    status = 200
    await app.pass(30_000)
    expect(calls).toHaveLength(2)
    expect(calls[0]!.headers['webhook-id']).toBe(calls[1]!.headers['webhook-id'])
    expect(calls[0]!.body).toBe(calls[1]!.body)
    const [, { body, headers }] = calls as [Call, Call]
    const at = Number(headers['webhook-timestamp'])
    expect(at).toBe(Math.floor(app.clock.now() / 1000))
    vi.setSystemTime(app.clock.now())
    expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toMatchObject({
      type: 'workflow.step',
      data: { step_id: 'call', conversation: { id: made.id } },
    })
    vi.useRealTimers()
    expect((await app.api.get(`/conversations/${made.id}`)).body.tags).toEqual(['told'])
    expect((await runOf(id)).state).toBe('finished')
  })

  it('O9: a call that nobody answers well ends the run, or leaves its status, as the step says', async () => {
    status = 404
    const stops = await workflow({ ...created, steps: [{ type: 'call_webhook', url }] })
    const goesOn = await workflow({
      ...created,
      steps: [
        { type: 'call_webhook', url, on_failure: 'continue' },
        { type: 'tag', add: ['on'] },
      ],
    })
    const made = await make.conversation()
    await app.settle()
    for (let tries = 0; tries < 5; tries += 1) await app.pass(HOUR)
    expect(calls).toHaveLength(10)
    expect(await runOf(stops.id)).toMatchObject({
      state: 'failed',
      sentence: expect.stringContaining('answered with status 404'),
    })
    expect((await runOf(goesOn.id)).log).toContainEqual(
      expect.objectContaining({ outcome: 'failed', facts: { status: 404 } }),
    )
    expect((await app.api.get(`/conversations/${made.id}`)).body.tags).toEqual(['on'])
  })

  it('O9: cut off between a mail and the note of it, the mail comes again under the same name and no other', async () => {
    mails.received.length = 0
    const owner = (await app.api.get('/members')).body.data.find(({ role }: any) => role === 'owner')
    const notify = {
      type: 'notify',
      to: [{ type: 'member', member_id: owner.id }],
      subject: 'New',
      body: 'One',
    }
    const { id } = await workflow({ ...created, steps: [notify, { type: 'tag', add: ['told'] }] })
    const end = await failOn('workflow_effects', `new.state = 'done'`)
    await make.conversation()
    await app.settle()
    await end()
    await app.pass(MINUTE)
    const ids = mails.received.map(({ mail }) => mail.messageId)
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
    expect((await runOf(id)).state).toBe('finished')
  })
})

describe('loops', () => {
  it('O9: two workflows that start one another are stopped, and the log says so', async () => {
    const swing = (to: string, status: string) => ({
      trigger: { type: 'conversation.status_changed', to: [to] },
      steps: [{ type: 'set_status', status }],
    })
    const first = await workflow(swing('resolved', 'open'))
    const second = await workflow(swing('open', 'resolved'))
    const { id } = await make.conversation()
    await make.status(id, 'resolved', { survey: 'skip' })
    await app.settle()
    const runs = [first, second].map(
      async (each) => (await app.api.get(`/workflows/${each.id}/runs`)).body.data,
    )
    const all = (await Promise.all(runs)).flat().toSorted((a: any, b: any) => a.depth - b.depth)
    expect(all.map((run: any) => [run.depth, run.state, run.reason])).toEqual([
      [0, 'finished', null],
      [1, 'finished', null],
      [2, 'finished', null],
      [3, 'finished', null],
      [4, 'stopped', 'loop'],
    ])
    expect(all.at(-1).sentence).toContain('Stopped: loop')
  })

  it('O9: one workflow runs for one conversation ten times within an hour and no more', async () => {
    const { id } = await workflow({
      trigger: { type: 'conversation.status_changed', to: ['resolved'] },
      steps: [{ type: 'tag', add: ['x'] }],
    })
    const made = await make.conversation()
    for (let times = 0; times < 12; times += 1) {
      await make.status(made.id, 'resolved', { survey: 'skip' })
      await make.status(made.id, 'open')
    }
    await app.settle()
    const { data } = (await app.api.get(`/workflows/${id}/runs`)).body
    const states = data.map(({ state, reason }: any) => reason ?? state)
    expect(states.filter((state: string) => state === 'finished')).toHaveLength(10)
    expect(states.filter((state: string) => state === 'too_often')).toHaveLength(2)
  })

  it('O9, J5: a survey that ends unanswered starts no chain of asks without end', async () => {
    const agent = await make.member()
    const { id } = await workflow({
      trigger: { type: 'csat.expired' },
      steps: [{ type: 'send_csat', window_hours: 2 }],
    })
    await make.enable('per_resolution', { scope: 'conversation', follow_up: { open_case: false } })
    const made = await make.conversation()
    await make.say(made.id, 'teammate', 'Hello', {}, agent.id)
    await make.status(made.id, 'resolved')
    for (let days = 0; days < 20; days += 1) await app.pass(DAY)
    const { data } = (await app.api.get(`/surveys?conversation_id=${made.id}`)).body
    expect(data.length).toBeLessThanOrEqual(5)
    const runs = (await app.api.get(`/workflows/${id}/runs`)).body.data
    expect(runs.map((run: any) => run.reason ?? run.state)).toContain('loop')
  })
})
