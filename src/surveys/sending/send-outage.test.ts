import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'
import { HOUR, makeClock } from '../../../test/kit/clock.ts'
import { cutLine } from '../../../test/kit/cut-line.ts'
import type { SendResult } from '../../channels/channel.ts'
import { failed } from '../../channels/failure.ts'
import { findSurveys } from '../store.ts'
import { beginSendings } from './begin-sending.ts'
import { finishSendings } from './finish-sending.ts'
import { sendSurvey } from './send-survey.ts'

const line = cutLine()
let app: TestApp
let make: ReturnType<typeof build>
let brought: string[]
let provider: (surveyId: string) => Promise<SendResult>

const accepted: SendResult = { kind: 'accepted', providerId: null }

beforeAll(async () => {
  app = await makeTestApp({}, makeClock(), (connection) => line.through(connection))
  make = build(app)
})
afterAll(async () => {
  await app.close()
  await line.close()
})
beforeEach(async () => {
  brought = []
  provider = async () => accepted
  await app.app.pool.query('delete from graphile_worker._private_jobs')
  app.app.channels.installed.email = {
    capabilities: {
      inApp: false,
      scores: 'each',
      formatting: 'plain',
      maxLength: null,
      sendsKey: true,
      repeatsKnownMs: 0,
    },
    async sendSurvey({ deliveryKey }) {
      brought.push(deliveryKey)
      return provider(deliveryKey)
    },
  }
  await make.enable('per_resolution')
})

type Ask = { id: string; contactId: string; conversationId: string }

async function ask(): Promise<Ask> {
  const { id: contactId } = await make.contact()
  const { id: conversationId } = await make.conversation({ channel: 'email', contact_id: contactId })
  const { survey } = await make.status(conversationId, 'resolved')
  return { id: survey.id, contactId, conversationId }
}
const askMany = async (count: number): Promise<Ask[]> => {
  const asks = []
  for (let each = 0; each < count; each += 1) asks.push(await ask())
  return asks
}
const send = ({ id }: Ask) =>
  app.app.handlers['send_survey']!({ workspace_id: app.workspace.workspaceId, id })
const sendAll = (asks: readonly Ask[]) => Promise.allSettled(asks.map(send))
const rows = async (query: string, asks: readonly Ask[]) =>
  (await app.app.pool.query(query, [asks.map(({ id }) => id)])).rows
const statesOf = async (asks: readonly Ask[]): Promise<string[]> => {
  const found = await rows('select id, state from surveys where id = any($1)', asks)
  return asks.map(({ id }) => found.find((row) => row.id === id).state)
}
const attemptsOf = async (asks: readonly Ask[]): Promise<string[]> =>
  (await rows('select state from deliveries where survey_id = any($1) order by attempt', asks)).map(
    ({ state }) => state,
  )
const fine = (count: number) => Array(count).fill('fulfilled')
const outcomes = (results: readonly PromiseSettledResult<void>[]) => results.map(({ status }) => status)

/** Somebody is busy with a contact, until told. */
async function hold({ contactId }: Ask): Promise<() => Promise<void>> {
  const client = await app.app.pool.connect()
  await client.query('begin')
  await client.query('select from contacts where id = $1 for no key update', [contactId])
  return async () => {
    await client.query('rollback')
    client.release()
  }
}

describe('the database goes away while providers are at work', () => {
  it('O2, O3: what they say is noted once it is back: sent, each once', async () => {
    const asks = await askMany(3)
    let answer = (): void => {}
    const answered = new Promise<void>((resolve) => (answer = resolve))
    provider = () => answered.then(() => accepted)
    const sending = sendAll(asks)
    await expect.poll(() => brought.length).toBe(3)
    await line.cut()
    answer()
    await new Promise((resolve) => setTimeout(resolve, 200))
    await line.mend()
    expect(outcomes(await sending)).toEqual(fine(3))
    expect(await statesOf(asks)).toEqual(['sent', 'sent', 'sent'])
    await app.pass(2 * HOUR)
    expect(brought).toHaveLength(3)
    expect(await attemptsOf(asks)).toEqual(['accepted', 'accepted', 'accepted'])
  })
})

describe('an end that is noted twice, for the answer to its commit was lost', () => {
  const surveyOf = async ({ id }: Ask) => {
    const { workspaceId } = app.workspace
    return (await findSurveys(app.app.ctx.db, [{ workspaceId, id }])).get(id)!
  }
  async function begin(one: Ask, repeatsKnownMs = 0) {
    const found = await surveyOf(one)
    const begun = await app.app.ctx.db
      .transaction()
      .execute((tx) => beginSendings(tx, app.app.ctx, [{ found, repeatsKnownMs }]))
    return { ...begun[0]!, hook: 'email' as const, repeatsKnownMs }
  }
  const finish = (handed: Awaited<ReturnType<typeof begin>>, result: SendResult | null) => {
    const ways = new Map([[app.workspace.workspaceId, []]])
    return app.app.ctx.db
      .transaction()
      .execute((tx) => finishSendings(tx, app.app.ctx, [{ ...handed, result }], ways))
  }

  it('O2: is noted once: accepted, or given up', async () => {
    const [taken, refused] = (await askMany(2)) as [Ask, Ask]
    const ends = [
      [taken, accepted],
      [refused, failed('refused')],
    ] as const
    for (const [one, result] of ends) {
      const begun = await begin(one)
      expect(await finish(begun, result)).toEqual([true])
      expect(await finish(begun, result)).toEqual([true])
    }
    expect(await statesOf([taken, refused])).toEqual(['sent', 'failed'])
    const entries = await rows('select kind from timeline_entries where survey_id = any($1)', [
      taken,
      refused,
    ])
    expect(new Set(entries.map(({ kind }) => kind))).toEqual(new Set(['csat_failed', 'csat_requested']))
    expect(entries).toHaveLength(2)
  })

  it('O3: takes nothing from the attempt that has its number since', async () => {
    const one = await ask()
    const first = await begin(one)
    await finish(first, null)
    app.clock.advance(1000)
    const second = await begin(one)
    expect(second.attempt).toBe(first.attempt)
    await finish(first, null)
    expect(await attemptsOf([one])).toEqual(['started'])
    await finish(second, accepted)
    expect(await statesOf([one])).toEqual(['sent'])
  })

  it('O3: of one that was taken for cut off decides nothing when somebody is at the next attempt', async () => {
    const one = await ask()
    const first = await begin(one, Infinity)
    app.clock.advance(1000)
    const second = await begin(one, Infinity)
    expect(second.attempt).toBe(first.attempt + 1)
    await finish(first, failed('refused'))
    expect([await statesOf([one]), await attemptsOf([one])]).toEqual([['scheduled'], ['rejected', 'started']])
    await finish(second, accepted)
    expect(await statesOf([one])).toEqual(['sent'])
  })

  it('O3: is not settled anew when the next attempt is under way', async () => {
    const one = await ask()
    const first = await begin(one)
    await finish(first, failed('asked_to_wait'))
    app.clock.advance(HOUR)
    const second = await begin(one)
    await finish(first, failed('refused'))
    expect(await statesOf([one])).toEqual(['scheduled'])
    await finish(second, accepted)
    expect(await statesOf([one])).toEqual(['sent'])
  })
})

describe('somebody is busy with a contact', () => {
  it('O2: all others are sent; it comes again in a moment, without having used up an attempt', async () => {
    const asks = await askMany(5)
    const [held, ...others] = asks as [Ask, ...Ask[]]
    const letGo = await hold(held)
    try {
      expect(outcomes(await sendAll(asks))).toEqual(fine(5))
      expect(brought.toSorted()).toEqual(others.map(({ id }) => id).toSorted())
      // However often it comes, it is put off and not lost.
      for (let again = 0; again < 3; again += 1) await app.pass(2000)
      expect(await attemptsOf([held])).toEqual([])
    } finally {
      await letGo()
    }
    await app.pass(2000)
    expect(await statesOf(asks)).toEqual(asks.map(() => 'sent'))
    expect(await attemptsOf([held])).toEqual(['accepted'])
  })

  it('O2: when it is with the provider the others are noted, and it is as soon as it can be', async () => {
    const asks = await askMany(3)
    const [held, ...others] = asks as [Ask, ...Ask[]]
    let letGo = async (): Promise<void> => {}
    provider = async (id) => {
      if (id === held.id) letGo = await hold(held)
      return accepted
    }
    const one = send(held)
    await expect.poll(() => brought.length).toBe(1)
    expect(outcomes(await sendAll(others))).toEqual(fine(2))
    expect(await statesOf(asks)).toEqual(['scheduled', 'sent', 'sent'])
    await letGo()
    await one
    expect(await statesOf(asks)).toEqual(['sent', 'sent', 'sent'])
  })

  it('O2: a process that is to end does not wait for it', async () => {
    const one = await ask()
    const stopping = new AbortController()
    let letGo = async (): Promise<void> => {}
    provider = async () => {
      letGo = await hold(one)
      stopping.abort()
      return accepted
    }
    const { workspaceId } = app.workspace
    const patience = { pausesMs: [600_000], stopping: stopping.signal }
    await expect(sendSurvey(app.app.ctx, app.app.channels, workspaceId, one.id, patience)).rejects.toThrow(
      'held',
    )
    await letGo()
  })

  it('O2: what a step waits for elsewhere it does not wait for long', async () => {
    const asks = await askMany(3)
    const [held, ...others] = asks as [Ask, ...Ask[]]
    const client = await app.app.pool.connect()
    await client.query('begin')
    // Someone notes an attempt of it and hangs, without the locks that all should take.
    await client.query(
      `insert into deliveries (workspace_id, survey_id, attempt, channel, delivery_key, state, started_at)
       values ($1, $2, 1, 'email', 'x', 'rejected', now())`,
      [app.workspace.workspaceId, held.id],
    )
    try {
      expect(outcomes(await sendAll(asks))).toEqual(['rejected', 'fulfilled', 'fulfilled'])
      expect(await statesOf(others)).toEqual(['sent', 'sent'])
    } finally {
      await client.query('rollback')
      client.release()
    }
  })
})
