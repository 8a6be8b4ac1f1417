import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'
import { HOUR, MINUTE } from '../../../test/kit/clock.ts'
import type { OutgoingSurvey, SendResult } from '../../channels/channel.ts'
import { failed } from '../../channels/failure.ts'

let app: TestApp
let make: ReturnType<typeof build>
/** The surveys that the provider was brought, and what it does with the next. */
let brought: string[]
let provider: (survey: OutgoingSurvey) => SendResult | Promise<SendResult>

const accepted: SendResult = { kind: 'accepted', providerId: null }

beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
})
afterAll(() => app.close())
beforeEach(async () => {
  brought = []
  provider = () => accepted
  await app.app.pool.query('delete from graphile_worker._private_jobs')
  // Made anew, so that nothing is held against it that it did to the test before.
  app.app.channels.installed.email = {
    capabilities: {
      inApp: false,
      scores: 'each',
      formatting: 'plain',
      maxLength: null,
      sendsKey: true,
      repeatsKnownMs: 0,
    },
    async sendSurvey(survey) {
      brought.push(survey.deliveryKey)
      return provider(survey)
    },
  }
  await make.enable('per_resolution')
})

type Ask = { id: string; survey: { id: string; url: string }; contactId: string }

async function ask(): Promise<Ask> {
  const { id: contactId } = await make.contact()
  const { id } = await make.conversation({ channel: 'email', contact_id: contactId })
  const { survey } = await make.status(id, 'resolved')
  return { id, survey, contactId }
}
async function askMany(count: number): Promise<Ask[]> {
  const asks = []
  for (let each = 0; each < count; each += 1) asks.push(await ask())
  return asks
}
/** All of them wake at the same moment. */
const sendAll = (asks: readonly Ask[]) =>
  Promise.allSettled(
    asks.map(({ survey }) =>
      app.app.handlers['send_survey']!({ workspace_id: app.workspace.workspaceId, id: survey.id }),
    ),
  )
const rows = async (query: string, asks: readonly Ask[]) =>
  (await app.app.pool.query(query, [asks.map(({ survey }) => survey.id)])).rows
const statesOf = async (asks: readonly Ask[]): Promise<string[]> => {
  const found = await rows('select id, state from surveys where id = any($1)', asks)
  return asks.map(({ survey }) => found.find(({ id }) => id === survey.id).state)
}
const attemptsOf = (asks: readonly Ask[]) =>
  rows('select survey_id, attempt, state from deliveries where survey_id = any($1)', asks)
const outcomes = (results: readonly PromiseSettledResult<void>[]) => results.map(({ status }) => status)
const entries = async ({ id }: Ask) =>
  (await app.api.get(`/conversations/${id}/timeline`)).body.data
    .map(({ kind }: { kind: string }) => kind)
    .filter((kind: string) => kind.startsWith('csat_'))

describe('surveys that are due at the same moment', () => {
  it('O2: are begun together and sent, each once, with all that follows from it', async () => {
    const asks = await askMany(30)
    // The provider has shown before that it is quick.
    await sendAll(asks.slice(0, 10))
    expect(outcomes(await sendAll(asks.slice(10)))).toEqual(Array(20).fill('fulfilled'))
    await app.settle()
    expect(brought.toSorted()).toEqual(asks.map(({ survey }) => survey.id).toSorted())
    expect(await statesOf(asks)).toEqual(asks.map(() => 'sent'))
    expect(await attemptsOf(asks)).toHaveLength(30)
    for (const each of asks) expect(await entries(each)).toEqual(['csat_requested'])
    const events = await rows(
      `select survey_id from events where type = 'csat.requested' and survey_id = any($1)`,
      asks,
    )
    expect(events).toHaveLength(30)
    const [{ transactions }] = await rows(
      'select count(distinct xmin::text)::int as transactions from surveys where id = any($1)',
      asks.slice(10),
    )
    expect(transactions).toBeLessThan(10)
    const jobs = await rows(
      `select key from graphile_worker._private_jobs where key in (select 'expire:' || id from unnest($1::uuid[]) id)`,
      asks,
    )
    expect(jobs).toHaveLength(30)
  })

  it('I2, J3, A5: each is decided by itself: one withdrawn, one unsubscribed, one reopened stay', async () => {
    const asks = await askMany(6)
    const [withdrawn, unsubscribed, reopened, ...others] = asks as [Ask, Ask, Ask, ...Ask[]]
    await app.api.post(`/surveys/${withdrawn.survey.id}/withdraw`)
    await app.app.pool.query('update contacts set unsubscribed_at = now() where id = $1', [
      unsubscribed.contactId,
    ])
    await app.app.pool.query(`update conversations set status = 'open' where id = $1`, [reopened.id])
    await sendAll(asks)
    expect(brought.toSorted()).toEqual(others.map(({ survey }) => survey.id).toSorted())
    expect(await statesOf(asks)).toEqual(['withdrawn', 'withdrawn', 'withdrawn', 'sent', 'sent', 'sent'])
    const reasons = await rows(
      `select survey_id, reason from decisions where kind = 'send' and survey_id = any($1)`,
      asks,
    )
    expect(Object.fromEntries(reasons.map(({ survey_id, reason }) => [survey_id, reason]))).toEqual({
      [unsubscribed.survey.id]: 'unsubscribed',
      [reopened.survey.id]: 'status_not_ended',
    })
  })

  it('O3: what becomes of one is nothing to the others: refused, unanswered, thrown, asked to wait', async () => {
    const asks = await askMany(5)
    const [refused, lost, _broken, later, fine] = asks as [Ask, Ask, Ask, Ask, Ask]
    const answers: Record<string, SendResult> = {
      [refused.survey.id]: failed('refused'),
      [lost.survey.id]: failed('no_answer'),
      [later.survey.id]: failed('asked_to_wait'),
      [fine.survey.id]: accepted,
    }
    provider = ({ deliveryKey }) => {
      const answer = answers[deliveryKey]
      if (!answer) throw new Error('a bug')
      return answer
    }
    const settled = outcomes(await sendAll(asks))
    expect(settled).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
    expect(await statesOf(asks)).toEqual(['failed', 'scheduled', 'scheduled', 'scheduled', 'sent'])
    const states = Object.fromEntries((await attemptsOf(asks)).map((row) => [row.survey_id, row.state]))
    expect(asks.map(({ survey }) => states[survey.id])).toEqual([
      'rejected',
      'unknown',
      'started',
      'retry',
      'accepted',
    ])
    answers[later.survey.id] = accepted
    await app.pass(MINUTE)
    await app.pass(2 * HOUR)
    // What may have arrived was left to people; what had asked to wait went out.
    expect(await statesOf(asks)).toEqual(['failed', 'failed', 'failed', 'sent', 'sent'])
    expect(brought.filter((id) => id !== later.survey.id)).toHaveLength(4)
  })

  it('O2: a bad one spoils nobody else’s beginning, and nobody else’s end', async () => {
    const asks = await askMany(5)
    const [noBeginning, noEnd, ...others] = asks as [Ask, Ask, ...Ask[]]
    // Its next attempt has the number of one that is there; its time to answer ends when no calendar reaches.
    await app.app.pool.query(
      `insert into deliveries (workspace_id, survey_id, attempt, channel, delivery_key, state, started_at)
       values ($1, $2, 2, 'email', 'x', 'rejected', now())`,
      [app.workspace.workspaceId, noBeginning.survey.id],
    )
    await app.app.pool.query('update surveys set window_hours = 2147483647 where id = $1', [noEnd.survey.id])
    expect(outcomes(await sendAll(asks))).toEqual(['rejected', 'rejected', ...others.map(() => 'fulfilled')])
    expect(await statesOf(asks)).toEqual(['scheduled', 'scheduled', ...others.map(() => 'sent')])
    expect(brought).not.toContain(noBeginning.survey.id)
    expect(brought.toSorted()).toEqual([noEnd, ...others].map(({ survey }) => survey.id).toSorted())
  })

  it('J3: one withdrawn while the provider is at work stays withdrawn, and the others are sent', async () => {
    const asks = await askMany(3)
    const [withdrawn] = asks as [Ask]
    provider = async ({ deliveryKey }) => {
      if (deliveryKey === withdrawn.survey.id) await app.api.post(`/surveys/${deliveryKey}/withdraw`)
      return accepted
    }
    await sendAll(asks)
    expect(await statesOf(asks)).toEqual(['withdrawn', 'sent', 'sent'])
    expect(await entries(withdrawn)).toEqual(['csat_withdrawn'])
  })

  it('O3: the same survey woken twice at a moment goes out once', async () => {
    const [one] = (await askMany(1)) as [Ask]
    let tell = (): void => {}
    const told = new Promise<void>((resolve) => (tell = resolve))
    provider = async () => {
      await told
      return accepted
    }
    const sending = sendAll([one, one])
    await expect.poll(() => brought.length).toBe(1)
    tell()
    await sending
    await app.pass(2 * HOUR)
    expect(brought).toHaveLength(1)
    expect(await statesOf([one])).toEqual(['sent'])
  })
})

describe('surveys that stand ready when the provider stops answering', () => {
  it('O3: use up no attempt, leave no trace, and go out later, each once', async () => {
    await sendAll(await askMany(12))
    brought = []
    const asks = await askMany(40)
    provider = async () => {
      await new Promise((resolve) => setTimeout(resolve, 50))
      return failed('unreachable')
    }
    expect(outcomes(await sendAll(asks))).toEqual(asks.map(() => 'fulfilled'))
    expect(brought.length).toBeLessThan(asks.length)
    const attempts = await attemptsOf(asks)
    expect(attempts.map(({ survey_id }): string => survey_id).toSorted()).toEqual(brought.toSorted())
    expect(new Set(attempts.map(({ state }) => state))).toEqual(new Set(['retry']))
    const tried = new Set(brought)
    provider = () => accepted
    for (let minute = 0; minute < 20; minute += 1) await app.pass(MINUTE)
    expect(await statesOf(asks)).toEqual(asks.map(() => 'sent'))
    expect((await attemptsOf(asks)).length).toBe(asks.length + tried.size)
  })
})
