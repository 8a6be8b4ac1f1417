import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../platform/ids.ts'
import { userHash } from '../customers/identity.ts'
import type { Session } from '../customers/schema.ts'
import { type ChatStage, setStage } from '../../test/kit/chat-stage.ts'

let stage: ChatStage
let server: FastifyInstance

type Answer<T> = { status: number; body: T; headers: Record<string, unknown> }

async function call<T>(method: 'GET' | 'POST' | 'OPTIONS', path: string, body?: unknown): Promise<Answer<T>> {
  const answer = await server.inject({
    method,
    url: `/widget/v1${path}`,
    headers: { origin: 'https://shop.example' },
    ...(body === undefined ? {} : { payload: body as object }),
  })
  return {
    status: answer.statusCode,
    body: answer.body ? answer.json() : null,
    headers: answer.headers,
  } as Answer<T>
}

beforeAll(async () => {
  stage = await setStage()
  server = stage.server
})
afterAll(() => stage.close())

describe('a visitor whom the host page vouches for', () => {
  it('C6: the right hash signs in, brings the contact up to date, and is one contact', async () => {
    const user = {
      id: 'user-7',
      hash: userHash(stage.secret, 'user-7'),
      name: 'Ada',
      email: 'ada@example.com',
    }
    const session = { workspace: stage.workspaceId, user }
    const first = await call<Session>('POST', '/sessions', session)
    expect(first).toMatchObject({ status: 200, body: { contact: { name: 'Ada' } } })
    const renamed = { ...session, user: { ...user, name: 'Ada L.' } }
    const second = await call<Session>('POST', '/sessions', renamed)
    expect(second.body.contact).toEqual({ id: first.body.contact!.id, name: 'Ada L.' })
  })

  it('C6: a wrong hash is refused with 401 and changes nothing', async () => {
    const before = await stage.count('contacts')
    const user = { id: 'user-8', hash: userHash(stage.secret, 'user-7') }
    const answer = await call('POST', '/sessions', { workspace: stage.workspaceId, user })
    expect(answer.status).toBe(401)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(await stage.count('contacts')).toBe(before)
  })

  it('C6: nonsense in name, email or locale does not keep anybody from chatting', async () => {
    const user = { id: 'user-9', hash: userHash(stage.secret, 'user-9'), name: '', email: 'nobody' }
    const answer = await call('POST', '/sessions', { workspace: stage.workspaceId, user, locale: '../..' })
    expect(answer.status).toBe(200)
  })
})

describe('what any page may fetch', () => {
  it('C6: the configuration speaks one language, its own direction, and no secret', async () => {
    const config = await call<{ text: object }>('GET', `/config?workspace=${stage.workspaceId}&lang=ar-EG`)
    expect(config.body).toMatchObject({
      language: 'ar',
      direction: 'rtl',
      workspace: { name: 'Hearth & Hollow' },
    })
    expect(config.headers['access-control-allow-origin']).toBe('*')
    expect(JSON.stringify(config.body)).not.toContain(stage.secret)
    expect((await call('GET', `/config?workspace=${newId()}`)).status).toBe(404)
  })

  it('C6: pages of any origin may ask with a token, never with cookies', async () => {
    const answer = await call('OPTIONS', '/conversation')
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'authorization, content-type',
    })
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined()
  })

  it('C6: oversized and empty messages are refused with the field', async () => {
    for (const body of ['', '   ', 'x'.repeat(5001)]) {
      const answer = await call('POST', '/messages', {
        body,
        client_id: newId(),
        visitor: { workspace: stage.workspaceId, key: 'k'.repeat(22) },
      })
      expect(answer).toMatchObject({ status: 422, body: { fields: [{ field: 'body' }] } })
    }
  })

  it('C6: the demo shop carries the chat of the only workspace under a strict policy', async () => {
    const page = await server.inject('/demo')
    expect(page.body).toContain(`data-workspace="${stage.workspaceId}"`)
    expect(page.headers['content-security-policy']).toContain("script-src 'self'")
    expect(page.headers['content-security-policy']).not.toContain('unsafe')
    const odd = await server.inject('/demo?workspace="><script>alert(1)</script>')
    expect(odd.statusCode).toBe(200)
    expect(odd.body).not.toContain('alert(1)')
  })

  it('C6: staff read the secret and the script tag', async () => {
    const answer = await server.inject('/api/v1/webchat')
    expect(answer.json()).toMatchObject({ secret: stage.secret })
    expect(answer.json().snippet).toContain(`data-workspace="${stage.workspaceId}" async></script>`)
  })
})
