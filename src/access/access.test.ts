import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, OWNER, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { type MailServer, startMailServer } from '../../test/kit/mail.ts'

let app: TestApp
let smtp: MailServer

beforeAll(async () => {
  smtp = await startMailServer()
  app = await makeTestApp({ smtpUrl: smtp.url })
})
afterAll(async () => {
  await app.close()
  await smtp.close()
})

async function call(
  method: 'GET' | 'POST' | 'PATCH',
  url: string,
  body?: object,
  headers: Record<string, string> = {},
) {
  const server = await app.app.server()
  const answer = await server.inject({ method, url, headers, ...(body ? { payload: body } : {}) })
  const cookie = [answer.headers['set-cookie'] ?? []]
    .flat()
    .map((each) => each.split(';')[0])
    .join('; ')
  return { status: answer.statusCode, cookie, body: answer.body === '' ? null : JSON.parse(answer.body) }
}
const signIn = (email: string, password: string) =>
  call('POST', '/api/auth/sign-in/email', { email, password })

describe('sign-in', () => {
  it('C1: the right password opens a session that knows who and what', async () => {
    const { status, cookie } = await signIn(OWNER.email, OWNER.password)
    expect(status).toBe(200)
    const me = await call('GET', '/api/v1/me', undefined, { cookie })
    expect(me.body).toMatchObject({
      user: { email: OWNER.email },
      member: { role: 'owner' },
      workspace: { name: 'Acme' },
      abilities: expect.arrayContaining(['csat.manage']),
    })
  })

  it('C1: a wrong password and an unknown address get the same answer', async () => {
    const wrong = await signIn(OWNER.email, 'not the password')
    const unknown = await signIn('nobody@example.com', 'not the password')
    expect(wrong).toMatchObject({ status: 401, cookie: '' })
    expect(unknown.body).toEqual(wrong.body)
  })

  it('C1: signing out ends the session', async () => {
    const { cookie } = await signIn(OWNER.email, OWNER.password)
    await call('POST', '/api/auth/sign-out', {}, { cookie, origin: 'http://candor.test' })
    expect((await call('GET', '/api/v1/me', undefined, { cookie })).status).toBe(401)
  })

  it('C1: nobody can sign up by himself, and set-up is over', async () => {
    const input = { email: 'x@example.com', password: 'long enough here', name: 'X' }
    expect((await call('POST', '/api/auth/sign-up/email', input)).status).toBe(404)
    expect((await call('POST', '/api/v1/setup', { ...input, workspace: 'Mine' })).status).toBe(409)
  })

  it('C1: another site cannot write with a member’s cookie', async () => {
    const { cookie } = await signIn(OWNER.email, OWNER.password)
    const foreign = { cookie, origin: 'https://evil.example' }
    expect((await call('PATCH', '/api/v1/workspace', { name: 'Owned' }, foreign)).status).toBe(403)
    const own = { cookie, origin: 'http://candor.test' }
    expect((await call('PATCH', '/api/v1/workspace', { name: 'Acme' }, own)).status).toBe(200)
  })
})

describe('members', () => {
  it('C1: an invited member chooses a password by mail, signs in, and is out at once when removed', async () => {
    smtp.received.length = 0
    const { id } = (await app.api.post('/members', { name: 'Lena', email: 'Lena@acme.test', role: 'lead' }))
      .body
    const [mail] = await smtp.waitFor(1)
    const token = /invitation\?token=([\w-]+)/.exec(mail!.mail.text!)![1]
    const accept = (password: string) =>
      call('POST', '/api/v1/invitation/accept', { token, new_password: password })
    const needs = { password: false, new_password: true }
    expect((await call('POST', '/api/v1/invitation', { token })).body).toMatchObject({
      workspace: 'Acme',
      needs,
    })
    expect((await accept('short')).status).toBe(422)
    expect((await accept('lenas long password')).status).toBe(200)
    expect((await accept('lenas long password')).status).toBe(410)
    const { cookie } = await signIn('lena@acme.test', 'lenas long password')
    expect((await call('GET', '/api/v1/me', undefined, { cookie })).body.member.role).toBe('lead')
    expect((await app.api.delete(`/members/${id}`)).status).toBe(204)
    expect((await call('GET', '/api/v1/me', undefined, { cookie })).status).toBe(401)
  })

  it('C1: the last owner stays, and only owners touch owners', async () => {
    const make = build(app)
    const owner = (await app.api.get('/members')).body.data.find((each: any) => each.role === 'owner')
    expect(await app.api.delete(`/members/${owner.id}`)).toMatchObject({
      status: 403,
      body: { reason: 'last_owner' },
    })
    await make.member('owner')
    const admin = app.as(await make.keyFor((await make.member('admin')).id))
    expect(await admin.patch(`/members/${owner.id}`, { role: 'agent' })).toMatchObject({
      body: { reason: 'owners_only' },
    })
    expect((await admin.post('/members', { name: 'B', email: 'b@acme.test', role: 'owner' })).status).toBe(
      403,
    )
  })

  it('C1: a refused change changes nothing', async () => {
    const member = await build(app).member('agent')
    const team = (await app.api.post('/teams', { name: 'Night shift', member_ids: [member.id] })).body
    const refused = await app.api.patch(`/members/${member.id}`, {
      name: 'Renamed',
      team_ids: [app.workspace.memberId],
    })
    expect(refused.status).toBe(422)
    const after = (await app.api.get('/members')).body.data.find((each: any) => each.id === member.id)
    expect(after).toMatchObject({ name: member.name, team_ids: [team.id] })
  })

  it('J11: what was administered stands in the audit trail', async () => {
    await app.api.put('/settings/csat', { preset: 'on_close' })
    const { data } = (await app.api.get('/audit')).body
    expect(data.map((entry: any) => entry.action)).toEqual(
      expect.arrayContaining(['settings.changed', 'member.added', 'member.removed', 'api_key.created']),
    )
  })
})

describe('API keys', () => {
  it('J10: a key has its scopes and no more; one of a member has no more than the role', async () => {
    const narrow = (await app.api.post('/api-keys', { name: 'n', scopes: ['inbox.read'] })).body
    expect((await app.as(narrow.key).get('/conversations')).status).toBe(200)
    expect((await app.as(narrow.key).get('/audit')).status).toBe(403)
    const agent = await build(app).member('agent')
    expect((await app.as(await build(app).keyFor(agent.id)).get('/audit')).status).toBe(403)
    expect((await app.api.post('/api-keys', { name: 'n', scopes: ['everything'] })).status).toBe(422)
  })

  it('J10: the list says who made a key, for it goes on working when he is removed', async () => {
    const admin = await build(app).member('admin')
    const his = await build(app).keyFor(admin.id)
    const scopes = ['inbox.read']
    const made = (await app.as(his).post('/api-keys', { name: 'crm', scopes })).body
    expect(made.created_by).toBe(admin.id)
    expect((await app.api.delete(`/members/${admin.id}`)).status).toBe(204)
    expect((await app.as(his).get('/conversations')).status).toBe(401)
    expect((await app.as(made.key).get('/conversations')).status).toBe(200)
    const { data } = (await app.api.get('/api-keys')).body
    expect(data.filter((key: any) => key.created_by === admin.id)).toMatchObject([{ name: 'crm' }])
  })

  it('J10: a revoked key stops, and the list never shows a key', async () => {
    const made = (await app.api.post('/api-keys', { name: 'gone', scopes: ['*'] })).body
    expect((await app.api.delete(`/api-keys/${made.id}`)).status).toBe(204)
    expect((await app.as(made.key).get('/conversations')).status).toBe(401)
    expect(JSON.stringify((await app.api.get('/api-keys')).body)).not.toContain('cnd_')
  })
})

describe('Idempotency-Key', () => {
  it('O15: a key is shown once, also to a retry, and is nowhere in the database', async () => {
    const [body, headers] = [{ name: 'ci', scopes: ['inbox.read'] }, { 'idempotency-key': 'make a key' }]
    const first = await app.api.post('/api-keys', body, headers)
    expect(first.status).toBe(201)
    expect(await app.api.post('/api-keys', body, headers)).toMatchObject({
      status: 409,
      body: { reason: 'key_shown_once' },
    })
    const { rows } = await app.app.pool.query('select body from idempotency_keys where body is not null')
    expect(JSON.stringify(rows)).not.toContain(first.body.key)
    expect((await app.api.get('/api-keys')).body.data.filter((key: any) => key.name === 'ci')).toHaveLength(1)
  })

  it('O15: what is kept is sealed, and another credential never gets it', async () => {
    const headers = { 'idempotency-key': 'shared' }
    const body = { channel: 'web_chat', contact: { email: 'sealed@example.com' } }
    const first = await app.api.post('/conversations', body, headers)
    const { rows } = await app.app.pool.query('select body from idempotency_keys where key = $1', ['shared'])
    expect(rows[0].body).not.toContain('sealed@example.com')
    const other = (await app.api.post('/api-keys', { name: 'o', scopes: ['inbox.write'] })).body.key
    const answer = await app.as(other).post('/conversations', body, headers)
    expect(answer.headers['idempotent-replayed']).toBeUndefined()
    expect(answer.body.id).not.toBe(first.body.id)
  })

  it('O15: the same request again gets the first answer; another one with the key is refused', async () => {
    const headers = { 'idempotency-key': 'once' }
    const body = { channel: 'web_chat', contact: { email: 'i@example.com' } }
    const first = await app.api.post('/conversations', body, headers)
    const again = await app.api.post('/conversations', body, headers)
    expect(again.body).toEqual(first.body)
    expect(again).toMatchObject({ status: 201, headers: { 'idempotent-replayed': 'true' } })
    expect((await app.api.post('/conversations', { ...body, subject: 'x' }, headers)).status).toBe(422)
  })

  it('O15: of the same request many times at once one is done', async () => {
    const body = { channel: 'web_chat', contact: { email: 'j@example.com' }, subject: 'at once' }
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => app.api.post('/conversations', body, { 'idempotency-key': 'many' })),
    )
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true)
    const { data } = (await app.api.get('/conversations?q=at%20once')).body
    expect(data).toHaveLength(1)
  })
})
