import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'

let app: TestApp
beforeAll(async () => {
  app = await makeTestApp()
})
afterAll(() => app.close())

it('J10: a removed team leaves its conversations, and surveys keep the team they were made for', async () => {
  const make = build(app)
  await make.enable('per_resolution')
  const team = (await app.api.post('/teams', { name: 'Night shift' })).body
  const { id } = await make.conversation({ team_id: team.id })
  const { survey } = await make.status(id, 'resolved')
  expect((await app.api.delete(`/teams/${team.id}`)).status).toBe(204)
  expect((await app.api.get(`/conversations/${id}`)).body.team_id).toBeNull()
  expect((await app.api.get(`/surveys/${survey.id}`)).body.team_id).toBe(team.id)
  expect((await app.api.get('/teams')).body.data).toEqual([])
  expect((await app.api.get('/audit?limit=1')).body.data).toMatchObject([{ action: 'team.removed' }])
  expect((await app.api.delete(`/teams/${team.id}`)).status).toBe(404)
})
