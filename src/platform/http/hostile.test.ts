import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'

let app: TestApp
let make: ReturnType<typeof build>

beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
})
afterAll(() => app.close())

const cursor = (at: string, id: string) => Buffer.from(`${at}.${id}`).toString('base64url')
const NIL = '00000000-0000-0000-0000-000000000000'
const WRONG = [
  cursor('9999999999999999', NIL),
  cursor('253402300800000', NIL),
  cursor('1', '-'.repeat(36)),
  cursor('1', '0'.repeat(36)),
  'x',
]

describe('a cursor that is none of ours', () => {
  it('C12: is refused by every list, with its field', async () => {
    const { id } = await make.conversation()
    const lists = ['/contacts?', '/conversations?', '/surveys?', '/audit?', `/conversations/${id}/timeline?`]
    for (const list of lists) {
      for (const wrong of WRONG) {
        const { status, body } = await app.api.get(`${list}cursor=${wrong}`)
        expect([list, wrong, status, body.fields?.[0].field]).toEqual([list, wrong, 422, 'cursor'])
      }
    }
  })

  it('C6: is refused by the web chat too', async () => {
    const visitor = { workspace: app.workspace.workspaceId, key: 'k'.repeat(32) }
    const first = { body: 'Hello', client_id: 'first-message', visitor }
    const { token } = (await app.as(null).post('/widget/v1/messages', first)).body
    for (const wrong of WRONG) {
      const { status } = await app.as(token).get(`/widget/v1/conversation?before=${wrong}`)
      expect([wrong, status]).toEqual([wrong, 422])
    }
  })
})

describe('an instant outside of what can be stored', () => {
  it.each([
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00+14:00',
    '1969-12-31T23:59:59Z',
    '9999-12-31T23:59:59Z',
  ])('O14: %s is refused with its field, wherever it stands', async (at) => {
    const made = await app.api.post('/conversations', {
      channel: 'web_chat',
      contact: { name: 'D' },
      created_at: at,
    })
    expect([made.status, made.body.fields?.[0].field]).toEqual([422, 'created_at'])
    const { id } = await make.conversation()
    const snooze = { status: 'snoozed', snoozed_until: at }
    expect((await app.api.post(`/conversations/${id}/status`, snooze)).status).toBe(422)
    const said = { author: { kind: 'contact' }, body: 'x', sent_at: at }
    expect((await app.api.post(`/conversations/${id}/messages`, said)).status).toBe(422)
    expect((await app.api.get(`/surveys?from=${encodeURIComponent(at)}`)).status).toBe(422)
  })
})

describe('JSON nested very deep', () => {
  const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
  const lists = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
  async function send(method: 'PUT' | 'POST', url: string, payload: string, headers: object = {}) {
    const server = await app.app.server()
    const credential = { authorization: `Bearer ${app.workspace.apiKey}`, 'content-type': 'application/json' }
    return server.inject({ method, url, payload, headers: { ...credential, ...headers } })
  }

  it('J11: is refused before anything walks through it', async () => {
    const settings = await send('PUT', '/api/v1/settings/csat', `{"policy":${nested(90_000)}}`)
    expect([settings.statusCode, settings.json().detail]).toEqual([400, expect.stringContaining('64 levels')])
    const events = `{"events":[{"event_id":"d","x":${lists(20_000)}}]}`
    const again = await send('POST', '/api/v1/events', events, { 'idempotency-key': 'deep' })
    expect(again.statusCode).toBe(400)
  })

  it('J11: brackets inside a text do not count', async () => {
    const name = `${'[{'.repeat(60)}\\"${'[{'.repeat(30)}`
    expect((await send('POST', '/api/v1/contacts', `{"name":"${name}"}`)).statusCode).toBe(201)
    expect((await send('POST', '/api/v1/contacts', '{"name":"a"')).statusCode).toBe(400)
  })
})

describe('a server that stops', () => {
  it('I8: ends the streams that are open, and with them itself', async () => {
    const other = await makeTestApp()
    const server = await other.app.server()
    const base = await server.listen({ port: 0, host: '127.0.0.1' })
    const stream = await fetch(`${base}/api/v1/stream`, {
      headers: { authorization: `Bearer ${other.workspace.apiKey}` },
    })
    const read = stream.text()
    await other.close()
    expect(await read).toContain('retry:')
  })
})
