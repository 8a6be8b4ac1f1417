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

async function asked(policy: object = {}) {
  await make.enable('by_hand', policy)
  const conversation = await make.conversation()
  const { survey } = await make.status(conversation.id, 'resolved', { survey: 'send' })
  return { conversation, survey, path: new URL(survey.url).pathname }
}

async function request(
  method: 'GET' | 'POST',
  url: string,
  { type, payload, cookie }: { type?: string; payload?: string; cookie?: string } = {},
) {
  const server = await app.app.server()
  const headers = { ...(type ? { 'content-type': type } : {}), ...(cookie ? { cookie } : {}) }
  const answer = await server.inject({ method, url, headers, ...(payload ? { payload } : {}) })
  return { status: answer.statusCode, body: answer.body, cookies: answer.cookies as any[] }
}

const FORM = 'application/x-www-form-urlencoded'
const submit = (path: string, fields: Record<string, string>) =>
  request('POST', path, { type: FORM, payload: new URLSearchParams(fields).toString() })

describe('an answered survey’s link', () => {
  it('C13: no credential is given it any more once the survey is answered', async () => {
    const { survey, path, conversation } = await asked({ rating: { edit: { mode: 'latest_wins' } } })
    const agent = app.as(await make.keyFor((await make.member('agent')).id))
    expect((await agent.get(`/surveys/${survey.id}`)).body.url).toContain(path)
    await submit(path, { score: '1', comment: 'Between us' })
    for (const api of [agent, app.api]) {
      expect((await api.get(`/surveys/${survey.id}`)).body).toMatchObject({ state: 'answered', url: null })
      const { data } = (await api.get(`/surveys?conversation_id=${conversation.id}`)).body
      expect(data[0].url).toBeNull()
    }
  })

  it('C13: whoever else holds it reads neither the score nor the words there', async () => {
    const { path } = await asked({ rating: { edit: { mode: 'latest_wins' } } })
    await submit(path, { score: '1', comment: 'Between us' })
    for (const url of [path, `${path}?change=1`, `${path}?score=5`]) {
      const { status, body } = await request('GET', url)
      expect(status).toBe(200)
      expect(body).not.toContain('Between us')
      expect(body).not.toMatch(/value="1"[^>]*checked/)
      expect(body).not.toContain('class="answer"')
    }
    expect((await request('GET', path)).body).not.toContain('type="radio"')
  })

  it('C8: the browser that answered sees its answer again, at this link only, until it is changed', async () => {
    const { path } = await asked({ rating: { edit: { mode: 'latest_wins' } } })
    const { body, cookies } = await submit(path, { score: '4', comment: 'Mine' })
    expect(body).toContain('Mine')
    expect(cookies[0]).toMatchObject({ path, httpOnly: true, sameSite: 'Lax' })
    const cookie = `${cookies[0].name}=${cookies[0].value}`
    expect((await request('GET', path, { cookie })).body).toContain('Mine')
    expect((await request('GET', `${path}?change=1`, { cookie })).body).toContain('Mine')
    const other = await asked({ rating: { edit: { mode: 'latest_wins' } } })
    await submit(other.path, { score: '4', comment: 'Theirs' })
    expect((await request('GET', other.path, { cookie })).body).not.toContain('Theirs')
    await submit(path, { score: '2', comment: 'Somebody else’s' })
    expect((await request('GET', path, { cookie })).body).not.toContain('Somebody else')
  })
})

describe('POST /conversations/{id}/status', () => {
  it('J11: asking for a survey needs csat.send; following the policy does not', async () => {
    await make.enable('per_resolution')
    const made = await app.api.post('/api-keys', { name: 'w', scopes: ['inbox.read', 'inbox.write'] })
    const writer = app.as(made.body.key)
    const { id } = await make.conversation()
    const status = { status: 'resolved', survey: 'send' }
    expect(await writer.post(`/conversations/${id}/status`, status)).toMatchObject({
      status: 403,
      body: { reason: 'missing_ability', detail: expect.stringContaining('csat.send') },
    })
    const event = { event_id: 'e1', type: 'conversation.status_changed', conversation_id: id, ...status }
    const events = [{ ...event, occurred_at: new Date(app.clock.now()).toISOString() }]
    expect((await writer.post('/events', { events })).status).toBe(403)
    const followed = await writer.post(`/conversations/${id}/status`, { status: 'resolved' })
    expect(followed).toMatchObject({ status: 200, body: { decision: { allowed: true } } })
  })
})

describe('POST /s/{token}/unsubscribe', () => {
  it.each([
    [FORM, 'List-Unsubscribe=One-Click'],
    [
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
    ],
  ])('A5: one click of a mail program unsubscribes, posted as %s', async (type, payload) => {
    const { path, conversation } = await asked()
    expect((await request('POST', `${path}/unsubscribe`, { type, payload })).status).toBe(200)
    const { rows } = await app.app.pool.query('select unsubscribed_at from contacts where id = $1', [
      conversation.contact.id,
    ])
    expect(rows[0].unsubscribed_at).not.toBeNull()
  })
})
