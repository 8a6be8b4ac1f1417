import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Api } from '../../../test/kit/api.ts'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'

let app: TestApp
let make: ReturnType<typeof build>
let crew: { id: string }
let other: { id: string }
let lead: Api
let agent: Api

beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
  await make.enable('per_resolution')
  crew = (await app.api.post('/teams', { name: 'Crew' })).body
  other = (await app.api.post('/teams', { name: 'Other' })).body
  lead = app.as(await make.keyFor((await make.member('lead', { team_ids: [crew.id] })).id))
  agent = app.as(await make.keyFor((await make.member('agent', { team_ids: [crew.id] })).id))
  for (const score of [5, 5, 4, 4, 1]) {
    const { id } = await make.conversation({ team_id: crew.id })
    const { survey } = await make.status(id, 'resolved', { survey: 'send' })
    await app.as(null).post(new URL(survey.url).pathname, { score })
  }
})
afterAll(() => app.close())
beforeEach(() => app.app.pool.query('delete from targets'))

const wanted = { metric: 'csat', goal: 0.75, period: 'month' }

describe('targets', () => {
  it('I20: a target tells how it stands in the period that runs', async () => {
    const made = await app.api.post('/targets', { ...wanted, team_id: crew.id })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      team_name: 'Crew',
      can: { change: true },
      progress: {
        value: 0.8,
        n: 5,
        on_track: true,
        enough_data: true,
        period_from: '2026-03-01',
        period_to: '2026-03-31',
      },
    })
    await app.api.post('/targets', { metric: 'average', goal: 4, period: 'quarter', team_id: crew.id })
    await app.api.post('/targets', { metric: 'response_rate', goal: 0.5, period: 'week' })
    await app.api.post('/targets', { ...wanted, team_id: other.id })
    const { data } = (await app.api.get('/targets')).body
    expect(data.map((each: any) => [each.team_name, each.metric, each.progress.value])).toEqual([
      [null, 'response_rate', 1],
      ['Crew', 'csat', 0.8],
      ['Crew', 'average', 3.8],
      ['Other', 'csat', null],
    ])
    expect(data[0].progress).toMatchObject({ period_from: '2026-03-02', period_to: '2026-03-08', n: 5 })
    expect(data[2].progress).toMatchObject({ period_from: '2026-01-01', on_track: false })
    expect(data[3].progress).toMatchObject({ on_track: null, enough_data: false })
  })

  it('I20: a lead sets those of the own teams; agents see them and set none', async () => {
    expect((await lead.post('/targets', { ...wanted, team_id: crew.id })).status).toBe(201)
    expect((await lead.post('/targets', { ...wanted, team_id: other.id })).status).toBe(403)
    expect((await lead.post('/targets', wanted)).status).toBe(403)
    expect((await agent.post('/targets', { ...wanted, team_id: crew.id })).status).toBe(403)
    const [mine] = (await agent.get('/targets')).body.data
    expect(mine.can.change).toBe(false)
    expect((await agent.patch(`/targets/${mine.id}`, { goal: 0.1 })).status).toBe(403)
    expect((await agent.delete(`/targets/${mine.id}`)).status).toBe(403)
    expect((await lead.patch(`/targets/${mine.id}`, { team_id: other.id })).status).toBe(403)
    expect((await lead.patch(`/targets/${mine.id}`, { goal: 0.9 })).body).toMatchObject({
      goal: 0.9,
      progress: { on_track: false },
    })
    expect((await lead.delete(`/targets/${mine.id}`)).status).toBe(204)
    expect((await lead.delete(`/targets/${mine.id}`)).status).toBe(404)
    const trail = (await app.api.get('/audit?limit=100')).body.data.map((entry: any) => entry.action)
    expect(trail).toEqual(expect.arrayContaining(['target.created', 'target.changed', 'target.removed']))
  })

  it('I20: what cannot be is refused field by field, also by a change', async () => {
    const team = '01900000-0000-7000-8000-000000000000'
    const bad = await app.api.post('/targets', { metric: 'csat', goal: 90, period: 'week', team_id: team })
    expect(bad.status).toBe(422)
    expect(bad.body.fields).toEqual([
      { field: 'team_id', message: 'names a team that is not in this workspace' },
      { field: 'goal', message: 'must be above 0 and at most 1, such as 0.9 for 90 %' },
    ])
    const { id } = (await app.api.post('/targets', wanted)).body
    expect((await app.api.post('/targets', wanted)).body.fields).toEqual([
      { field: 'metric', message: 'has a target for this period already' },
    ])
    expect((await app.api.patch(`/targets/${id}`, { metric: 'average' })).body.fields[0].field).toBe('goal')
    expect((await app.api.post('/targets', { ...wanted, period: 'year' })).status).toBe(422)
    expect((await app.api.patch(`/targets/${id}`, { period: 'week' })).body).toMatchObject({ period: 'week' })
  })

  it('C13: a target tells no closed answer', async () => {
    await app.api.post('/targets', { ...wanted, team_id: crew.id })
    await app.api.put('/settings/csat', { policy: { visibility: { embargo_hours: 48, min_n: 6 } } })
    const [target] = (await app.api.get('/targets')).body.data
    expect(target.progress).toMatchObject({ value: null, interval: null, on_track: null })
  })
})
