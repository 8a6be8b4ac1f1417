import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, OWNER, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { makeClock } from '../../test/kit/clock.ts'
import { cutLine } from '../../test/kit/cut-line.ts'

const line = cutLine()
let app: TestApp
let make: ReturnType<typeof build>
let path: string

beforeAll(async () => {
  app = await makeTestApp({}, makeClock(), (connection) => line.through(connection))
  make = build(app)
  await make.enable('per_resolution')
  const { id } = await make.conversation()
  path = new URL((await make.status(id, 'resolved')).survey.url).pathname
})
afterAll(async () => {
  await app.close()
  await line.close()
})

async function during(act: () => Promise<void>): Promise<void> {
  await line.cut()
  try {
    await act()
  } finally {
    await line.mend()
  }
}

const HTML = { accept: 'text/html,*/*', 'accept-language': 'de' }

async function submit(fields: string) {
  const server = await app.app.server()
  const headers = { ...HTML, 'content-type': 'application/x-www-form-urlencoded' }
  return server.inject({ method: 'POST', url: path, headers, payload: fields })
}

describe('while the database is away', () => {
  it('O15: every call says so and when to come again, and works once it is back', async () => {
    const signedIn = await app.as(null).post('/api/auth/sign-in/email', OWNER)
    const cookie = [signedIn.headers['set-cookie']]
      .flat()
      .map((each) => String(each).split(';')[0])
      .join('; ')
    expect((await app.as(null).get('/me', { cookie })).status).toBe(200)
    await during(async () => {
      const answers = [
        await app.api.get('/me'),
        await app.api.get('/conversations'),
        await app.api.post('/contacts', { name: 'X' }),
        await app.api.post('/contacts', { name: 'X' }, { 'idempotency-key': 'away' }),
        await app.as(null).get(`/widget/v1/config?workspace=${app.workspace.workspaceId}`),
        await app.as(null).post(path, { score: 5 }),
        await app.as(null).get('/me', { cookie }),
        await app.as(null).post('/api/auth/sign-in/email', { ...OWNER, email: 'other@example.com' }),
      ]
      for (const { status, body, headers } of answers) {
        expect([status, headers['retry-after'], body.status]).toEqual([503, '5', 503])
        expect(String(headers['content-type'])).toContain('application/problem+json')
      }
      const server = await app.app.server()
      expect((await server.inject('/readyz')).statusCode).toBe(503)
      expect((await server.inject('/healthz')).statusCode).toBe(200)
    })
    expect((await app.api.post('/contacts', { name: 'X' })).status).toBe(201)
    expect((await app.api.post('/contacts', { name: 'X' }, { 'idempotency-key': 'away' })).status).toBe(201)
  })

  it('C7: the rating page is a friendly one in the customer’s language, with the same headers', async () => {
    await during(async () => {
      const { status, headers, body } = await app.as(null).get(`${path}?score=2`, HTML)
      expect([status, headers['retry-after']]).toEqual([503, '5'])
      expect(String(headers['content-security-policy'])).toContain("default-src 'none'")
      expect(headers['x-robots-tag']).toBe('noindex, nofollow')
      expect(body).toContain('<html lang="de"')
      expect(body).toContain('Erneut versuchen')
      expect(body).toContain('name="score" value="2"')
      expect(body).not.toContain('Connection')
    })
  })

  it('C7: an answer sent is not lost: the comment stands in the form, and one press sends it again', async () => {
    const answer = 'step=rate&score=2&comment=Too+%3Cslow%3E&leave_empty='
    await during(async () => {
      const { statusCode, body } = await submit(answer)
      expect(statusCode).toBe(503)
      expect(body).toMatch(/<textarea[^>]*>\s*Too &lt;slow&gt;<\/textarea>/)
      expect(body).toContain(`method="post" action="${path}"`)
      expect(body).toContain('name="score" value="2"')
    })
    expect((await submit(answer)).statusCode).toBe(200)
  })
})

describe('a database that cannot be written', () => {
  it('O15: is not ready, until it can', async () => {
    const ready = async () => (await (await app.app.server()).inject('/readyz')).statusCode
    const later = () => app.clock.advance(10_000)
    later()
    expect(await ready()).toBe(200)
    await app.app.pool.query('alter table heartbeats rename to away')
    later()
    expect(await ready()).toBe(503)
    await app.app.pool.query('alter table away rename to heartbeats')
    later()
    expect(await ready()).toBe(200)
  })
})
