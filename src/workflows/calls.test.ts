import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { HOUR, MINUTE } from '../../test/kit/clock.ts'

type Call = { body: any; agent: string | undefined }
let calls: Call[] = []
let answer: { status: number; headers?: Record<string, string> } = { status: 200 }
let app: TestApp
let make: ReturnType<typeof build>
let url = ''
const server = createServer((request, response) => {
  let body = ''
  request.on('data', (part) => (body += part))
  request.on('end', () => {
    calls.push({ body: JSON.parse(body), agent: request.headers['user-agent'] })
    response.writeHead(answer.status, answer.headers).end('{}')
  })
})

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  app = await makeTestApp({ privateHosts: ['127.0.0.1'] })
  make = build(app)
})
beforeEach(async () => {
  for (const { id } of (await app.api.get('/workflows')).body.data) await app.api.delete(`/workflows/${id}`)
  await app.settle()
  calls = []
  answer = { status: 200 }
})
afterAll(async () => {
  await app.close()
  server.closeAllConnections()
  server.close()
})

async function workflow(input: object): Promise<string> {
  const made = await app.api.post('/workflows', { name: 'Test', enabled: true, ...input })
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  return made.body.id
}
const runsOf = async (id: string): Promise<any[]> => (await app.api.get(`/workflows/${id}/runs`)).body.data
const submitted = { trigger: { type: 'csat.score_submitted' } }
const called = { trigger: { type: 'conversation.status_changed', to: ['closed'] } }
const call = () => ({ type: 'call_webhook', url })

/** A conversation that was asked about, and how it is rated. */
async function asked() {
  const { id } = await make.conversation()
  const { survey } = await make.status(id, 'resolved', { survey: 'send' })
  return {
    id,
    rate: async (input: object) => {
      const rated = await app.as(null).post(new URL(survey.url).pathname, input)
      if (rated.status !== 200) throw new Error(JSON.stringify(rated.body))
      await app.settle()
    },
    /** Has a workflow run that waits for this, whatever was answered. */
    close: async () => {
      await make.status(id, 'open', { survey: 'skip' })
      await make.status(id, 'closed', { survey: 'skip' })
      await app.settle()
    },
  }
}

describe('what a call tells of a closed answer', () => {
  const kept = { id: 'read', type: 'get_score', variable: 'kept' }
  const CLOSED = { score: null, comment: null, hidden: true }

  it('O9, C13: neither score nor comment nor what was read into a variable, until it opens', async () => {
    await make.enable('by_hand', { follow_up: { open_case: false } })
    const id = await workflow({ ...called, steps: [kept, call(), { type: 'open_case', reason: '{{kept}}' }] })
    const { rate, close } = await asked()
    const given = app.clock.now()
    await rate({ score: 1, comment: 'Terribly slow' })
    await close()
    await app.pass(48 * HOUR - 1)
    await close()
    expect(calls).toHaveLength(2)
    for (const { body } of calls) {
      expect(body.data.csat).toMatchObject(CLOSED)
      expect(Date.parse(body.data.csat.hidden_until)).toBe(given + 48 * HOUR)
      expect(body.data.variables).toEqual({})
      expect(JSON.stringify(body)).not.toContain('Terribly')
    }
    expect(await runsOf(id)).toEqual([])
    await app.pass(1)
    await close()
    expect(calls[2]!.body.data).toMatchObject({
      csat: { score: 1, comment: 'Terribly slow', hidden: false, hidden_until: null },
      variables: { kept: 1 },
    })
    expect(await runsOf(id)).toHaveLength(3)
  })

  it('O9, C13: nor after it was changed meanwhile, also where the change came after the news', async () => {
    await make.enable('by_hand', {
      follow_up: { open_case: false },
      rating: { edit: { mode: 'window', hours: 72 }, comment_locks: false },
    })
    await workflow({ ...called, steps: [kept, call()] })
    const first = { type: 'csat.score_submitted', updates: 'first' }
    const late = { type: 'wait', duration: 'PT49H' }
    await workflow({ trigger: first, steps: [late, kept, call()] })
    const { rate, close } = await asked()
    await rate({ score: 5 })
    await app.pass(24 * HOUR)
    await rate({ score: 1 })
    await app.pass(25 * HOUR)
    // The one waits for 49 hours since it was told of the 5; the 1 is a day old.
    await close()
    expect(calls).toHaveLength(2)
    for (const { body } of calls) {
      expect(body.data.csat).toMatchObject(CLOSED)
      expect(body.data.variables).toEqual({})
    }
    await app.pass(23 * HOUR)
    await close()
    expect(calls[2]!.body.data).toMatchObject({ csat: { score: 1, hidden: false }, variables: { kept: 1 } })
  })

  it.each([
    { type: 'open_case' },
    { type: 'call_webhook' },
    { type: 'get_score', variable: 'kept' },
    { type: 'post_message', body: 'Thank you' },
  ])('O9, C13: a run with a step that is about a closed answer is not there: $type', async (step) => {
    await make.enable('by_hand', { follow_up: { open_case: false } })
    const id = await workflow({ ...submitted, steps: [step.type === 'call_webhook' ? call() : step] })
    const other = await workflow({ ...submitted, steps: [{ type: 'tag', add: ['rated'] }] })
    const { rate } = await asked()
    await rate({ score: 1 })
    expect(await runsOf(id)).toEqual([])
    expect(await runsOf(other)).toHaveLength(1)
    await app.pass(48 * HOUR)
    expect(await runsOf(id)).toHaveLength(1)
  })

  it('O9: what was read of an answer that was set aside since is not told', async () => {
    await make.enable('by_hand', { follow_up: { open_case: false }, visibility: { embargo_hours: 0 } })
    const steps = [kept, { type: 'wait', duration: 'PT1H' }, call()]
    await workflow({ ...submitted, steps })
    const { rate } = await asked()
    await rate({ score: 1 })
    await app.app.pool.query('update responses set quarantined = true')
    await app.pass(HOUR)
    expect(calls[0]!.body.data).toMatchObject({ csat: null, variables: {} })
  })
})

describe('what becomes of a call', () => {
  const created = { trigger: { type: 'conversation.created' } }

  it('O9: a receiver that is gone is called once', async () => {
    answer = { status: 410 }
    const stops = await workflow({ ...created, steps: [call()] })
    await make.conversation()
    await app.settle()
    for (let tries = 0; tries < 5; tries += 1) await app.pass(HOUR)
    expect(calls).toHaveLength(1)
    expect(calls[0]!.agent).toBe('Candor-Webhooks')
    const host = new URL(url).host
    expect(await runsOf(stops)).toMatchObject([
      {
        state: 'failed',
        sentence: `${host} answered with status 410: it wants nothing any more. It was tried once.`,
      },
    ])
  })

  it('O9: where that is no failure for the workflow it goes on at once, with the status', async () => {
    answer = { status: 410 }
    const status = { type: 'test', field: 'variables.webhook_status', operator: 'eq', value: 410 }
    const then = [{ type: 'tag', add: ['gone'] }]
    const steps = [
      { ...call(), on_failure: 'continue' },
      { type: 'branch', conditions: status, then },
    ]
    await workflow({ ...created, steps })
    const { id } = await make.conversation()
    await app.settle()
    expect((await app.api.get(`/conversations/${id}`)).body.tags).toEqual(['gone'])
  })

  it('O9: one that asks for time gets it', async () => {
    answer = { status: 503, headers: { 'retry-after': '600' } }
    await workflow({ ...created, steps: [call()] })
    await make.conversation()
    await app.settle()
    await app.pass(10 * MINUTE - 1)
    expect(calls).toHaveLength(1)
    await app.pass(1)
    expect(calls).toHaveLength(2)
  })
})

describe('starts', () => {
  it('O9: of changed answers those with another score start it, a comment alone does not', async () => {
    await make.enable('by_hand', {
      follow_up: { open_case: false },
      visibility: { embargo_hours: 0 },
      rating: { edit: { mode: 'window', hours: 72 }, comment_locks: false },
    })
    const id = await workflow({ ...submitted, steps: [{ type: 'tag', add: ['rated'] }] })
    const { rate } = await asked()
    for (const score of [2, 2, 4]) {
      await app.pass(HOUR)
      await rate({ score, comment: `At ${app.clock.now()}` })
    }
    expect(await runsOf(id)).toHaveLength(2)
  })

  it('O9: runs that were stopped do not count as often', async () => {
    const trigger = { type: 'conversation.status_changed', to: ['resolved'] }
    const id = await workflow({ trigger, steps: [{ type: 'tag', add: ['x'] }] })
    const made = await make.conversation()
    const resolve = async (times: number): Promise<string[]> => {
      for (let n = 0; n < times; n += 1) {
        await make.status(made.id, 'resolved', { survey: 'skip' })
        await make.status(made.id, 'open')
      }
      await app.settle()
      return (await runsOf(id)).map(({ state }) => state).slice(0, times)
    }
    expect(await resolve(10)).toEqual(Array(10).fill('finished'))
    await app.pass(HOUR - MINUTE)
    expect(await resolve(10)).toEqual(Array(10).fill('stopped'))
    await app.pass(MINUTE)
    expect(await resolve(1)).toEqual(['finished'])
  })

  it('O9: the link of a survey whose time is over is not passed on', async () => {
    await make.enable('per_resolution', { follow_up: { open_case: false } })
    const agent = await make.member()
    const { id } = await make.conversation()
    await make.say(id, 'teammate', 'Hello', {}, agent.id)
    await make.status(id, 'resolved')
    await app.settle()
    const steps = [
      { id: 'link', type: 'generate_link' },
      { type: 'post_message', body: '{{csat_link}}' },
    ]
    await workflow({ trigger: { type: 'conversation.status_changed', to: ['closed'] }, steps })
    // Over, and nobody has written that down yet.
    await app.app.pool.query(`update surveys set rate_until = $1 where conversation_id = $2`, [
      new Date(app.clock.now()),
      id,
    ])
    await make.status(id, 'closed')
    await app.settle()
    const { data } = (await app.api.get(`/conversations/${id}/timeline`)).body
    expect(data.filter(({ kind }: any) => kind === 'message')).toHaveLength(1)
  })
})
