import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'
import { HOUR, makeClock, MINUTE } from '../../../test/kit/clock.ts'
import { cutLine } from '../../../test/kit/cut-line.ts'
import type { SendResult } from '../../channels/channel.ts'
import { failed } from '../../channels/failure.ts'
import { sendParts } from '../../channels/send-parts.ts'
import { sendMessage } from './send-message.ts'

const line = cutLine()
let app: TestApp
let make: ReturnType<typeof build>
let agent: { id: string }
/** What the provider was brought, and what it says to each part. */
let brought: string[]
let provider: (text: string) => SendResult | Promise<SendResult>

beforeAll(async () => {
  app = await makeTestApp({}, makeClock(), (connection) => line.through(connection))
  make = build(app)
  agent = await make.member('agent')
})
afterAll(async () => {
  await app.close()
  await line.close()
})

function connect(repeatsKnownMs: number): void {
  brought = []
  app.app.channels.installed.email = {
    capabilities: {
      inApp: false,
      scores: 'page',
      formatting: 'plain',
      maxLength: 4,
      sendsKey: true,
      repeatsKnownMs,
    },
    sendSurvey: async () => failed('refused'),
    sendMessage: (message) =>
      sendParts(message, message.body.split(' '), async (text) => {
        brought.push(text)
        return provider(text)
      }),
  }
}
const took = (text: string): SendResult => ({ kind: 'accepted', providerId: `id-${text}` })

async function say(body: string) {
  const { id } = await make.conversation({ channel: 'email' })
  const message = await make.say(id, 'teammate', body, {}, agent.id)
  const entry = async () =>
    (await app.api.get(`/conversations/${id}/timeline`)).body.data.find(({ kind }: any) => kind === 'message')
      .data
  return { id: message.id as string, entry }
}
async function providerIds(messageId: string): Promise<string[]> {
  const query = 'select provider_id from message_provider_ids where message_id = $1 order by provider_id'
  return (await app.app.pool.query(query, [messageId])).rows.map((row) => row.provider_id)
}

describe('a message in parts', () => {
  it('C15: goes on after trouble with the part that is missing, and each part is known by its id', async () => {
    connect(0)
    let isWell = false
    provider = (text) => (text === 'two' && !isWell ? failed('asked_to_wait') : took(text))
    const { id, entry } = await say('one two three')
    await app.settle()
    expect([brought, (await entry()).delivery]).toEqual([['one', 'two'], 'waiting'])
    isWell = true
    await app.pass(5 * MINUTE)
    expect([brought, (await entry()).delivery]).toEqual([['one', 'two', 'two', 'three'], 'accepted'])
    expect(await providerIds(id)).toEqual(['id-one', 'id-three', 'id-two'])
  })

  it('C15: killed between two parts, the rest is not risked where a repeat would be a second message', async () => {
    for (const [known, expected, state] of [
      [Infinity, ['two'], 'accepted'],
      [0, [], 'rejected'],
    ] as const) {
      connect(known)
      provider = took
      const { id, entry } = await say('one two')
      await app.settle()
      brought = []
      await app.app.pool.query(
        `update message_deliveries set state = 'started', provider_id = null, parts_done = 1 where message_id = $1`,
        [id],
      )
      await app.app.handlers['send_message']!({ workspace_id: app.workspace.workspaceId, id })
      expect([known, brought, (await entry()).delivery]).toEqual([known, expected, state])
    }
  })

  it('C15: a provider that knows a repeat for some minutes is asked again for so long', async () => {
    connect(3 * MINUTE)
    provider = () => failed('no_answer')
    const { entry } = await say('one')
    await app.settle()
    for (let minutes = 0; minutes < 120; minutes += 1) await app.pass(MINUTE)
    expect(brought.length).toBeGreaterThan(1)
    expect(brought.length).toBeLessThan(4)
    expect(await entry()).toMatchObject({
      delivery: 'rejected',
      delivery_error: expect.stringContaining('do not know'),
    })
    const before = brought.length
    await app.pass(HOUR)
    expect(brought).toHaveLength(before)
  })
})

describe('a message whose provider has no turn for it', () => {
  const stored = async (id: string) =>
    (
      await app.app.pool.query(
        'select state, attempts, error from message_deliveries where message_id = $1',
        [id],
      )
    ).rows[0]
  const hand = (id: string, gate: object) =>
    sendMessage(
      app.app.ctx,
      { line: async () => ({ channel: app.app.channels.installed.email, gate, hook: null }) } as never,
      app.workspace.workspaceId,
      id,
    )

  it('C15: not being asked costs no attempt', async () => {
    connect(0)
    provider = () => failed('unreachable', { afterMs: HOUR })
    const { id } = await say('one')
    const before = await stored(id)
    const turnedAway = { enter: async () => ({ kind: 'go', ask: async () => null, leave() {} }) }
    for (let each = 0; each < 10; each++) await hand(id, turnedAway)
    expect(await stored(id)).toMatchObject({ state: 'waiting', attempts: before.attempts })
  })

  it('C15: what may be there says so at once, and what a refusal at a repeat would be, nobody knows', async () => {
    const waits = { enter: async () => ({ kind: 'wait', afterMs: MINUTE }) }
    const goes = { enter: async () => ({ kind: 'go', ask: (send: () => unknown) => send(), leave() {} }) }
    const unknown = { state: 'unknown', error: expect.stringContaining('do not know') }
    for (const [known, gate, next] of [
      [0, waits, failed('unreachable')],
      [Infinity, goes, failed('refused')],
    ] as const) {
      connect(Infinity)
      provider = () => failed('no_answer')
      const { id } = await say('one')
      await hand(id, goes)
      expect(await stored(id)).toMatchObject({ state: 'waiting' })
      connect(known)
      provider = () => next
      await hand(id, gate)
      expect(await stored(id)).toMatchObject(unknown)
    }
  })

  it('C15: after a day without a turn it says so', async () => {
    connect(0)
    provider = () => failed('unreachable', { afterMs: HOUR })
    const { id } = await say('one')
    const waits = { enter: async () => ({ kind: 'wait', afterMs: MINUTE }) }
    app.clock.advance(23 * HOUR)
    await hand(id, waits)
    expect(await stored(id)).toMatchObject({ state: 'waiting' })
    app.clock.advance(2 * HOUR)
    await hand(id, waits)
    expect(await stored(id)).toMatchObject({ state: 'rejected', error: expect.any(String) })
  })
})

describe('the database goes away while the provider is at work', () => {
  it('O2, C15: what it says is noted once it is back, part by part, and nothing goes out twice', async () => {
    connect(0)
    provider = async (text) => {
      await line.cut()
      setTimeout(() => void line.mend(), 50)
      return took(text)
    }
    const { id, entry } = await say('near far')
    await app.app.pool.query('delete from graphile_worker._private_jobs')
    await app.app.handlers['send_message']!({ workspace_id: app.workspace.workspaceId, id })
    expect([brought, (await entry()).delivery]).toEqual([['near', 'far'], 'accepted'])
    expect(await providerIds(id)).toEqual(['id-far', 'id-near'])
    await app.pass(2 * HOUR)
    expect(brought).toEqual(['near', 'far'])
  })
})
