import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'

let app: TestApp
let make: ReturnType<typeof build>

beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
})
afterAll(() => app.close())

/** The kinds of news that a member hears while something is done. */
async function heardBy(memberId: string, work: () => Promise<unknown>): Promise<string[]> {
  const base = await (await app.app.server()).listen({ port: 0, host: '127.0.0.1' }).catch(() => address())
  const stop = new AbortController()
  const headers = { authorization: `Bearer ${await make.keyFor(memberId)}` }
  const response = await fetch(`${base}/api/v1/stream`, { headers, signal: stop.signal })
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let heard = ''
  // Something with a name of its own before it and after it: what was heard between is of the work.
  const mark = async (): Promise<string> => {
    const { id } = await make.conversation()
    while (!heard.includes(id)) heard += (await reader.read()).value
    return id
  }
  const first = await mark()
  await work()
  const last = await mark()
  stop.abort()
  const between = heard.slice(heard.lastIndexOf(first), heard.indexOf(last))
  return [...between.matchAll(/"kind":"(\w+)"/g)].map(([, kind]) => kind!)
}

async function address(): Promise<string> {
  const { port } = (await app.app.server()).server.address() as { port: number }
  return `http://127.0.0.1:${port}`
}

async function rated(score: number, agentId: string): Promise<void> {
  const { id } = await make.conversation()
  const { survey } = await make.status(id, 'resolved', { survey: 'send' })
  await app.as(null).post(new URL(survey.url).pathname, { score })
  await app.settle()
  await make.say(id, 'teammate', 'I am on it', {}, agentId)
  await app.settle()
}

it('C13: what somebody hears who may not know of a case is the same whatever the answer was', async () => {
  const agent = await make.member('agent')
  await app.app.pool.query('update members set joined_at = now()')
  await make.enable('by_hand', { follow_up: { open_case: true } })
  const hears = (score: number) => heardBy(agent.id, () => rated(score, agent.id))
  const [happy, unhappy] = [await hears(5), await hears(1)]
  expect(unhappy).toEqual(happy)
  expect(happy).toContain('message')
  const visibility = { embargo_hours: 0, individual_roles: ['owner', 'admin', 'lead', 'agent'] }
  await make.enable('by_hand', { follow_up: { open_case: true }, visibility })
  const count = (kinds: string[]): number => kinds.filter((kind) => kind === 'case').length
  expect(count(await hears(1))).toBeGreaterThan(count(happy))
})
