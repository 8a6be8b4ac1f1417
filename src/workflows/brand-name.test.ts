import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { portalBrowser } from '../../test/kit/portal.ts'
import { visitorToken } from '../customers/visitor.ts'
import { failed } from '../channels/failure.ts'

const NAME = 'Angry customers: stall until lead is back'
const BRAND = 'Teapots Ltd'
let app: TestApp
let make: ReturnType<typeof build>

beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
  await app.app.pool.query('update workspaces set name = $1', [BRAND])
  await app.api.post('/workflows', {
    name: NAME,
    enabled: true,
    trigger: { type: 'conversation.created' },
    steps: [{ type: 'post_message', body: 'We look into it.' }],
  })
})
afterAll(() => app.close())

it('O9: a customer reads the brand where a workflow wrote, the team reads which one', async () => {
  const { id: contact_id } = await make.contact()
  const { id } = await make.conversation({ contact_id })
  await app.settle()
  const visitor = { workspaceId: app.workspace.workspaceId, contactId: contact_id, signed: true }
  const token = visitorToken(app.app.ctx.keys.visitors, visitor)
  const browser = portalBrowser(app)
  await browser.enter(token)
  const { html } = await browser.get(`/c/${id}`)
  expect(html).toContain('We look into it.')
  expect(html).not.toContain('Angry customers')
  expect(/class="author"><bdi>([^<]*)</.exec(html)?.[1]).toBe(BRAND)
  const server = await app.app.server()
  const headers = { authorization: `Bearer ${token}` }
  const chat = await server.inject({ url: '/widget/v1/conversation', headers })
  expect(chat.body).not.toContain('Angry customers')
  expect(chat.json().messages).toMatchObject([{ author: { kind: 'workflow', name: BRAND } }])
  const { data } = (await app.api.get(`/conversations/${id}/timeline`)).body
  expect(data.at(-1)).toMatchObject({ kind: 'message', actor: { kind: 'workflow', name: NAME } })
})

it('O9: what a workflow writes leaves the house without its name', async () => {
  const signed: (string | null)[] = []
  app.app.channels.installed.email = {
    capabilities: {
      inApp: false,
      scores: 'page',
      formatting: 'plain',
      maxLength: null,
      sendsKey: true,
      repeatsKnownMs: 0,
    },
    sendSurvey: async () => failed('refused'),
    async sendMessage({ agentName }) {
      signed.push(agentName)
      return { kind: 'accepted', providerId: null }
    },
  }
  const agent = await make.member('agent', { name: 'Mara' })
  const { id } = await make.conversation({ channel: 'email' })
  await make.say(id, 'teammate', 'Hello', {}, agent.id)
  await app.settle()
  expect(signed).toHaveLength(2)
  expect(signed).toEqual(expect.arrayContaining(['Mara', null]))
})
