import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Api } from '../../../test/kit/api.ts'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'
import { DAY, HOUR, makeClock } from '../../../test/kit/clock.ts'

let app: TestApp
let make: ReturnType<typeof build>
let amir: string

async function begin(at: string): Promise<void> {
  app = await makeTestApp({}, makeClock(Date.parse(at)))
  make = build(app)
  amir = (await make.member()).id
}
afterEach(() => app.close())

/** A conversation that is resolved and asked about; returns where it can be rated. */
async function asked(): Promise<string> {
  const { id } = await make.conversation({ assignee_id: amir })
  await make.say(id, 'teammate', 'Hello', {}, amir)
  const { survey } = await make.status(id, 'resolved', { survey: 'send' })
  return new URL(survey.url).pathname
}

async function rated(score: number): Promise<void> {
  const link = await asked()
  expect((await app.as(null).post(link, { score })).status).toBe(200)
}

const report = async (query: string, api: Api = app.api) => {
  const { status, body } = await api.get(`/reports/csat?${query}`)
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}
const asRole = async (role: string) => app.as(await make.keyFor((await make.member(role)).id))

describe('the period before', () => {
  beforeEach(() => begin('2026-10-10T10:00:00Z'))

  it('A10: is as many whole days of the workspace, over a change of the clocks and for every role', async () => {
    await app.app.ctx.db.updateTable('workspaces').set({ time_zone: 'Europe/Berlin' }).execute()
    await make.enable('by_hand', { visibility: { embargo_hours: 0 } })
    // Half an hour before and after 18 October begins in Berlin.
    app.clock.set(Date.parse('2026-10-17T21:30:00Z'))
    await rated(1)
    app.clock.set(Date.parse('2026-10-17T22:30:00Z'))
    await rated(5)
    app.clock.set(Date.parse('2026-10-26T12:00:00Z'))
    await rated(4)
    const apis = [await asRole('owner'), await asRole('agent')]
    for (const api of apis) {
      // 25 October has 25 hours.
      const { previous } = await report('from=2026-10-25&to=2026-10-31', api)
      expect(previous).toMatchObject({ from: '2026-10-18', to: '2026-10-24', answered: 1, sent: 1 })
      const later = await report('from=2026-10-26&to=2026-11-01', api)
      expect(later.previous).toMatchObject({ from: '2026-10-19', to: '2026-10-25', answered: 0 })
      const month = await report('from=2026-11-01&to=2026-11-30', api)
      expect(month.previous).toMatchObject({ from: '2026-10-02', to: '2026-10-31', answered: 3 })
    }
    expect((await report('to=2026-10-31')).previous).toBeNull()
  })
})

describe('the response rate', () => {
  beforeEach(async () => {
    await begin('2026-03-02T10:00:00Z')
    await make.enable('per_resolution')
  })

  it('C10: is of the asks of the period, and says how many can still be answered', async () => {
    const late = await asked()
    await asked()
    await rated(5)
    app.clock.advance(2 * DAY)
    await app.as(null).post(late, { score: 1 })
    const { overall } = await report('from=2026-03-02&to=2026-03-02')
    expect(overall).toMatchObject({
      sent: 3,
      answered: 1,
      asked_answered: 2,
      open_asks: 1,
      response_rate: 2 / 3,
    })
    const after = await report('from=2026-03-04&to=2026-03-04')
    expect(after.overall).toMatchObject({ sent: 0, answered: 1, asked_answered: 0, response_rate: null })
    await app.pass(8 * DAY)
    expect((await report('from=2026-03-02&to=2026-03-02')).overall).toMatchObject({
      asked_answered: 2,
      open_asks: 0,
    })
  })

  it('A10: is compared only once no ask of the two periods can be answered any more', async () => {
    for (const _ of [1, 2, 3, 4, 5]) await rated(5)
    app.clock.advance(DAY)
    for (const _ of [1, 2, 3, 4]) await rated(5)
    await asked()
    const days = 'from=2026-03-03&to=2026-03-03'
    const early = await report(days)
    expect(early).toMatchObject({ response_rate_comparable: false, changes: { response_rate: null } })
    await app.pass(8 * DAY)
    expect(await report(days)).toMatchObject({
      response_rate_comparable: true,
      changes: { response_rate: { points: expect.closeTo(-20, 9), beyond_chance: false } },
    })
  })
})

describe('the figures', () => {
  beforeEach(() => begin('2026-03-02T10:00:00Z'))

  it('A10: carry what they are made of, and nothing of what is withheld', async () => {
    await make.enable('by_hand')
    for (const score of [5, 5, 4, 3, 1]) await rated(score)
    await app.pass(3 * DAY)
    for (const score of [5, 1]) await rated(score)
    const owner = await asRole('owner')
    expect((await report('', owner)).overall).toMatchObject({
      answered: 7,
      n: 5,
      satisfied: 3,
      withheld: 2,
      csat: 0.6,
      reopened: 0,
    })
    const today = await report('from=2026-03-05', owner)
    expect(today.overall).toMatchObject({
      answered: 2,
      n: 0,
      satisfied: null,
      csat: null,
      enough_data: false,
    })
    expect(today.changes).toMatchObject({ csat: null, positive: null, average: null })
  })

  it('A10: the change is judged once, in the report', async () => {
    await make.enable('per_resolution')
    for (let each = 0; each < 12; each += 1) await rated(each < 2 ? 5 : 1)
    app.clock.advance(DAY)
    for (let each = 0; each < 12; each += 1) await rated(each < 10 ? 5 : 1)
    const { changes, previous } = await report('from=2026-03-03')
    expect(previous).toMatchObject({ from: '2026-03-02', to: '2026-03-02', n: 12, satisfied: 2 })
    expect(changes).toEqual({
      sent: 0,
      answered: 0,
      csat: { points: expect.closeTo(66.667, 2), beyond_chance: true },
      positive: { points: expect.closeTo(66.667, 2), beyond_chance: true },
      average: { points: expect.closeTo(8 / 3, 9), beyond_chance: true },
      // None of them can be answered again.
      response_rate: { points: 0, beyond_chance: false },
      reopen_rate: { points: 0, beyond_chance: false },
    })
    expect((await report('')).changes).toBeNull()
  })

  it('C11, C12: an agent’s own are the reports; whose answers he reads is the policy’s word', async () => {
    await make.enable('on_close', { eligibility: { min_characters: 0 } })
    await rated(2)
    app.clock.advance(HOUR)
    const agent = await asRole('agent')
    expect((await agent.get(`/responses?agent_id=${amir}`)).body.data).toMatchObject([{ score: 2 }])
    expect((await report('group_by=agent', agent)).groups).toEqual([])
    expect((await agent.get(`/reports/csat?agent_id=${amir}`)).status).toBe(403)
    expect((await report('', agent)).reader).toEqual({ own_only: true, sees_single: true })
    await app.api.put('/settings/csat', {
      policy: { visibility: { individual_roles: ['owner', 'admin', 'lead'] } },
    })
    expect((await agent.get(`/responses?agent_id=${amir}`)).status).toBe(403)
    expect((await report('', agent)).reader).toEqual({ own_only: true, sees_single: false })
    expect((await report('', await asRole('lead'))).reader).toEqual({ own_only: false, sees_single: true })
  })
})
