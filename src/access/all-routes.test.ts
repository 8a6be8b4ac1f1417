import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { newId } from '../platform/ids.ts'
import { createWorkspace } from './create-workspace.ts'
import type { RouteAccess } from './actor.ts'

type Route = { method: string; url: string; access: RouteAccess }

let app: TestApp
let routes: Route[]
let strangerKey: string
let agentKey: string

/** What is open to everyone, each on purpose. A new public route must be added here by hand. */
const PUBLIC_URLS = [
  /^\/api\/auth\//,
  /^\/api\/v1\/setup$/,
  /^\/api\/v1\/invitation(\/accept)?$/,
  /^\/api\/v1\/openapi\.json$/,
  /^\/api\/docs(\/docs\.[0-9a-f]+\.css)?$/,
  /^\/(healthz|readyz|metrics)$/,
  /^\/s\//,
  /^\/hooks\/:workspace\/:channel\//,
  /^\/widget(\.js|\/)/,
  /^\/portal(\/|$)/,
  /^\/demo/,
  /^\/app-assets\/\*$/,
  /^\/candor\.svg$/,
  /^\/\*$/,
]

beforeAll(async () => {
  app = await makeTestApp()
  routes = await routesOf(app)
  const agent = await build(app).member('agent')
  agentKey = await build(app).keyFor(agent.id)
  const other = await createWorkspace(app.app.ctx, app.app.auth, {
    workspace: 'Other',
    ownerName: 'Otto',
    ownerEmail: 'otto@other.test',
    ownerPassword: 'another long password',
  })
  strangerKey = other.ok ? other.value.apiKey : ''
})
afterAll(() => app.close())

/** Every route the composed server answers, read from its own table. */
async function routesOf({ app: composed }: TestApp): Promise<Route[]> {
  const server: FastifyInstance = await composed.server()
  const registered = server.candorRoutes as readonly Route[]
  return registered.filter(({ method }) => method !== 'HEAD')
}

function concrete(url: string): string {
  return url.replaceAll(/:[a-z_]+/gi, '01900000-0000-7000-8000-000000000000').replace('*', 'x')
}

const isPublic = ({ access }: Route): boolean => access === 'public'

describe('every registered route', () => {
  it('is seen by this test', () => {
    expect(routes.length).toBeGreaterThan(50)
    expect(routes.map(({ url }) => url)).toContain('/api/v1/conversations/:id/status')
  })

  it('C1: is closed to everyone unless it is on the list of public ones', () => {
    const open = routes
      .filter(isPublic)
      .filter(({ url }) => !PUBLIC_URLS.some((pattern) => pattern.test(url)))
    expect(open).toEqual([])
  })

  it('answers 401 without a credential, and with a forged one', async () => {
    for (const key of [null, 'cnd_forged', `${app.workspace.apiKey.slice(0, -2)}xx`]) {
      for (const { method, url } of routes.filter((route) => !isPublic(route))) {
        const server = await app.app.server()
        const headers = key === null ? {} : { authorization: `Bearer ${key}` }
        const { statusCode } = await server.inject({ method: method as 'GET', url: concrete(url), headers })
        expect([method, url, statusCode]).toEqual([method, url, 401])
      }
    }
  })

  it('C1, J11: answers 403 to a role that lacks the permission', async () => {
    const mine =
      'inbox.read inbox.write csat.send csat.view responses.read cases.read cases.work members.read'.split(
        ' ',
      )
    const beyond = routes.filter(({ access }) => typeof access === 'object' && !mine.includes(access.ability))
    expect(beyond.length).toBeGreaterThan(10)
    for (const { method, url } of beyond) {
      const server = await app.app.server()
      const { statusCode } = await server.inject({
        method: method as 'GET',
        url: concrete(url),
        headers: { authorization: `Bearer ${agentKey}` },
        ...(method === 'GET' || method === 'DELETE' ? {} : { payload: {} }),
      })
      expect([method, url, statusCode]).toEqual([method, url, 403])
    }
  })

  it('answers 404 to the ids of another workspace, in every position', async () => {
    const make = build(app)
    await make.enable('per_resolution')
    const conversation = await make.conversation()
    const { survey } = await make.status(conversation.id, 'resolved')
    const member = await make.member()
    const team = (await app.api.post('/teams', { name: 'Crew' })).body
    const key = (await app.api.get('/api-keys')).body.data[0]
    await app.as(null).post(new URL(survey.url).pathname, { score: 5 })
    const [response] = (await app.api.get('/responses')).body.data
    const target = (await app.api.post('/targets', { metric: 'csat', goal: 0.9, period: 'week' })).body
    const subscription = (
      await app.api.post('/report-subscriptions', { name: 'Weekly', every: 'week', recipients: ['a@x.test'] })
    ).body
    const tips = { name: 'Tips', kind: 'static', card: { text: 'Hello' }, channels: ['web_chat'] }
    const closingApp = (await app.api.post('/apps', tips)).body
    const alert = newId()
    await app.app.pool.query(
      `insert into drift_alerts (workspace_id, id, week, finding, found_at) values ($1, $2, '2026-02-23', '{}', now())`,
      [app.workspace.workspaceId, alert],
    )
    const webhook = (await app.api.post('/webhooks', { url: 'https://example.com/hook', enabled: false }))
      .body
    const delivery = newId()
    await app.app.pool.query(
      `insert into webhook_deliveries (workspace_id, id, endpoint_id, event_id, type, body, state, made_at)
       values ($1, $2, $3, $2, 'webhook.test', '{}', 'failed', now())`,
      [app.workspace.workspaceId, delivery, webhook.id],
    )
    const followUp = (await app.api.post('/cases', { conversation_id: conversation.id })).body
    const marks = {
      name: 'Mark',
      enabled: true,
      trigger: { type: 'conversation.created' },
      steps: [{ type: 'wait', duration: 'P1D' }],
    }
    const workflow = (await app.api.post('/workflows', marks)).body
    await make.conversation()
    await app.settle()
    const [run] = (await app.api.get(`/workflows/${workflow.id}/runs`)).body.data
    const ids: Record<string, string> = {
      conversations: conversation.id,
      contacts: conversation.contact.id,
      surveys: survey.id,
      members: member.id,
      teams: team.id,
      'api-keys': key.id,
      responses: response.id,
      reports: alert,
      targets: target.id,
      'report-subscriptions': subscription.id,
      apps: closingApp.id,
      cases: followUp.id,
      webhooks: webhook.id,
      deliveries: delivery,
      workflows: workflow.id,
      'workflows/runs': run.id,
    }
    const withId = routes.filter(({ url }) => url.startsWith('/api/v1/') && url.includes(':id'))
    expect(withId.length).toBeGreaterThan(15)
    const bodies: Record<string, object> = {
      '/api/v1/conversations/:id/messages': { author: { kind: 'contact' }, body: 'x' },
      '/api/v1/conversations/:id/status': { status: 'resolved' },
      '/api/v1/cases/:id/close': { outcome: 'recovered' },
      '/api/v1/workflows/:id': marks,
      '/api/v1/workflows/:id/dry-run': { conversation_id: conversation.id },
    }
    for (const { method, url } of withId) {
      const [, kind = ''] = /^\/api\/v1\/(workflows\/runs|[^/]+)/.exec(url)!
      const server = await app.app.server()
      const { statusCode } = await server.inject({
        method: method as 'GET',
        url: url.replace(':id', ids[kind] ?? 'missing').replace(':attachment_id', conversation.id),
        headers: { authorization: `Bearer ${strangerKey}` },
        ...(method === 'GET' || method === 'DELETE' ? {} : { payload: bodies[url] ?? {} }),
      })
      expect([method, url, statusCode]).toEqual([method, url, 404])
    }
  })
})
