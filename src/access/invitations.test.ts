import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, OWNER, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { type MailServer, startMailServer } from '../../test/kit/mail.ts'
import { createWorkspace, type CreatedWorkspace } from './create-workspace.ts'

const SQUATTER = 'a password of another hand'
const HOUR = 60 * 60_000

/** A second workspace on the same Candor, whose owner is somebody else. */
async function found(app: TestApp, name: string): Promise<CreatedWorkspace> {
  const made = await createWorkspace(app.app.ctx, app.app.auth, {
    workspace: name,
    ownerName: `Owner of ${name}`,
    ownerEmail: `owner@${name}.test`,
    ownerPassword: 'a long password of the owner',
  })
  if (!made.ok) throw new Error(made.failure.message)
  return made.value
}

function browser(app: TestApp) {
  return async (method: 'GET' | 'POST', url: string, body?: object, cookie?: string) => {
    const server = await app.app.server()
    const headers = cookie ? { cookie, origin: app.config.publicUrl } : {}
    const answer = await server.inject({ method, url, headers, ...(body ? { payload: body } : {}) })
    const cookies = [answer.headers['set-cookie'] ?? []].flat().map((each) => each.split(';')[0])
    return {
      status: answer.statusCode,
      cookie: cookies.join('; '),
      body: answer.body === '' ? null : JSON.parse(answer.body),
    }
  }
}

const tokenIn = (text: string): string => /invitation\?token=([\w-]+)/.exec(text)![1]!

describe('without a mail server', () => {
  let app: TestApp
  let call: ReturnType<typeof browser>
  let other: CreatedWorkspace
  let token: string

  const accept = (body: object) => call('POST', '/api/v1/invitation/accept', body)
  const signIn = (email: string, password: string) =>
    call('POST', '/api/auth/sign-in/email', { email, password })

  beforeAll(async () => {
    app = await makeTestApp()
    call = browser(app)
    other = await found(app, 'other')
  })
  afterAll(() => app.close())

  it('J11: who set the password by a handed-over link gets into no other workspace that invites the address', async () => {
    const mine = (await app.api.post('/members', { name: 'Vic', email: 'vic@corp.test', role: 'agent' })).body
    const squatted = await accept({ token: tokenIn(mine.invitation.url), new_password: SQUATTER })
    expect(squatted.status).toBe(200)

    const theirs = await app
      .as(other.apiKey)
      .post('/members', { name: 'Vic Real', email: 'vic@corp.test', role: 'admin' })
    token = tokenIn(theirs.body.invitation.url)
    const { cookie } = await signIn('vic@corp.test', SQUATTER)
    const into = { workspace_id: other.workspaceId }
    expect((await call('POST', '/api/v1/me/workspace', into, cookie)).status).toBe(404)
    const me = (await call('GET', '/api/v1/me', undefined, cookie)).body
    expect(me).toMatchObject({ workspace: { name: 'Acme' }, member: { role: 'agent' } })
    expect(me.workspaces).toHaveLength(1)
    // Nor when it is the only membership left.
    await app.api.delete(`/members/${mine.id}`)
    const again = await signIn('vic@corp.test', SQUATTER)
    expect((await call('GET', '/api/v1/me', undefined, again.cookie)).status).toBe(401)
  })

  it('J11: the link alone does not open an account that has a password', async () => {
    const needs = { password: true, new_password: true }
    expect((await call('POST', '/api/v1/invitation', { token })).body).toMatchObject({
      workspace: 'other',
      needs,
    })
    expect((await accept({ token, new_password: 'a brand new password' })).status).toBe(401)
    const wrong = { token, password: 'not the password', new_password: 'a brand new password' }
    expect((await accept(wrong)).status).toBe(401)
    expect((await accept({ token, password: SQUATTER })).status).toBe(422)
    expect((await accept({ token, password: SQUATTER, new_password: SQUATTER })).status).toBe(422)
  })

  it('J11: accepting takes a new password, which ends what went on with the old one', async () => {
    const old = await signIn('vic@corp.test', SQUATTER)
    const accepted = await accept({ token, password: SQUATTER, new_password: 'a brand new password' })
    expect(accepted.status).toBe(200)
    const me = (await call('GET', '/api/v1/me', undefined, accepted.cookie)).body
    expect(me).toMatchObject({
      user: { name: 'Vic Real' },
      member: { role: 'admin' },
      workspace: { name: 'other' },
    })
    expect((await call('GET', '/api/v1/me', undefined, old.cookie)).status).toBe(401)
    expect((await signIn('vic@corp.test', SQUATTER)).status).toBe(401)
  })

  it('J11: another workspace can add an owner’s address, but neither rename him nor act for him', async () => {
    const invited = await app
      .as(other.apiKey)
      .post('/members', { name: 'x', email: OWNER.email, role: 'agent' })
    expect(invited.body.joined_at).toBeNull()
    await app.as(other.apiKey).patch(`/members/${invited.body.id}`, { name: 'Hacked Owner' })
    const names = (await app.api.get('/members')).body.data.map((member: any) => member.name)
    expect(names).toContain('Olivia Owner')
    expect(names).not.toContain('Hacked Owner')
    const { cookie } = await signIn(OWNER.email, OWNER.password)
    expect((await call('GET', '/api/v1/me', undefined, cookie)).body).toMatchObject({
      user: { name: 'Olivia Owner' },
      workspaces: [{ name: 'Acme' }],
    })
  })

  it('J11: who left and is invited by another name keeps the old one on what he did until he accepts', async () => {
    const make = build(app)
    const lena = await make.member('lead', { name: 'Lena Lead', email: 'lena@acme.test' })
    const { id } = await make.conversation()
    await app.as(await make.keyFor(lena.id)).post(`/conversations/${id}/status`, { status: 'resolved' })
    const done = async () =>
      (await app.api.get(`/conversations/${id}/timeline`)).body.data.find(
        ({ kind }: any) => kind === 'status_changed',
      ).actor.name
    const listed = async () =>
      (await app.api.get('/members')).body.data.find((member: any) => member.id === lena.id)
    const invite = async (name: string) =>
      (await app.api.post('/members', { name, email: 'lena@acme.test', role: 'agent' })).body
    await app.api.delete(`/members/${lena.id}`)
    await invite('Lenna Again')
    expect(await done()).toBe('Lena Lead')
    expect(await listed()).toMatchObject({ name: 'Lena Lead', invited_as: 'Lenna Again', joined_at: null })
    // Taken back, nothing is left of it.
    await app.api.delete(`/members/${lena.id}`)
    expect(await listed()).toMatchObject({ name: 'Lena Lead', invited_as: null })
    const { invitation } = await invite('Lenna Again')
    await app.api.patch(`/members/${lena.id}`, { name: 'Lena Again' })
    expect(await done()).toBe('Lena Lead')
    const token = tokenIn(invitation.url)
    const read = (await call('POST', '/api/v1/invitation', { token })).body
    expect(read).toMatchObject({ name: 'Lena Again' })
    const answer = { token, new_password: 'a long password of hers' }
    expect((await accept(answer)).status).toBe(200)
    expect(await listed()).toMatchObject({ name: 'Lena Again', invited_as: null, role: 'agent' })
    expect(await done()).toBe('Lena Again')
  })

  it('J11: an invitation ends with a newer one, with removal, and after three days', async () => {
    const { id, invitation } = (
      await app.api.post('/members', { name: 'Ida', email: 'ida@acme.test', role: 'agent' })
    ).body
    const again = (await app.api.post(`/members/${id}/invite`)).body
    const read = async (url: string) =>
      (await call('POST', '/api/v1/invitation', { token: tokenIn(url) })).status
    expect(await read(invitation.url)).toBe(410)
    expect(await read(again.url)).toBe(200)
    app.clock.advance(73 * HOUR)
    expect(await read(again.url)).toBe(410)
    const last = (await app.api.post(`/members/${id}/invite`)).body
    await app.api.delete(`/members/${id}`)
    expect(await read(last.url)).toBe(410)
  })

  it('J11: an admin never gets an owner’s invitation, and nobody one for who has joined', async () => {
    const make = build(app)
    const admin = app.as(await make.keyFor((await make.member('admin')).id))
    const owner = await make.member('owner')
    expect((await admin.post(`/members/${owner.id}/invite`)).body).toMatchObject({ sent: false, url: null })
    expect(await app.api.post(`/members/${app.workspace.memberId}/invite`)).toMatchObject({
      status: 409,
      body: { reason: 'joined_already' },
    })
  })

  it('J11: nobody founds a workspace in the name of an account without its password', async () => {
    const input = { workspace: 'Third', ownerName: 'O', ownerEmail: OWNER.email }
    const wrong = { ...input, ownerPassword: 'some other password' }
    expect(await createWorkspace(app.app.ctx, app.app.auth, wrong)).toMatchObject({
      ok: false,
      failure: { reason: 'account_exists' },
    })
    const right = { ...input, ownerPassword: OWNER.password }
    expect(await createWorkspace(app.app.ctx, app.app.auth, right)).toMatchObject({ ok: true })
  })
})

describe('with a mail server', () => {
  let app: TestApp
  let smtp: MailServer
  let call: ReturnType<typeof browser>

  beforeAll(async () => {
    smtp = await startMailServer()
    app = await makeTestApp({ smtpUrl: smtp.url })
    call = browser(app)
  })
  afterAll(async () => {
    await app.close()
    await smtp.close()
  })

  it('J11: who reads the mail takes a squatted account back, and needs only the password from then on', async () => {
    smtp.refuse(550)
    const squatted = (await app.api.post('/members', { name: 'V', email: 'v@corp.test', role: 'agent' })).body
    const accept = (body: object) => call('POST', '/api/v1/invitation/accept', body)
    await accept({ token: tokenIn(squatted.invitation.url), new_password: SQUATTER })
    smtp.refuse(null)

    const needsIn = async (workspace: CreatedWorkspace) => {
      smtp.received.length = 0
      const { body } = await app
        .as(workspace.apiKey)
        .post('/members', { name: 'Vera', email: 'v@corp.test', role: 'admin' })
      expect(body.invitation).toMatchObject({ sent: true, url: null })
      const token = tokenIn((await smtp.waitFor(1))[0]!.mail.text!)
      return { token, needs: (await call('POST', '/api/v1/invitation', { token })).body.needs }
    }
    const first = await needsIn(await found(app, 'second'))
    expect(first.needs).toEqual({ password: false, new_password: true })
    const password = 'a password of her own'
    expect((await accept({ token: first.token, new_password: password })).status).toBe(200)
    const old = { email: 'v@corp.test', password: SQUATTER }
    expect((await call('POST', '/api/auth/sign-in/email', old)).status).toBe(401)

    const second = await needsIn(await found(app, 'third'))
    expect(second.needs).toEqual({ password: true, new_password: false })
    expect((await accept({ token: second.token, password: SQUATTER })).status).toBe(401)
    expect((await accept({ token: second.token, password })).status).toBe(200)
  })
})
