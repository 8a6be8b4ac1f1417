import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'

let app: TestApp
let make: ReturnType<typeof build>

beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
})
afterAll(() => app.close())

const weekly = { name: 'Weekly', every: 'week', recipients: ['my-private@leaver.test'], with_csv: true }

it('J10: a report says who set it up, himself or by a key of his making, also once he has left', async () => {
  const admin = await make.member('admin')
  const own = app.as(await make.keyFor(admin.id))
  const { body: me } = await own.post('/report-subscriptions', weekly)
  expect(me.created_by).toBe(admin.id)
  const scopes = ['settings.manage', 'csat.view', 'responses.read', 'inbox.read']
  const key = (await own.post('/api-keys', { name: 'For the workspace', scopes })).body
  expect(key.created_by).toBe(admin.id)
  const { body: byKey } = await app.as(key.key).post('/report-subscriptions', weekly)
  expect(byKey.created_by).toBe(admin.id)
  await app.api.delete(`/members/${admin.id}`)
  const { data } = (await app.api.get('/report-subscriptions')).body
  expect(data.map(({ created_by: by }: any) => by)).toEqual([admin.id, admin.id])
})
