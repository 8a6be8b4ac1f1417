import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { DAY, HOUR, makeClock, MINUTE } from '../../test/kit/clock.ts'
import { type HookReceiver, startHookReceiver } from '../../test/kit/hook-receiver.ts'
import { type MailServer, startMailServer } from '../../test/kit/mail.ts'
import { purgeDeliveries } from './upkeep.ts'

/** Standard Webhooks' own verifier looks at the real time. */
const clock = makeClock(Date.now())
let app: TestApp
let make: ReturnType<typeof build>
let hooks: HookReceiver
let smtp: MailServer

beforeAll(async () => {
  smtp = await startMailServer()
  app = await makeTestApp({ privateHosts: ['127.0.0.1'], smtpUrl: smtp.url }, clock)
  make = build(app)
  await make.enable('per_resolution')
  hooks = await startHookReceiver()
})
beforeEach(async () => {
  clock.set(Date.now())
  await app.settle()
})
afterEach(async () => {
  for (const { id } of (await app.api.get('/webhooks')).body.data) await app.api.delete(`/webhooks/${id}`)
})
afterAll(async () => {
  await app.close()
  await hooks.close()
  await smtp.close()
})

let paths = 0
async function endpoint(input: object = {}): Promise<{ id: string; secret: string; path: string }> {
  const path = `/hook-${++paths}`
  const { status, body } = await app.api.post('/webhooks', { url: hooks.url + path, ...input })
  expect([status, body]).toEqual([201, body])
  return { id: body.id, secret: body.secret, path }
}
const read = async (id: string) => (await app.api.get(`/webhooks/${id}`)).body
const log = async (id: string, query = '') =>
  (await app.api.get(`/webhooks/${id}/deliveries${query}`)).body.data
const open = () => make.conversation({ channel: 'api' })
const last = (path: string) => hooks.received.findLast((each) => each.path === path)!

describe('delivering', () => {
  it('O8: each event goes out signed, in order, and once', async () => {
    const hook = await endpoint()
    const conversation = await open()
    await make.say(conversation.id, 'contact', 'Hello')
    await make.status(conversation.id, 'resolved')
    await app.settle()
    await app.pass(DAY)
    expect(hooks.on(hook.path).map(({ type }) => type)).toEqual([
      'conversation.created',
      'message.created',
      'conversation.status_changed',
      'csat.requested',
    ])
    const verifier = new Webhook(hook.secret)
    for (const { body, headers } of hooks.received.filter(({ path }) => path === hook.path)) {
      expect(verifier.verify(body, headers)).toEqual(JSON.parse(body))
      expect(headers['webhook-id']).toBe(JSON.parse(body).id)
      expect(() => new Webhook('whsec_c29tZWJvZHkgZWxzZQ==').verify(body, headers)).toThrow('signature')
      expect(() => verifier.verify(body.replace('csat', 'CSAT').concat(' '), headers)).toThrow('signature')
    }
    expect(await read(hook.id)).toMatchObject({ state: 'healthy', waiting: 0, next_attempt_at: null })
  })

  it('O8: an endpoint gets the types it has chosen', async () => {
    const hook = await endpoint({ events: ['csat.requested', 'csat.score_submitted'] })
    const conversation = await make.conversation()
    const { survey } = await make.status(conversation.id, 'resolved')
    await app.settle()
    await app.as(null).post(new URL(survey.url).pathname, { score: 5, comment: 'Thanks' })
    await app.settle()
    const told = hooks.on(hook.path)
    expect(told.map(({ type }) => type)).toEqual(['csat.requested', 'csat.score_submitted'])
    expect(told[0]!.data.survey).toMatchObject({ id: survey.id, url: survey.url })
    expect(told[1]!.data).toMatchObject({
      changed: false,
      response: { score: 5, comment: 'Thanks', hidden_until: null },
      survey: { id: survey.id, state: 'answered', url: null },
      conversation: { id: conversation.id },
    })
  })

  it('O8: what fails is tried again until it gets through; what comes after it waits', async () => {
    const hook = await endpoint({ events: ['conversation.created'] })
    hooks.answers(hook.path, (nth) => ({ status: nth <= 2 ? 503 : 204, body: 'not now' }))
    const [first, second] = [await open(), await open()]
    await app.settle()
    expect(hooks.on(hook.path)).toHaveLength(1)
    expect(await read(hook.id)).toMatchObject({
      state: 'failing',
      waiting: 2,
      last_error: 'It answered with status 503 instead of 2xx.',
    })
    await app.pass(7000)
    expect(hooks.on(hook.path)).toHaveLength(2)
    await app.pass(MINUTE)
    expect(hooks.on(hook.path).map(({ data }) => data.conversation.id)).toEqual([
      first.id,
      first.id,
      first.id,
      second.id,
    ])
    const [, delivery] = await log(hook.id)
    expect(delivery).toMatchObject({ state: 'delivered', attempts: [{ status: 503 }, { status: 503 }, {}] })
    expect(delivery.attempts[0]).toMatchObject({ response_body: 'not now', by_hand: false })
    expect(delivery.attempts[0].request_headers['webhook-id']).toBe(delivery.event_id)
    expect(JSON.stringify(delivery)).not.toContain('v1,')
    const bodies = hooks.received.filter(({ path }) => path === hook.path).map(({ body }) => body)
    expect(new Set(bodies.slice(0, 3)).size).toBe(1)
    expect((await read(hook.id)).failing_since).toBeNull()
  })

  it('O8: a redirect is a failure and is not followed', async () => {
    const hook = await endpoint({ events: ['conversation.created'] })
    hooks.answers(hook.path, { status: 302, headers: { location: `${hooks.url}/elsewhere` } })
    await open()
    await app.settle()
    expect(hooks.on('/elsewhere')).toEqual([])
    expect((await log(hook.id))[0]).toMatchObject({ state: 'retrying', attempts: [{ status: 302 }] })
  })

  it('O8: a receiver that asks for time gets it', async () => {
    const hook = await endpoint({ events: ['conversation.created'] })
    hooks.answers(hook.path, { status: 429, headers: { 'retry-after': '3600' } })
    await open()
    await app.settle()
    await app.pass(59 * MINUTE)
    expect(hooks.on(hook.path)).toHaveLength(1)
    await app.pass(MINUTE)
    expect(hooks.on(hook.path)).toHaveLength(2)
  })

  it('O8: a long answer is cut, and taken all the same', async () => {
    const hook = await endpoint({ events: ['conversation.created'] })
    hooks.answers(hook.path, { status: 200, body: `\0${'🙂'.repeat(5000)}` })
    await open()
    await app.settle()
    const [delivery] = await log(hook.id)
    expect(delivery.state).toBe('delivered')
    expect(Buffer.byteLength(delivery.attempts[0].response_body)).toBeLessThan(2100)
  })

  it('O8: 410 switches the endpoint off at once', async () => {
    const hook = await endpoint({ events: ['conversation.created'] })
    hooks.answers(hook.path, { status: 410 })
    await open()
    await app.settle()
    expect(await read(hook.id)).toMatchObject({ state: 'disabled', enabled: false, disabled_reason: 'gone' })
  })

  it('O8: after three days of failures it is switched off and owners are told; on again, what waited goes out', async () => {
    const hook = await endpoint({ events: ['conversation.created'] })
    hooks.answers(hook.path, { status: 500 })
    const [, second] = [await open(), await open()]
    await app.settle()
    for (let hours = 0; hours < 73; hours += 1) await app.pass(HOUR)
    expect(await read(hook.id)).toMatchObject({ state: 'disabled', disabled_reason: 'failing', waiting: 1 })
    expect(hooks.on(hook.path).length).toBeGreaterThan(10)
    expect((await log(hook.id)).map(({ state }: { state: string }) => state)).toEqual(['waiting', 'failed'])
    const mails = smtp.received.filter(({ mail }) => mail.text?.includes(hooks.url + hook.path))
    expect(mails.map(({ mail }) => mail.text)).toEqual([expect.stringContaining('For three days nothing')])
    await open()
    await app.settle()
    hooks.answers(hook.path, { status: 200 })
    const sent = hooks.on(hook.path).length
    await app.api.patch(`/webhooks/${hook.id}`, { enabled: true })
    await app.settle()
    expect(
      hooks
        .on(hook.path)
        .slice(sent)
        .map(({ data }) => data.conversation.id),
    ).toEqual([second.id])
    expect(await read(hook.id)).toMatchObject({ state: 'healthy', waiting: 0 })
  })
})

it('O8: an endpoint that is changed while news is told gets what it wants by then', async () => {
  const [off, on] = [
    await endpoint({ events: ['conversation.created'] }),
    await endpoint({ events: ['message.created'] }),
  ]
  await open()
  // Somebody has the endpoints in hand, and is done only when the news is being told.
  const change = await app.app.pool.connect()
  await change.query('begin')
  await change.query('select from webhook_endpoints for update')
  const settled = app.settle()
  const waiting = async () =>
    (
      await app.app.pool.query(`select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`)
    ).rowCount
  await expect.poll(waiting).toBeGreaterThan(0)
  await change.query('update webhook_endpoints set enabled = false where id = $1', [off.id])
  await change.query(`update webhook_endpoints set events = '{conversation.created}' where id = $1`, [on.id])
  await change.query('commit')
  change.release()
  await settled
  expect(hooks.on(on.path).map(({ type }) => type)).toEqual(['conversation.created'])
  expect([hooks.on(off.path), await log(off.id)]).toEqual([[], []])
})

describe('answers', () => {
  it('O8: a changed answer is told again, with changed: true, each as it was', async () => {
    await make.enable('after_delay', {
      trigger: { delay: 'PT0S', channels: { web_chat: { enabled: true } } },
    })
    const hook = await endpoint({ events: ['csat.score_submitted'] })
    const { id } = await make.conversation()
    await make.say(id, 'contact', 'Hello')
    const { survey } = await make.status(id, 'resolved')
    await app.settle()
    const page = new URL(survey.url).pathname
    await app.as(null).post(page, { score: 2, comment: 'Slow' })
    await app.as(null).post(page, { score: 4, comment: 'Better' })
    await app.settle()
    expect(
      hooks.on(hook.path).map(({ data }) => [data.changed, data.response.score, data.response.comment]),
    ).toEqual([
      [false, 2, 'Slow'],
      [true, 4, 'Better'],
    ])
    await make.enable('per_resolution')
  })

  it('O8, C13: while an answer is embargoed neither score nor comment leaves the house', async () => {
    await make.enable('per_resolution', { visibility: { embargo_hours: 48 } })
    const hook = await endpoint({ events: ['csat.score_submitted', 'conversation.created'] })
    const { id } = await make.conversation()
    const { survey } = await make.status(id, 'resolved')
    await app.settle()
    await app.as(null).post(new URL(survey.url).pathname, { score: 1, comment: 'Terrible' })
    await app.settle()
    const told = hooks.on(hook.path).at(-1)!
    expect(told.data.response).toMatchObject({
      score: null,
      comment: null,
      reasons: [],
      hidden_until: new Date(clock.now() + 48 * HOUR).toISOString(),
    })
    expect(last(hook.path).body).not.toContain('Terrible')
    await make.enable('per_resolution')
  })
})

describe('by hand', () => {
  it('O8: a test event tells at once what came of it, also while the endpoint is off', async () => {
    const hook = await endpoint({ enabled: false })
    hooks.answers(hook.path, (nth) => ({ status: nth === 1 ? 400 : 200, body: 'Hm' }))
    const refused = await app.api.post(`/webhooks/${hook.id}/test`)
    expect(refused.body).toMatchObject({
      type: 'webhook.test',
      state: 'failed',
      attempts: [{ status: 400, response_body: 'Hm', by_hand: true }],
    })
    const taken = await app.api.post(`/webhooks/${hook.id}/test`)
    expect(taken.body).toMatchObject({ state: 'delivered' })
    expect(hooks.on(hook.path).map(({ type }) => type)).toEqual(['webhook.test', 'webhook.test'])
    await app.pass(DAY)
    expect(hooks.on(hook.path)).toHaveLength(2)
  })

  it('O8: sent again it is the same message under the same id', async () => {
    const hook = await endpoint({ events: ['conversation.created'] })
    await open()
    await app.settle()
    const [delivery] = await log(hook.id)
    for (const url of [
      `/webhooks/deliveries/${delivery.id}/redeliver`,
      `/deliveries/${delivery.id}/redeliver`,
    ]) {
      const { status, body } = await app.api.post(url)
      expect([status, body.state, body.attempts.at(-1).by_hand]).toEqual([200, 'delivered', true])
    }
    const sent = hooks.received.filter(({ path }) => path === hook.path)
    expect(sent).toHaveLength(3)
    expect(new Set(sent.map(({ body, headers }) => body + headers['webhook-id'])).size).toBe(1)
  })

  it('O8: whose turn it is may be tried now; the others wait for it', async () => {
    const hook = await endpoint({ events: ['conversation.created'] })
    hooks.answers(hook.path, (nth) => ({ status: nth === 1 ? 500 : 200, headers: { 'retry-after': '9999' } }))
    await open()
    await open()
    await app.settle()
    const [second, first] = await log(hook.id)
    expect((await app.api.post(`/deliveries/${second.id}/redeliver`)).body).toMatchObject({
      status: 409,
      reason: 'waits_its_turn',
    })
    expect((await app.api.post(`/deliveries/${first.id}/redeliver`)).status).toBe(200)
    await app.settle()
    expect((await log(hook.id, '?state=delivered')).length).toBe(2)
  })

  it('O8: the log is narrowed by state and comes in pages', async () => {
    const hook = await endpoint({ events: ['conversation.created'] })
    hooks.answers(hook.path, (nth) => ({ status: nth === 3 ? 500 : 200 }))
    for (let count = 0; count < 4; count += 1) await open()
    await app.settle()
    const count = async (state: string) => (await log(hook.id, `?state=${state}`)).length
    expect([
      await count('delivered'),
      await count('retrying'),
      await count('waiting'),
      await count('problems'),
      await count('failed'),
    ]).toEqual([2, 1, 1, 1, 0])
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`
      const { body } = await app.api.get(`/webhooks/${hook.id}/deliveries?limit=3${query}`)
      seen.push(...body.data.map(({ id }: { id: string }) => id))
      cursor = body.next_cursor
    }
    expect(new Set(seen).size).toBe(4)
  })
})

describe('secrets', () => {
  it('O8: after a rotation both sign for a day, then the new one alone', async () => {
    const hook = await endpoint({ events: ['conversation.created'] })
    const rotated = (await app.api.post(`/webhooks/${hook.id}/rotate-secret`)).body
    expect(rotated.secret).toMatch(/^whsec_/)
    expect(rotated.secret).not.toBe(hook.secret)
    expect(rotated.old_secret_until).toBe(new Date(clock.now() + DAY).toISOString())
    await open()
    await app.settle()
    const { body, headers } = last(hook.path)
    expect(headers['webhook-signature']!.split(' ')).toHaveLength(2)
    for (const secret of [hook.secret, rotated.secret]) new Webhook(secret).verify(body, headers)
    // The first would be good for nothing at once, though it was promised a day.
    const again = await app.api.post(`/webhooks/${hook.id}/rotate-secret`)
    expect(again).toMatchObject({ status: 409, body: { reason: 'rotated_already' } })
    clock.advance(DAY)
    await open()
    await app.settle()
    expect(last(hook.path).headers['webhook-signature']!.split(' ')).toHaveLength(1)
    expect((await read(hook.id)).old_secret_until).toBeNull()
  })

  it('O8: a secret is shown once, sealed at rest, and not in the log of acts', async () => {
    const hook = await endpoint()
    expect(JSON.stringify(await read(hook.id))).not.toContain('whsec_')
    const { rows } = await app.app.pool.query('select secret from webhook_endpoints where id = $1', [hook.id])
    expect(rows[0].secret).not.toContain(hook.secret.slice(6))
    await app.api.post(`/webhooks/${hook.id}/rotate-secret`)
    await app.api.patch(`/webhooks/${hook.id}`, { description: 'Ours' })
    await app.api.delete(`/webhooks/${hook.id}`)
    const { data } = (await app.api.get('/audit?limit=20')).body
    // Where it leads is often a secret as a whole, and more people read the log.
    expect(JSON.stringify(data)).not.toContain(hook.path)
    const acts = data.filter(({ target }: { target: string }) => target === hook.id)
    expect(acts.map(({ action }: { action: string }) => action).toReversed()).toEqual([
      'webhook.created',
      'webhook.secret_rotated',
      'webhook.changed',
      'webhook.removed',
    ])
    expect(JSON.stringify(acts)).not.toContain('whsec_')
  })
})

describe('endpoints', () => {
  it('O8: an address that may not be called is refused, and so are unknown events', async () => {
    for (const url of ['http://example.com/', 'https://10.0.0.1/', 'https://[::ffff:10.0.0.1]/', 'nothing']) {
      const { status, body } = await app.api.post('/webhooks', { url })
      expect([url, status, body.fields?.[0].field]).toEqual([url, 422, 'url'])
    }
    const hook = await endpoint()
    expect((await app.api.patch(`/webhooks/${hook.id}`, { url: 'https://192.168.0.1/' })).status).toBe(422)
    expect((await app.api.post('/webhooks', { url: hooks.url, events: ['csat.guessed'] })).status).toBe(422)
    expect((await app.api.post('/webhooks', { url: hooks.url, events: [] })).status).toBe(422)
  })

  it('O8: * stands for all', async () => {
    const hook = await endpoint({ events: ['csat.requested', '*'] })
    expect((await read(hook.id)).events).toEqual(['*'])
  })

  it('O8: switched off it gets no news, and keeps what waits', async () => {
    const hook = await endpoint({ events: ['conversation.created'] })
    hooks.answers(hook.path, (nth) => ({ status: nth === 1 ? 500 : 200 }))
    const first = await open()
    await app.settle()
    await app.api.patch(`/webhooks/${hook.id}`, { enabled: false })
    await open()
    await app.pass(DAY)
    expect(hooks.on(hook.path)).toHaveLength(1)
    expect(await read(hook.id)).toMatchObject({ state: 'disabled', disabled_reason: 'by_hand', waiting: 1 })
    await app.api.patch(`/webhooks/${hook.id}`, { enabled: true })
    await app.settle()
    expect(hooks.on(hook.path).map(({ data }) => data.conversation.id)).toEqual([first.id, first.id])
  })

  it('O8: agents and leads may not', async () => {
    for (const role of ['agent', 'lead']) {
      const member = await make.member(role)
      const api = app.as(await make.keyFor(member.id))
      expect((await api.get('/webhooks')).status).toBe(403)
    }
  })

  it('O8: what was sent is forgotten after 30 days, what waits is not', async () => {
    const done = await endpoint({ events: ['conversation.created'] })
    const stuck = await endpoint({ events: ['conversation.created'] })
    hooks.answers(stuck.path, { status: 500 })
    await open()
    await app.settle()
    clock.advance(29 * DAY)
    await purgeDeliveries(app.app.ctx)
    expect(await log(done.id)).toHaveLength(1)
    clock.advance(2 * DAY)
    await purgeDeliveries(app.app.ctx)
    expect([(await log(done.id)).length, (await log(stuck.id)).length]).toEqual([0, 1])
  })
})
