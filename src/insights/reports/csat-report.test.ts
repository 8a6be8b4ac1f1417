import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Api } from '../../../test/kit/api.ts'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'
import { DAY, HOUR } from '../../../test/kit/clock.ts'
import { foldTallies } from '../counting/fold.ts'

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

/** A conversation with an agent that is resolved, asked about and rated; returns its id. */
async function rated(score: number, agent = amir, input: object = {}): Promise<string> {
  const { id } = await make.conversation({ assignee_id: agent, ...input })
  await make.say(id, 'teammate', 'Hello', {}, agent)
  const { survey } = await make.status(id, 'resolved', { survey: 'send' })
  const answer = await app.as(null).post(new URL(survey.url).pathname, { score })
  expect(answer.status).toBe(200)
  return id
}

const report = async (query = '', api: Api = app.api) => {
  const { status, body } = await api.get(`/reports/csat${query}`)
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}

describe('the figures', () => {
  it('I17: two each of 5, 4, 3, 2, 1 are 40 %, two parts positive, two neutral, one negative', async () => {
    await make.enable('per_resolution')
    for (const score of [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]) await rated(score)
    expect((await report()).overall).toMatchObject({
      sent: 10,
      answered: 10,
      response_rate: 1,
      average: 3,
      distribution: { 1: 2, 2: 2, 3: 2, 4: 2, 5: 2 },
      positive: 4,
      neutral: 4,
      negative: 2,
      csat: 0.4,
      enough_data: true,
      withheld: 0,
    })
  })

  it('A3: a neutral 3 is never satisfied, and no setting makes it so', async () => {
    await make.enable('per_resolution')
    for (const score of [3, 3, 3, 4]) await rated(score)
    expect((await report()).overall).toMatchObject({ csat: 0.25, neutral: 3, positive: 1 })
    for (const satisfied_from of [3, 2]) {
      const policy = { question: { satisfied_from } }
      const refused = await app.api.put('/settings/csat', { policy })
      expect(refused.status).toBe(422)
      expect(refused.body.fields).toMatchObject([{ field: 'policy.question.satisfied_from' }])
    }
    await app.api.put('/settings/csat', { policy: { question: { satisfied_from: 5 } } })
    for (const score of [3, 4]) await rated(score)
    expect((await report()).overall).toMatchObject({ answered: 6, csat: 1 / 6 })
  })

  it('A10: every score carries its n and its 95 % interval, and too few answers say so', async () => {
    await make.enable('per_resolution')
    for (let count = 0; count < 4; count += 1) await rated(5)
    const { overall } = await report()
    expect(overall).toMatchObject({ answered: 4, csat: 1, enough_data: false })
    expect(overall.interval.low).toBeCloseTo(0.510109, 6)
    expect(overall.interval.high).toBe(1)
    await rated(5)
    expect((await report()).overall.enough_data).toBe(true)
  })

  it('C10: a new workspace has no numbers, and nothing is divided by nothing', async () => {
    expect((await report('?group_by=agent')).overall).toMatchObject({
      sent: 0,
      answered: 0,
      response_rate: null,
      average: null,
      csat: null,
      interval: null,
      reopen_rate: null,
      enough_data: false,
    })
  })

  it('O10: a newer rating of the conversation takes the place of the older', async () => {
    await make.enable('after_delay', {
      trigger: { delay: 'PT0S', channels: { web_chat: { enabled: true } } },
    })
    const id = await rated(2)
    app.clock.advance(HOUR)
    const again = await app.api.post(`/conversations/${id}/surveys`)
    await app.as(null).post(new URL(again.body.url).pathname, { score: 5 })
    expect((await report()).overall).toMatchObject({ answered: 1, average: 5, sent: 2, response_rate: 1 })
  })

  it('I14: two asks for one teammate count as one', async () => {
    await make.enable('on_close', { eligibility: { min_characters: 0 } })
    const { id } = await make.conversation()
    await make.say(id, 'teammate', 'Hello', {}, amir)
    const first = (await make.status(id, 'closed')).survey
    await make.status(id, 'open')
    await make.status(id, 'closed', { survey: 'send' })
    await app.as(null).post(new URL(first.url).pathname, { score: 4 })
    expect((await report()).overall).toMatchObject({
      sent: 1,
      answered: 1,
      response_rate: 1,
      resolved: 2,
      reopen_rate: 0.5,
    })
  })

  it('J3: an ask that was taken back is not held against the response rate', async () => {
    await make.enable('per_resolution')
    const { id } = await make.conversation()
    await make.status(id, 'resolved')
    expect((await report()).overall.sent).toBe(1)
    await make.status(id, 'open')
    expect((await report()).overall).toMatchObject({ sent: 0, resolved: 1, reopen_rate: 1 })
  })
})

describe('groups', () => {
  beforeEach(() => make.enable('per_resolution'))

  it('I16, C11: by agent, each with the own split', async () => {
    await rated(5, amir)
    await rated(1, amir)
    await rated(3, bea)
    const { groups } = await report('?group_by=agent')
    expect(groups).toMatchObject([
      { key: amir, answered: 2, positive: 1, neutral: 0, negative: 1, csat: 0.5 },
      { key: bea, answered: 1, positive: 0, neutral: 1, negative: 0, csat: 0 },
    ])
    expect(groups[0].name).toMatch(/^Member/)
  })

  it('C11: an agent sees only the own row, and may not ask for another’s', async () => {
    await rated(5, amir)
    await rated(3, bea)
    const own = app.as(await make.keyFor(amir))
    expect((await report('?group_by=agent', own)).groups).toMatchObject([{ key: amir }])
    expect((await own.get(`/reports/csat?agent_id=${bea}`)).status).toBe(403)
    expect((await report(`?agent_id=${amir}`, own)).overall.answered).toBe(1)
  })

  it('A8: by tag, channel and who handled it; two filters at once', async () => {
    await rated(5, amir, { tags: ['late', 'broken'] })
    await rated(1, amir, { tags: ['late'], channel: 'api' })
    await rated(2, bea, { tags: ['broken'], channel: 'api' })
    const keys = async (by: string) =>
      (await report(`?group_by=${by}`)).groups.map((each: any) => [each.key, each.answered])
    expect(await keys('tag')).toEqual([
      ['broken', 2],
      ['late', 2],
    ])
    expect(await keys('channel')).toEqual([
      ['api', 2],
      ['web_chat', 1],
    ])
    expect(await keys('handled_by')).toEqual([['human', 3]])
    expect((await report(`?agent_id=${amir}&tag=late`)).overall.answered).toBe(2)
  })

  it('J10: by day in the time zone of the workspace, with the period before', async () => {
    await app.api.patch('/workspace', { time_zone: 'America/Los_Angeles' })
    app.clock.set(Date.parse('2026-03-10T06:30:00Z'))
    await rated(1)
    app.clock.set(Date.parse('2026-03-10T07:30:00Z'))
    await rated(5)
    const { groups, previous } = await report('?group_by=day&from=2026-03-10&to=2026-03-10')
    expect(groups).toMatchObject([{ key: '2026-03-10', answered: 1, average: 5 }])
    expect(previous).toMatchObject({ answered: 1, average: 1 })
    const weeks = await report('?group_by=week')
    expect(weeks.groups).toMatchObject([{ key: '2026-03-09', answered: 2 }])
  })

  it('J10: the hour over which midnight comes twice is counted once, before and after it is folded', async () => {
    await make.enable('per_resolution')
    // Clocks go back at one o'clock, so that 25 October begins twice.
    expect((await app.api.patch('/workspace', { time_zone: 'Atlantic/Azores' })).status).toBe(200)
    app.clock.set(Date.UTC(2026, 9, 25, 0, 30))
    for (const score of [5, 4, 3]) await rated(score)
    app.clock.set(Date.UTC(2026, 9, 26, 12))
    const told = async () =>
      Promise.all(
        [
          'from=2026-10-24&to=2026-10-24',
          'from=2026-10-25&to=2026-10-25',
          'from=2026-10-24&to=2026-10-25',
        ].map(async (range) => (await report(`?${range}`)).overall.answered),
      )
    expect(await told()).toEqual([0, 3, 3])
    await foldTallies(app.app.ctx)
    expect(await told()).toEqual([0, 3, 3])
    expect((await report('?from=2026-10-24&to=2026-10-26&group_by=day')).groups).toMatchObject([
      { key: '2026-10-25', answered: 3 },
    ])
  })

  it('J10: a zone that the database does not know is refused, and one workspace’s trouble is not another’s', async () => {
    const refused = await app.api.patch('/workspace', { time_zone: 'US/Pacific-New' })
    expect(refused).toMatchObject({ status: 422, body: { fields: [{ field: 'time_zone' }] } })
    await make.enable('per_resolution')
    await rated(5)
    const { db } = app.app.ctx
    const id = '00000000-0000-7000-8000-000000000000'
    await db
      .insertInto('workspaces')
      .values({
        id,
        name: 'Odd',
        slug: id,
        time_zone: 'No/Where',
        widget_secret: 'x',
        created_at: new Date(0),
      })
      .execute()
    await foldTallies(app.app.ctx)
    expect(await db.selectFrom('report_tallies').selectAll().execute()).toEqual([])
    expect((await report()).overall.answered).toBe(1)
  })

  it('J10: a period that begins within a week has the same totals however it is cut', async () => {
    app.clock.set(Date.parse('2026-03-11T12:00:00Z'))
    for (const score of [5, 1, 4]) {
      await rated(score)
      app.clock.advance(3 * DAY)
    }
    for (const cut of ['', '&group_by=day', '&group_by=week']) {
      expect((await report(`?from=2026-03-11${cut}`)).overall).toMatchObject({ answered: 3, sent: 3 })
    }
    const { groups } = await report('?from=2026-03-11&group_by=agent&trend=week')
    expect(groups).toMatchObject([{ answered: 3, trend: [{ answered: 2 }, { answered: 1 }] }])
  })

  it('J10: a range of hours counts those hours', async () => {
    await rated(1)
    app.clock.advance(2 * HOUR)
    await rated(5)
    const now = new Date(app.clock.now() + 1).toISOString()
    const hourAgo = new Date(app.clock.now() - HOUR).toISOString()
    expect((await report(`?from=${hourAgo}&to=${now}`)).overall).toMatchObject({ answered: 1, average: 5 })
  })

  it('A2: a new definition of satisfied leaves the answers given before as they were, and is told', async () => {
    await rated(4)
    app.clock.advance(DAY)
    await app.api.put('/settings/csat', { policy: { question: { satisfied_from: 5 } } })
    await rated(4)
    const { overall, definitions } = await report()
    expect(overall).toMatchObject({ answered: 2, csat: 0.5, positive: 2 })
    expect(definitions.map((each: any) => each.satisfied_from)).toEqual([4, 5])
  })
})

describe('the embargo', () => {
  beforeEach(() => make.enable('by_hand'))

  it('C13: fewer closed answers than the minimum are counted, and their scores withheld; at the minimum all are told at once', async () => {
    for (let count = 0; count < 4; count += 1) await rated(5)
    expect((await report()).overall).toMatchObject({
      answered: 4,
      average: null,
      distribution: null,
      csat: null,
      positive: null,
      enough_data: false,
      withheld: 4,
    })
    await rated(1)
    expect((await report()).overall).toMatchObject({ answered: 5, csat: 0.8, withheld: 0, enough_data: true })
  })

  it('C13: a fresh answer is not told by what it adds to older ones', async () => {
    for (let count = 0; count < 6; count += 1) await rated(5)
    app.clock.advance(4 * DAY)
    await rated(1)
    expect((await report()).overall).toMatchObject({ answered: 7, csat: 1, negative: 0, withheld: 1 })
    app.clock.advance(3 * DAY)
    expect((await report()).overall).toMatchObject({ answered: 7, negative: 1, withheld: 0 })
  })

  it('C13: a small group is not told by what is missing from the others', async () => {
    for (let count = 0; count < 8; count += 1) await rated(5, amir)
    await rated(1, bea)
    const { overall, groups } = await report('?group_by=agent')
    expect(overall).toMatchObject({ answered: 9, withheld: 0 })
    expect(groups.map((each: any) => [each.answered, each.average])).toEqual([
      [8, null],
      [1, null],
    ])
  })

  it('C13: a change under embargo of an old answer closes it again, and the old day tells the others alone', async () => {
    await app.api.put('/settings/csat', { policy: { rating: { edit: { mode: 'latest_wins' } } } })
    for (let count = 0; count < 6; count += 1) await rated(5)
    const { id } = await make.conversation({ assignee_id: amir })
    const { survey } = await make.status(id, 'resolved', { survey: 'send' })
    const path = new URL(survey.url).pathname
    await app.as(null).post(path, { score: 5 })
    app.clock.advance(4 * DAY)
    expect((await report()).overall).toMatchObject({ answered: 7, csat: 1, withheld: 0 })
    for (const score of [1, 4]) {
      expect((await app.as(null).post(path, { score })).status).toBe(200)
      const day = new Date(app.clock.now() - 4 * DAY).toISOString().slice(0, 10)
      const { overall } = await report(`?from=${day}&to=${day}`)
      expect(overall).toMatchObject({ answered: 7, withheld: 1, average: 5 })
    }
    app.clock.advance(2 * DAY)
    expect((await report()).overall).toMatchObject({ answered: 7, withheld: 0, average: 34 / 7 })
  })

  it('C13: the strictest channel decides over figures of all', async () => {
    await app.api.put('/settings/csat', {
      policy: {
        visibility: { embargo_hours: 0 },
        trigger: { channels: { api: { enabled: true, visibility: { embargo_hours: 48 } } } },
      },
    })
    await rated(1, amir, { channel: 'api' })
    expect((await report()).overall).toMatchObject({ answered: 1, withheld: 1, average: null })
    expect((await report('?channel=web_chat')).overall).toMatchObject({ answered: 0, withheld: 0 })
  })

  it('C12, C13: whoever may read no single answer at all gets old ones withheld, too', async () => {
    for (let count = 0; count < 6; count += 1) await rated(5, amir)
    app.clock.advance(30 * DAY)
    await rated(1, amir)
    const lead = app.as(await make.keyFor((await make.member('lead')).id))
    const day = new Date(app.clock.now()).toISOString().slice(0, 10)
    expect((await report(`?from=${day}&to=${day}`, lead)).overall).toMatchObject({
      answered: 1,
      average: null,
    })
    expect((await report('', lead)).overall).toMatchObject({ answered: 7, withheld: 0, negative: 1 })
    const before = new Date(app.clock.now() - DAY).toISOString().slice(0, 10)
    expect((await report(`?to=${before}`, lead)).overall).toMatchObject({ answered: 6, average: null })
  })
})
