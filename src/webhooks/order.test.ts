import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { type HookReceiver, startHookReceiver } from '../../test/kit/hook-receiver.ts'

let app: TestApp
let hooks: HookReceiver
let make: ReturnType<typeof build>

beforeAll(async () => {
  hooks = await startHookReceiver()
  app = await makeTestApp({ privateHosts: ['127.0.0.1'] })
  make = build(app)
})
afterAll(async () => {
  await app.close()
  await hooks.close()
})

const endpoint = async (path: string, events: string[]): Promise<void> => {
  const { status } = await app.api.post('/webhooks', { url: hooks.url + path, events })
  expect(status).toBe(201)
}
/** The job that tells of news, so many at the same time, as if each ran in a process of its own. */
const tellAtOnce = async (times: number): Promise<unknown> =>
  Promise.all(
    Array.from({ length: times }, () =>
      app.app.handlers['dispatch_events']!({ workspace_id: app.workspace.workspaceId, id: '' }),
    ),
  )

it('O8: 1,000 events of one conversation come in the order in which they happened, each once', async () => {
  await endpoint('/order', ['message.created'])
  // Now and then it is not taken: what comes after it waits.
  hooks.answers('/order', (nth) => ({ status: nth % 97 === 0 ? 503 : 200 }))
  const { id } = await make.conversation({ external_id: 'talk' })
  const numbers = Array.from({ length: 1000 }, (_, n) => n)
  for (let first = 0; first < 1000; first += 250) {
    const events = numbers.slice(first, first + 250).map((n) => ({
      event_id: `m${n}`,
      type: 'message.created',
      conversation_id: id,
      occurred_at: new Date(app.clock.now()).toISOString(),
      author: { kind: 'contact' },
      body: `Message ${n}`,
    }))
    expect((await app.api.post('/events', { events })).status).toBe(200)
  }
  await tellAtOnce(4)
  for (let rounds = 0; rounds < 15; rounds += 1) await app.pass(60_000)
  const said = hooks.on('/order').map(({ data }) => data.message.body as string)
  // A failed one is there twice, one after the other.
  const taken = said.filter((body, index) => body !== said[index - 1])
  expect(taken).toEqual(numbers.map((n) => `Message ${n}`))
  expect(said.length).toBeGreaterThan(1000)
})

it('O8, O9: the same news told five times at once is one delivery and one run', async () => {
  await endpoint('/once', ['conversation.created'])
  const workflow = await app.api.post('/workflows', {
    name: 'Once',
    enabled: true,
    trigger: { type: 'conversation.created' },
    steps: [{ type: 'post_message', body: 'Hello' }],
  })
  const made: string[] = []
  for (let n = 0; n < 30; n += 1) {
    made.push((await make.conversation()).id)
    if (n % 10 === 9) await tellAtOnce(5)
  }
  await app.settle()
  expect(hooks.on('/once').map(({ data }) => data.conversation.id)).toEqual(made)
  const { data } = (await app.api.get(`/workflows/${workflow.body.id}/runs?limit=100`)).body
  expect(data.map((run: any) => run.conversation.id).toSorted()).toEqual(made.toSorted())
  const { rowCount } = await app.app.pool.query(`select 1 from messages where body = 'Hello'`)
  expect(rowCount).toBe(30)
})
