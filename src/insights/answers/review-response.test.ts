import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'

let app: TestApp
let make: ReturnType<typeof build>

beforeEach(async () => {
  app = await makeTestApp()
  make = build(app)
  await make.enable('per_resolution')
})
afterEach(() => app.close())

async function asked(
  input: Record<string, unknown> = {},
): Promise<{ id: string; contact: string; path: string }> {
  const { id, contact } = await make.conversation(input)
  await make.say(id, 'bot', 'Hello')
  const { survey } = await make.status(id, 'resolved', { survey: 'send' })
  return { id, contact: contact.id, path: new URL(survey.url).pathname }
}

/** Sends the rating page's form, as a browser does. */
async function submit(path: string, fields: Record<string, string>) {
  const server = await app.app.server()
  return server.inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ step: 'rate', ...fields }).toString(),
  })
}

const list = async (query = '') => (await app.api.get(`/responses${query}`)).body.data
const waiting = () => list('?quarantined=true')

describe('an answer that a machine gave', () => {
  it('C13: fills the hidden field, is thanked and set aside: it counts nowhere until it is restored', async () => {
    const { id, contact, path } = await asked()
    const page = await app.as(null).get(path)
    expect(page.body).toMatch(/<input name="leave_empty" autocomplete="off" tabindex="-1" hidden \/>/)
    const thanks = await submit(path, { score: '5', comment: 'Buy now', leave_empty: 'x' })
    const human = await submit((await asked()).path, { score: '5', comment: 'Fine' })
    expect([thanks.statusCode, human.statusCode]).toEqual([200, 200])
    expect(await list()).toMatchObject([{ comment: 'Fine' }])
    const [set] = await waiting()
    expect(set).toMatchObject({ comment: 'Buy now', quarantined: true })
    const agent = app.as(await make.keyFor((await make.member('agent')).id))
    expect((await agent.get('/responses?quarantined=true')).status).toBe(403)
    expect((await agent.get(`/responses/${set.id}`)).status).toBe(404)
    expect((await agent.post(`/responses/${set.id}/restore`)).status).toBe(403)
    expect((await agent.get(`/conversations/${id}/timeline`)).body.data).not.toContainEqual(
      expect.objectContaining({ kind: 'csat_submitted' }),
    )
    expect((await agent.get(`/surveys?conversation_id=${id}`)).body.data[0].response).toBeNull()
    expect((await app.api.get(`/conversations/${id}/csat`)).body).toBeNull()
    expect((await app.api.get(`/contacts/${contact}`)).body.responses).toEqual([])
    expect((await app.api.get('/reports/csat')).body.overall.answered).toBe(1)
    expect((await app.api.get('/exports/conversations.csv')).body).not.toContain('Buy now')
    expect((await app.api.get(`/responses/${set.id}`)).body.quarantine).toMatchObject({
      reason: 'honeypot',
      sentence: expect.stringContaining('people cannot see'),
      at: new Date(app.clock.now()).toISOString(),
    })

    const restored = await app.api.post(`/responses/${set.id}/restore`)
    expect([restored.status, restored.body.quarantined, restored.body.quarantine]).toEqual([200, false, null])
    expect(await waiting()).toEqual([])
    expect(await list()).toHaveLength(2)
    expect((await app.api.get(`/conversations/${id}/csat`)).body).toMatchObject({ score: 5 })
    expect((await app.api.get('/reports/csat')).body.overall.answered).toBe(2)
  })

  it('C13: clicks every score and sends one: set aside; somebody who looks at the page is believed', async () => {
    const scanner = await asked()
    for (const score of [1, 2, 3, 4, 5]) await app.as(null).get(`${scanner.path}?score=${score}`)
    await submit(scanner.path, { score: '5' })
    expect((await app.api.get(`/responses/${(await waiting())[0].id}`)).body.quarantine.reason).toBe(
      'contradicting_clicks',
    )
    const person = await asked()
    for (const score of [1, 2, 3, 4, 5]) await app.as(null).get(`${person.path}?score=${score}`)
    app.clock.advance(60_000)
    await app.as(null).get(`${person.path}?score=4`)
    await submit(person.path, { score: '4' })
    expect(await list()).toMatchObject([{ score: 4 }])
  })

  it('C13: answers many links from one address within a minute', async () => {
    const paths = []
    for (let count = 0; count < 22; count += 1) paths.push((await asked()).path)
    for (const path of paths.slice(0, 21)) await submit(path, { score: '5' })
    expect(await waiting()).toHaveLength(1)
    app.clock.advance(61_000)
    await submit(paths[21]!, { score: '5' })
    expect(await waiting()).toHaveLength(1)
  })

  it('O10: takes nobody’s place', async () => {
    await make.enable('after_delay', {
      trigger: { delay: 'PT0S', channels: { web_chat: { enabled: true } } },
    })
    const { id, path } = await asked()
    await submit(path, { score: '2' })
    const again = await app.api.post(`/conversations/${id}/surveys`)
    await submit(new URL(again.body.url).pathname, { score: '5', leave_empty: 'x' })
    expect((await app.api.get(`/conversations/${id}/csat`)).body.score).toBe(2)
    const [set] = await waiting()
    await app.api.post(`/responses/${set.id}/restore`)
    expect((await app.api.get(`/conversations/${id}/csat`)).body.score).toBe(5)
    expect(await list()).toHaveLength(1)
    await app.api.post(`/responses/${set.id}/quarantine`)
    expect((await app.api.get(`/conversations/${id}/csat`)).body.score).toBe(2)
    expect(await list()).toMatchObject([{ score: 2 }])
  })
})

it('C13: a reviewer sets an answer aside once, with words of his own, and the trail says so', async () => {
  const { path } = await asked()
  await submit(path, { score: '5' })
  const [{ id }] = await list()
  for (const reason of ['Our own test', 'Again']) {
    const { status, body } = await app.api.post(`/responses/${id}/quarantine`, { reason })
    expect([status, body.quarantine.sentence]).toEqual([200, 'Our own test'])
  }
  await app.api.post(`/responses/${id}/restore`)
  await app.api.post(`/responses/${id}/restore`)
  const trail = (await app.api.get('/audit')).body.data.filter(({ target }: any) => target === id)
  expect(trail).toMatchObject([
    { action: 'response.restored', detail: { was: 'Our own test' } },
    { action: 'response.quarantined', detail: { reason: 'Our own test' } },
  ])
  expect((await app.api.post(`/responses/${id}/quarantine`)).body.quarantine.sentence).toBe(
    'A reviewer set this answer aside.',
  )
})
