import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'

let app: TestApp
let make: ReturnType<typeof build>

beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
})
afterAll(() => app.close())

const MESSAGE = { field: 'steps.0.member_id', message: expect.stringMatching(/has left/) }

it('O9: a step that assigns to somebody who has left since is refused, and the run says so', async () => {
  const { id: member } = await make.member()
  const definition = {
    name: 'To one of us',
    enabled: true,
    trigger: { type: 'conversation.created' },
    conditions: null,
    steps: [{ id: 'give', type: 'assign', member_id: member }],
  }
  const { body: workflow } = await app.api.post('/workflows', definition)
  await app.api.delete(`/members/${member}`)
  await app.settle()
  const { id } = await make.conversation()
  await app.settle()
  expect((await app.api.get(`/conversations/${id}`)).body.assignee_id).toBeNull()
  const [run] = (await app.api.get(`/workflows/${workflow.id}/runs`)).body.data
  const { log } = (await app.api.get(`/workflows/runs/${run.id}`)).body
  expect(log.find(({ step_id }: any) => step_id === 'give')).toMatchObject({
    outcome: 'refused',
    sentence: 'The member has left, so nothing was assigned.',
  })
  const { steps } = (await app.api.post(`/workflows/${workflow.id}/dry-run`, { conversation_id: id })).body
  expect(JSON.stringify(steps)).toContain('The member has left')
  // It can still be switched off, and is not saved so again.
  expect((await app.api.patch(`/workflows/${workflow.id}`, { enabled: false })).status).toBe(200)
  const saved = await app.api.put(`/workflows/${workflow.id}`, { ...definition, name: 'Again' })
  expect(saved).toMatchObject({ status: 422, body: { fields: [MESSAGE] } })
  expect(await app.api.post('/workflows', definition)).toMatchObject({
    status: 422,
    body: { fields: [MESSAGE] },
  })
})

it('O9: to ask whether it is his is still possible once he has left', async () => {
  const { id: member } = await make.member()
  await app.api.delete(`/members/${member}`)
  const test = { type: 'test', field: 'conversation.assignee', operator: 'is', value: member }
  const made = await app.api.post('/workflows', {
    name: 'Was it his?',
    enabled: false,
    trigger: { type: 'conversation.created' },
    conditions: test,
    steps: [{ type: 'tag', add: ['his'], remove: [] }],
  })
  expect(made.status, JSON.stringify(made.body)).toBe(201)
})
