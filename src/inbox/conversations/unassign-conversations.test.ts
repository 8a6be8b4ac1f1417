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

const read = async (id: string) => (await app.api.get(`/conversations/${id}`)).body
const assignments = async (id: string) =>
  (await app.api.get(`/conversations/${id}/timeline`)).body.data
    .filter(({ kind }: any) => kind === 'assigned')
    .map(({ actor, data }: any) => [actor.kind, data.assignee_id, data.because])

it('I18: what a member has open or snoozed is nobody’s once he is gone; what ended is as it was', async () => {
  const [ana, ben] = [await make.member(), await make.member()]
  const open = await make.conversation({ assignee_id: ana.id })
  const snoozed = await make.conversation({ assignee_id: ana.id })
  await make.status(snoozed.id, 'snoozed', { snoozed_until: '2030-01-01T00:00:00Z' })
  const ended = await make.conversation({ assignee_id: ana.id })
  await make.status(ended.id, 'resolved')
  const other = await make.conversation({ assignee_id: ben.id })
  await app.api.delete(`/members/${ana.id}`)
  await app.settle()
  expect((await read(open.id)).assignee_id).toBeNull()
  expect(await read(snoozed.id)).toMatchObject({ assignee_id: null, status: 'snoozed' })
  expect((await read(ended.id)).assignee_id).toBe(ana.id)
  expect((await read(other.id)).assignee_id).toBe(ben.id)
  expect((await assignments(open.id)).at(-1)).toEqual(['system', null, 'assignee_left'])
  const { data } = (await app.api.get('/conversations?assignee=nobody')).body
  expect(data.map(({ id }: any) => id)).toContain(open.id)
  // The customer comes back: he is not to wait for somebody who is gone.
  await make.status(ended.id, 'open')
  expect(await read(ended.id)).toMatchObject({ status: 'open', assignee_id: null })
  expect(await assignments(ended.id)).toEqual([['system', null, 'assignee_left']])
})

it('I18: who came back before it was done keeps what he had', async () => {
  const cai = await make.member('agent', { email: 'cai@acme.test' })
  const { id } = await make.conversation({ assignee_id: cai.id })
  await app.api.delete(`/members/${cai.id}`)
  await make.member('agent', { email: 'cai@acme.test' })
  await app.settle()
  expect((await read(id)).assignee_id).toBe(cai.id)
})
