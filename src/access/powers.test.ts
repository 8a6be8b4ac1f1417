import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, OWNER, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { ROLES } from '../policy/settings.ts'
import { ROLE_ABILITIES } from './abilities.ts'

let app: TestApp
let make: ReturnType<typeof build>

beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
})
afterAll(() => app.close())

const ALL = [...ROLE_ABILITIES.admin]
const ownerId = () => app.workspace.memberId

describe('owner’s powers', () => {
  it('J11: an admin’s key for the workspace neither makes nor removes an owner', async () => {
    const { id } = await make.member('admin')
    const admin = app.as(await make.keyFor(id))
    const { key } = (await admin.post('/api-keys', { name: 'mine', scopes: ALL })).body
    const asWorkspace = app.as(key)
    const refused = { status: 403, body: { reason: 'owners_only' } }
    expect(await asWorkspace.patch(`/members/${id}`, { role: 'owner' })).toMatchObject(refused)
    expect(await asWorkspace.delete(`/members/${ownerId()}`)).toMatchObject(refused)
    expect(await asWorkspace.patch(`/members/${ownerId()}`, { role: 'agent' })).toMatchObject(refused)
    const input = { name: 'O', email: 'o2@acme.test', role: 'owner' }
    expect(await asWorkspace.post('/members', input)).toMatchObject(refused)
    // Nor does a key that this key makes.
    const next = (await asWorkspace.post('/api-keys', { name: 'next', scopes: ['*'] })).body.key
    expect(await app.as(next).patch(`/members/${id}`, { role: 'owner' })).toMatchObject(refused)
  })

  it('J10: only an owner makes a key that acts as somebody else', async () => {
    const { id } = await make.member('admin')
    const admin = app.as(await make.keyFor(id))
    const bound = (memberId: string) => ({ name: 'b', scopes: ['members.manage'], member_id: memberId })
    expect(await admin.post('/api-keys', bound(ownerId()))).toMatchObject({
      status: 403,
      body: { reason: 'owners_only' },
    })
    expect((await admin.post('/api-keys', bound((await make.member('agent')).id))).status).toBe(403)
    expect((await admin.post('/api-keys', bound(id))).status).toBe(201)
    expect((await app.api.post('/api-keys', bound(ownerId()))).status).toBe(201)
  })

  it('J10: a key with some scopes has no owner’s powers, whoever made it', async () => {
    const { key } = (await app.api.post('/api-keys', { name: 'hr', scopes: ['members.manage'] })).body
    const { id } = await make.member('agent')
    expect((await app.as(key).patch(`/members/${id}`, { role: 'lead' })).status).toBe(200)
    expect((await app.as(key).patch(`/members/${id}`, { role: 'owner' })).status).toBe(403)
  })

  it('J11: an owner who was only invited does not count: the last one who can act stays', async () => {
    await make.member('owner')
    const lastOwner = { status: 403, body: { reason: 'last_owner' } }
    expect(await app.api.delete(`/members/${ownerId()}`)).toMatchObject(lastOwner)
    expect(await app.api.patch(`/members/${ownerId()}`, { role: 'admin' })).toMatchObject(lastOwner)
  })

  it('J11: a key loses an owner’s powers when its maker is no owner any more', async () => {
    const own = (await app.api.post('/api-keys', { name: 'made by the key', scopes: ['*'] })).body.key
    const second = await make.member('owner')
    const { pool } = app.app
    await pool.query("update members set role = 'admin' where id = $1", [ownerId()])
    const refused = { status: 403, body: { reason: 'owners_only' } }
    expect(await app.api.delete(`/members/${second.id}`)).toMatchObject(refused)
    expect(await app.as(own).delete(`/members/${second.id}`)).toMatchObject(refused)
    await pool.query("update members set role = 'owner' where id = $1", [ownerId()])
    expect((await app.as(own).delete(`/members/${second.id}`)).status).toBe(204)
  })
})

describe('what may be changed about a member comes with him', () => {
  it('J11: what is not offered is refused, and the roles to invite in are those that the server takes', async () => {
    const others = [await make.member('agent'), await make.member('admin'), await make.member('owner')]
    const admin = app.as(await make.keyFor((await make.member('admin')).id))
    const lead = app.as(await make.keyFor((await make.member('lead')).id))
    const mayOf = async (api: typeof admin, id: string) =>
      (await api.get('/members')).body.data.find((each: any) => each.id === id).may
    for (const api of [app.api, admin, lead]) {
      for (const id of [ownerId(), ...others.map((other) => other.id)]) {
        const may = await mayOf(api, id)
        const { role } = (await api.get('/members')).body.data.find((each: any) => each.id === id)
        for (const next of ROLES.filter((each) => each !== role && !may.roles.includes(each))) {
          expect((await api.patch(`/members/${id}`, { role: next })).status).toBe(403)
        }
        if (!may.remove) expect((await api.delete(`/members/${id}`)).status).toBe(403)
      }
    }
    const [agent] = others
    expect(await mayOf(admin, agent!.id)).toEqual({ roles: ['admin', 'lead'], remove: true })
    expect(await mayOf(lead, agent!.id)).toEqual({ roles: [], remove: false })
    expect((await admin.patch(`/members/${agent!.id}`, { role: 'lead' })).body.may.roles).toEqual([
      'admin',
      'agent',
    ])
    const invites = async (api: typeof admin) => (await api.get('/me')).body.may_invite
    expect([await invites(app.api), await invites(admin), await invites(lead)]).toEqual([
      ['owner', 'admin', 'lead', 'agent'],
      ['admin', 'lead', 'agent'],
      [],
    ])
    await app.api.delete(`/members/${agent!.id}`)
    expect(await mayOf(app.api, agent!.id)).toEqual({ roles: [], remove: false })
  })

  it('C11: only agents are told that they see their own numbers alone', async () => {
    const roles = ['owner', 'admin', 'lead', 'agent'] as const
    const told = await Promise.all(
      roles.map(async (role) => {
        const api = app.as(await make.keyFor((await make.member(role)).id))
        return (await api.get('/me')).body.own_only
      }),
    )
    expect(told).toEqual([false, false, false, true])
    expect((await app.api.get('/me')).body.own_only).toBe(false)
  })
})

describe('a credential that ended', () => {
  it('J11: the keys of a removed member stay dead when he is invited again', async () => {
    const member = await make.member('lead')
    const key = app.as(await make.keyFor(member.id))
    expect((await key.get('/conversations')).status).toBe(200)
    await app.api.delete(`/members/${member.id}`)
    const again = (await app.api.post('/members', { name: 'Back', email: member.email, role: 'lead' })).body
    expect(again).toMatchObject({ id: member.id, joined_at: null })
    expect((await key.get('/conversations')).status).toBe(401)
  })

  it('J11: an open stream ends when its key is revoked, its member removed, its session signed out', async () => {
    const server = await app.app.server()
    const base = await server.listen({ port: 0, host: '127.0.0.1' })
    const follow = async (headers: Record<string, string>) => {
      const answer = await fetch(`${base}/api/v1/stream`, { headers, signal: AbortSignal.timeout(8_000) })
      expect(answer.status).toBe(200)
      return answer.text()
    }
    const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
    const plain = (await app.api.post('/api-keys', { name: 's', scopes: ['inbox.read'] })).body
    const member = await make.member('agent')
    const memberKey = await make.keyFor(member.id)
    const signedIn = await server.inject({
      method: 'POST',
      url: '/api/auth/sign-in/email',
      payload: { email: OWNER.email, password: OWNER.password },
    })
    const cookie = [signedIn.headers['set-cookie']!]
      .flat()
      .map((each) => each.split(';')[0])
      .join('; ')
    const streams = [follow(bearer(plain.key)), follow(bearer(memberKey)), follow({ cookie })]
    let ended = 0
    for (const stream of streams)
      void stream.then(
        () => (ended += 1),
        () => {},
      )
    await expect.poll(() => server.eventStreams.size).toBe(3)
    await app.api.delete(`/api-keys/${plain.id}`)
    await expect.poll(() => ended).toBe(1)
    await app.api.delete(`/members/${member.id}`)
    await expect.poll(() => ended).toBe(2)
    const out = { cookie, origin: app.config.publicUrl }
    await server.inject({ method: 'POST', url: '/api/auth/sign-out', headers: out, payload: {} })
    await expect.poll(() => ended).toBe(3)
    await Promise.all(streams)
  })
})
