import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Api } from '../../test/kit/api.ts'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { DAY, HOUR } from '../../test/kit/clock.ts'

/** What can be learned of closed answers from figures held against each other. */
let app: TestApp
let make: ReturnType<typeof build>
let amir: string
let bea: string
let own: Api
let lead: Api

beforeEach(async () => {
  app = await makeTestApp()
  make = build(app)
  amir = (await make.member()).id
  bea = (await make.member()).id
  own = app.as(await make.keyFor(amir))
  lead = app.as(await make.keyFor((await make.member('lead')).id))
})
afterEach(() => app.close())

async function rated(score: number, agent = amir, input: object = {}): Promise<string> {
  const { id } = await make.conversation({ assignee_id: agent, ...input })
  await make.say(id, 'teammate', 'Hello', {}, agent)
  const { survey } = await make.status(id, 'resolved', { survey: 'send' })
  const path = new URL(survey.url).pathname
  expect((await app.as(null).post(path, { score })).status).toBe(200)
  return path
}
async function times(count: number, score: number, agent = amir, input: object = {}): Promise<void> {
  for (let each = 0; each < count; each += 1) await rated(score, agent, input)
}
const report = async (query = '', api: Api = app.api) => {
  const { status, body } = await api.get(`/reports/csat${query}`)
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}
/** The average of a figure, and how many answers it does not tell. */
const told = async (query = '', api: Api = app.api) => {
  const { overall } = await report(query, api)
  return [overall.average, overall.withheld]
}
const enable = (visibility: object = {}, more: object = {}) =>
  make.enable('by_hand', {
    visibility,
    trigger: { channels: { api: { enabled: true }, sms: { enabled: true } } },
    ...more,
  })

describe('figures held against each other', () => {
  it('C13: a filter tells no more than the row of the same name', async () => {
    await enable()
    await times(10, 5)
    await rated(1, bea, { channel: 'api' })
    for (const api of [app.api, lead, own]) {
      expect(await told('', api)).toEqual([51 / 11, 0])
      const { groups } = await report('?group_by=channel', api)
      expect(groups.map((each: any) => each.average)).toEqual([null, null])
      expect(await told('?channel=web_chat', api)).toEqual([null, 10])
      expect(await told('?channel=api', api)).toEqual([null, 1])
    }
    expect(await told(`?agent_id=${amir}`, own)).toEqual([null, 10])
    expect(await told(`?agent_id=${amir}&channel=web_chat`, own)).toEqual([null, 10])
    expect((await report('?group_by=agent&trend=day', lead)).groups[0].trend).toMatchObject([{ csat: null }])
    expect((await lead.get('/reports/leaderboard')).body.rows.map((each: any) => each.average)).toEqual([
      null,
      null,
    ])
    await times(4, 1, bea, { channel: 'api' })
    expect(await told('?channel=web_chat', lead)).toEqual([5, 0])
    expect(await told(`?agent_id=${amir}&channel=web_chat`, own)).toEqual([5, 0])
  })

  it('C13: a tag is not told where those without it are a few', async () => {
    await enable()
    await times(6, 5, amir, { tags: ['late'] })
    await rated(1)
    for (const api of [app.api, lead]) {
      expect((await report('?group_by=tag', api)).groups).toMatchObject([{ key: 'late', average: null }])
      expect(await told('?tag=late', api)).toEqual([null, 6])
      expect((await report(`?group_by=tag&agent_id=${amir}`, api)).groups).toMatchObject([{ average: null }])
    }
    await times(4, 1)
    expect(await told('?tag=late')).toEqual([5, 0])
  })

  it('C11, C13: an agent’s own scores are not told where a few others make up the rest of the team’s', async () => {
    await enable()
    const crew = (await app.api.post('/teams', { name: 'Crew' })).body.id
    const other = (await app.api.post('/teams', { name: 'Other' })).body.id
    await times(6, 5, amir, { team_id: crew })
    await rated(1, bea, { team_id: crew })
    await times(8, 3, bea, { team_id: other })
    await app.api.post('/targets', { metric: 'average', goal: 4, period: 'month', team_id: crew })
    const target = async () => (await own.get('/targets')).body.data[0].progress.value
    expect(await told(`?team_id=${crew}`, own)).toEqual([31 / 7, 0])
    expect(await target()).toBe(31 / 7)
    expect(await told(`?agent_id=${amir}`, own)).toEqual([null, 6])
    expect((await own.get('/reports/achievements')).body).toMatchObject({ positive: null, withheld: 6 })
    await times(4, 1, bea, { team_id: crew })
    expect(await told(`?agent_id=${amir}`, own)).toEqual([5, 0])
    expect(await told(`?agent_id=${amir}&team_id=${crew}`, own)).toEqual([5, 0])
  })

  it('C13: what only looks like part of another is looked up, and told', async () => {
    await enable()
    await times(6, 5)
    // On the day's numbers all of Amir's could be among these eight.
    await times(8, 3, bea, { channel: 'api' })
    expect(await told(`?agent_id=${amir}`, own)).toEqual([5, 0])
    expect(await told('?channel=api', own)).toEqual([3, 0])
  })

  it('O1, C13: over all channels the most wanted by one of them is the least that is told', async () => {
    await enable({}, { trigger: { channels: { api: { enabled: true, visibility: { min_n: 8 } } } } })
    await times(7, 5)
    expect(await told()).toEqual([null, 7])
    expect((await report('?channel=api')).min_n).toBe(8)
    await rated(5)
    expect(await told()).toEqual([5, 0])
    await times(6, 1, amir, { channel: 'api' })
    expect(await told('?channel=web_chat')).toEqual([null, 8])
    await times(2, 1, amir, { channel: 'api' })
    expect(await told('?channel=web_chat')).toEqual([5, 0])
  })
})

describe('what counts as closed', () => {
  it('C13: only answers that the reader may not see: the older of the same day are told, and make no block', async () => {
    await enable({ embargo_hours: 1 })
    await times(9, 5)
    app.clock.advance(2 * HOUR)
    await rated(1)
    expect(await told()).toEqual([5, 1])
    app.clock.advance(HOUR)
    expect(await told()).toEqual([46 / 10, 0])
  })

  it('C13: a changed answer is closed again, also where it was given long ago', async () => {
    await enable({}, { rating: { edit: { mode: 'latest_wins' } } })
    const path = await rated(5)
    await times(7, 5)
    app.clock.advance(5 * DAY)
    expect(await told()).toEqual([5, 0])
    expect((await app.as(null).post(path, { score: 1 })).status).toBe(200)
    expect(await told()).toEqual([5, 1])
    app.clock.advance(2 * DAY)
    expect(await told()).toEqual([36 / 8, 0])
  })

  it('§ 3.6, C13: low scores that a lead sees at once are no cover for the one that he does not', async () => {
    await enable({ lead_sees_low_at_once: true })
    await times(5, 1)
    await rated(3)
    expect((await lead.get('/responses')).body.data).toHaveLength(5)
    expect(await told('', lead)).toEqual([null, 6])
    await times(4, 3)
    expect(await told('', lead)).toEqual([2, 0])
    await enable({ lead_sees_low_at_once: true, individual_roles: ['owner', 'admin', 'lead'] })
    expect(await told('', lead)).toEqual([2, 0])
    await rated(5)
    app.clock.advance(DAY)
    await times(5, 2)
    expect(await told(`?from=${new Date(app.clock.now()).toISOString().slice(0, 10)}`, lead)).toEqual([2, 0])
  })

  it('O1, C12: only the channel that is closed to a role is told in blocks', async () => {
    const api = { enabled: true, visibility: { individual_roles: ['owner'] } }
    await make.enable('on_close', {
      trigger: { mode: 'by_hand', statuses: ['resolved'], channels: { api } },
      eligibility: { min_characters: 0 },
    })
    await times(6, 5)
    await rated(1, amir, { channel: 'api' })
    app.clock.advance(30 * DAY)
    expect(await told('', lead)).toEqual([5, 1])
    expect(await told('?channel=web_chat', lead)).toEqual([5, 0])
    expect(await told('')).toEqual([31 / 7, 0])
  })

  it('C12, J10: a key that may not list single answers learns none from figures, embargo or not', async () => {
    await make.enable('per_resolution')
    await rated(2)
    const made = async (input: object) =>
      app.as((await app.api.post('/api-keys', { name: 'Reports', scopes: ['csat.view'], ...input })).body.key)
    for (const api of [await made({}), await made({ member_id: amir })]) {
      expect((await api.get('/responses')).status).toBe(403)
      expect(await told('', api)).toEqual([null, 1])
    }
    expect(await told()).toEqual([2, 0])
  })
})
