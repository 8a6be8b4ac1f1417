import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Api } from '../../../test/kit/api.ts'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'
import { DAY, HOUR } from '../../../test/kit/clock.ts'

let app: TestApp
let make: ReturnType<typeof build>
let amir: string
let bea: string

beforeEach(async () => {
  app = await makeTestApp()
  make = build(app)
  amir = (await make.member()).id
  bea = (await make.member()).id
})
afterEach(() => app.close())

/** A conversation with an agent that is resolved; asked about and rated where there is a score. */
async function resolved(agent: string, score: number | null, input: object = {}, survey = 'send') {
  const { id } = await make.conversation({ assignee_id: agent, ...input })
  await make.say(id, 'teammate', 'Hello', {}, agent)
  const ended = await make.status(id, 'resolved', { survey })
  if (score !== null) {
    const answer = await app.as(null).post(new URL(ended.survey.url).pathname, { score })
    expect(answer.status).toBe(200)
  }
  return id as string
}

async function rate(agent: string, ...scores: number[]): Promise<void> {
  for (const score of scores) await resolved(agent, score)
}
const times = (count: number, score: number): number[] => Array.from({ length: count }, () => score)

async function read(path: string, api: Api = app.api) {
  const { status, body } = await api.get(path)
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}

describe('the leaderboard', () => {
  it('§ 3.4: ranks by the lower bound, ties what overlaps, and leaves out who has too few', async () => {
    await make.enable('per_resolution')
    const cora = (await make.member()).id
    await rate(amir, ...times(5, 5))
    await rate(bea, ...times(20, 5), 4, 3)
    await rate(cora, 5, 5)
    await rate((await make.member()).id, ...times(12, 1))
    const { rows, min_n: minN } = await read('/reports/leaderboard')
    expect(minN).toBe(5)
    expect(rows.map((row: any) => [row.key, row.rank, row.tied])).toEqual([
      [bea, 1, true],
      [amir, 1, true],
      [expect.any(String), 3, false],
      [cora, null, false],
    ])
    expect(rows[3].unranked).toBe('few')
    expect(rows[0].name).toMatch(/^Member/)
  })

  it('C11: an agent sees the own row without a rank, and may not ask for another’s', async () => {
    await make.enable('per_resolution')
    await rate(amir, ...times(5, 5))
    await rate(bea, ...times(5, 1))
    const own = app.as(await make.keyFor(bea))
    expect((await read('/reports/leaderboard', own)).rows).toMatchObject([
      { key: bea, rank: null, tied: false },
    ])
    expect((await read('/reports/selection', own)).agents.map((row: any) => row.key)).toEqual([bea])
    expect((await read('/reports/honest', own)).rows.map((row: any) => row.key)).toEqual([bea])
    for (const report of ['leaderboard', 'selection', 'honest']) {
      expect((await own.get(`/reports/${report}?agent_id=${amir}`)).status).toBe(403)
    }
  })

  it('C13: closed answers rank nobody, neither directly nor by what is left of the total', async () => {
    await make.enable('by_hand')
    await rate(amir, ...times(8, 5))
    await rate(bea, 1)
    const { rows } = await read('/reports/leaderboard')
    expect(rows.map((row: any) => [row.answered, row.rank, row.csat])).toEqual([
      [8, null, null],
      [1, null, null],
    ])
    const honest = await read('/reports/honest?from=2026-03-01')
    expect(honest.rows.map((row: any) => row.csat)).toEqual([null, null])
  })

  it('§ 3.4: teams are ranked too, and what has no team is not', async () => {
    await make.enable('per_resolution')
    const crew = (await app.api.post('/teams', { name: 'Crew' })).body
    for (const score of times(6, 5)) await resolved(amir, score, { team_id: crew.id })
    await rate(amir, ...times(9, 5))
    const { rows } = await read('/reports/leaderboard?by=team')
    expect(rows).toMatchObject([
      { key: crew.id, name: 'Crew', rank: 1, tied: false },
      { key: '', rank: null, unranked: 'nobody' },
    ])
  })
})

describe('selection', () => {
  it('§ 3.5: eligible, skipped, sent and answered; who skips beyond chance stands out', async () => {
    await make.enable('per_resolution')
    for (let count = 0; count < 20; count += 1) await resolved(bea, count < 4 ? 5 : null)
    for (let count = 0; count < 6; count += 1) await resolved(amir, null, {}, 'skip')
    await resolved(amir, 5)
    const { overall, agents, channels } = await read('/reports/selection')
    expect(overall).toMatchObject({ eligible: 27, skipped: 6, sent: 21, answered: 5 })
    expect(agents).toMatchObject([
      { key: amir, eligible: 7, skipped: 6, sent: 1, answered: 1, stands_out: true },
      { key: bea, eligible: 20, skipped: 0, sent: 20, answered: 4, stands_out: false },
    ])
    expect(agents[0].skip_share).toBeCloseTo(6 / 7)
    expect(agents[0].interval.low).toBeGreaterThan(0.4)
    expect(agents[0].others_share).toBe(0)
    expect(channels).toMatchObject([{ key: 'web_chat', eligible: 27, skipped: 6, stands_out: false }])
    const own = app.as(await make.keyFor(amir))
    expect((await read('/reports/selection', own)).agents).toMatchObject([{ key: amir, stands_out: true }])
    expect((await read(`/reports/selection?agent_id=${amir}`)).agents).toMatchObject([{ stands_out: true }])
  })

  it('§ 3.5: what was asked before the period and answered in it is no step of its funnel', async () => {
    await make.enable('per_resolution')
    const { id } = await make.conversation({ assignee_id: bea })
    await make.say(id, 'teammate', 'Hello', {}, bea)
    const { survey } = await make.status(id, 'resolved', { survey: 'send' })
    app.clock.advance(DAY)
    await resolved(amir, 5)
    expect((await app.as(null).post(new URL(survey.url).pathname, { score: 4 })).status).toBe(200)
    const today = new Date(app.clock.now()).toISOString().slice(0, 10)
    const { overall, agents } = await read(`/reports/selection?from=${today}`)
    expect(overall).toMatchObject({ sent: 1, asked_answered: 1, answered: 2, response_rate: 1 })
    expect(agents.map((row: any) => row.key)).toEqual([amir])
  })

  it('§ 3.5: a survey withdrawn by a reopen was no skip', async () => {
    await make.enable('per_resolution')
    const id = await resolved(amir, null)
    await make.status(id, 'open')
    expect((await read('/reports/selection')).overall).toMatchObject({ eligible: 1, skipped: 0, sent: 0 })
  })
})

describe('the honest test', () => {
  /** A week of one agent's conversations, some of which are opened again the day after. */
  async function week(agent: string, scores: number[], reopened: number): Promise<void> {
    const ids: string[] = []
    for (const score of scores) ids.push(await resolved(agent, score))
    app.clock.advance(DAY)
    for (const id of ids.slice(0, reopened)) await make.status(id, 'open')
  }

  it('A9: a high score beside climbing reopens is flagged, with the numbers it rests on', async () => {
    await make.enable('per_resolution')
    await week(amir, times(20, 5), 0)
    await week(bea, [...times(6, 5), ...times(6, 1)], 3)
    app.clock.set(Date.parse('2026-03-09T09:00:00Z'))
    await week(amir, times(20, 5), 10)
    await week(bea, [...times(6, 5), ...times(6, 1)], 3)
    const honest = await read('/reports/honest?from=2026-03-09&to=2026-03-15')
    expect(honest.previous.from).toBe('2026-03-02T00:00:00.000Z')
    expect(honest.rows.map((row: any) => row.key)).toEqual([amir, bea])
    expect(honest.rows[0]).toMatchObject({
      csat: 1,
      reopens: { part: 10, whole: 20, share: 0.5 },
      reopens_before: { part: 0, whole: 20, share: 0 },
      churn: null,
      flags: ['reopens'],
    })
    expect(honest.rows[1]).toMatchObject({ reopens: { part: 3, whole: 12 }, flags: [] })
    expect(honest.overall).toMatchObject({ reopens: { part: 13, whole: 32 } })
    expect(honest.caution).toBeNull()
    const endless = await read('/reports/honest')
    expect(endless).toMatchObject({ previous: null, overall: { reopens_before: null } })
    expect(endless.rows.every((row: any) => row.flags.length === 0)).toBe(true)
  })

  it('A9: customers who leave within 90 days, against a period that was as old', async () => {
    await make.enable('per_resolution')
    await rate(amir, ...times(14, 5))
    await rate(bea, ...times(6, 1))
    app.clock.set(Date.parse('2026-03-09T09:00:00Z'))
    await rate(amir, ...times(14, 5))
    await rate(bea, ...times(6, 1))
    app.clock.advance(2 * HOUR)
    expect((await read('/reports/honest?from=2026-03-09')).overall.churn).toBeNull()
    const leave = (from: string, count: number, at: number) =>
      app.app.pool.query(
        `update contacts set churned_at = $3 where id in (select contact_id from responses
           where submitted_at >= $1 and agent_id = $2 order by id limit ${count})`,
        [new Date(from), amir, new Date(at)],
      )
    // Those of the first week left only now, when its ratings were a week older.
    await leave('2026-03-02T00:00:00Z', 9, app.clock.now())
    await leave('2026-03-09T00:00:00Z', 9, app.clock.now())
    const honest = await read('/reports/honest?from=2026-03-09&to=2026-03-15')
    expect(honest.rows[0]).toMatchObject({
      key: amir,
      churn: { part: 9, whole: 14 },
      churn_before: { part: 0, whole: 14 },
      flags: ['churn'],
    })
    expect(honest.overall.churn).toMatchObject({ part: 9, whole: 20 })
  })

  it('A10: a low response rate says how far the silent could move the result', async () => {
    await make.enable('per_resolution')
    await rate(amir, ...times(5, 5))
    for (let count = 0; count < 15; count += 1) await resolved(amir, null)
    const { caution } = await read('/reports/honest')
    expect(caution).toEqual({ sent: 20, response_rate: 0.25, csat: 1, low: 0.25, high: 1 })
  })
})
