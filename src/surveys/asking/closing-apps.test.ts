import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'
import { type MailServer, startMailServer } from '../../../test/kit/mail.ts'
import { portalBrowser } from '../../../test/kit/portal.ts'
import { visitorToken } from '../../customers/visitor.ts'

const CARD = {
  text: 'Three tips for your grinder',
  buttons: [{ label: 'Read them', url: 'https://acme.test/tips' }],
  link: { label: 'Not now', url: 'https://acme.test/' },
  image: { url: 'https://cdn.acme.test/tips.png', alt: 'A grinder' },
}

type Asked = { headers: IncomingMessage['headers']; body: string }
let answer: { status: number; body: string; location?: string } | 'silence'
let asked: Asked[] = []
let mails: MailServer
let app: TestApp
let make: ReturnType<typeof build>
let agent: { id: string }
let url = ''
let secret = ''

const server = createServer((request, response) => {
  let body = ''
  request.on('data', (part) => (body += part))
  request.on('end', () => {
    asked.push({ headers: request.headers, body })
    if (answer === 'silence') return
    response.writeHead(answer.status, answer.location ? { location: answer.location } : {}).end(answer.body)
  })
})

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/card`
  mails = await startMailServer()
  app = await makeTestApp({ smtpUrl: mails.url, privateHosts: ['127.0.0.1'] })
  make = build(app)
  await make.enable('on_close', { eligibility: { min_characters: 0 } })
  agent = await make.member()
})
beforeEach(() => {
  answer = { status: 200, body: JSON.stringify(CARD) }
  asked = []
})
afterEach(async () => {
  for (const { id } of (await app.api.get('/apps')).body.data) await app.api.delete(`/apps/${id}`)
})
afterAll(async () => {
  await app.close()
  await mails.close()
  server.closeAllConnections()
  server.close()
})

async function addApp(input: object = {}) {
  const channels = ['web_chat', 'email']
  const { status, body } = await app.api.post('/apps', { name: 'Tips', kind: 'url', url, channels, ...input })
  expect([status, body]).toEqual([201, body])
  secret = body.secret
  return body
}

async function close(channel = 'web_chat', contactInput: object = {}) {
  const contact = await make.contact(contactInput)
  const conversation = await make.conversation({ contact_id: contact.id, channel, subject: 'Grinder' })
  await make.say(conversation.id, 'teammate', 'A new one is on its way', {}, agent.id)
  const ended = await make.status(conversation.id, 'closed')
  await app.settle()
  return { contact, id: conversation.id as string, ended }
}

const entries = async (id: string) =>
  (await app.api.get(`/conversations/${id}/timeline`)).body.data.map((entry: any) => entry.kind)
const surveysOf = async (id: string) => (await app.api.get(`/surveys?conversation_id=${id}`)).body.data
const tokenOf = (contactId: string) =>
  visitorToken(app.app.ctx.keys.visitors, { workspaceId: app.workspace.workspaceId, contactId })
const chatOf = async (contactId: string) =>
  (await app.as(tokenOf(contactId)).get('/widget/v1/conversation')).body

describe('a closing app', () => {
  it('I11: its card stands in for the survey, in the chat and in the portal', async () => {
    await addApp()
    const { contact, id, ended } = await close()
    expect(ended.decision).toMatchObject({ allowed: false, reason: 'replaced_by_app' })
    expect(await surveysOf(id)).toEqual([])
    expect((await chatOf(contact.id)).closing.card).toEqual(CARD)
    expect((await chatOf(contact.id)).surveys).toEqual([])
    expect(await entries(id)).toContain('closing_card_shown')
    const browser = portalBrowser(app)
    await browser.enter(tokenOf(contact.id))
    const page = await browser.get(`/c/${id}`)
    expect(page.html).toContain('Three tips for your grinder')
    expect(page.html).toContain('href="https://acme.test/tips"')
    expect(page.headers['content-security-policy']).toContain('img-src https://cdn.acme.test ')
  })

  it('I11: in a mail where a mail would have asked', async () => {
    await addApp()
    const before = mails.received.length
    const { contact } = await close('email')
    // The reply went out too.
    const sent = mails.received.slice(before + 1)
    expect(sent.map(({ to }) => to)).toEqual([[contact.email]])
    expect(sent[0]!.mail.html).toContain('https://acme.test/tips')
    expect(sent[0]!.mail.text).toContain('Read them: https://acme.test/tips')
    expect(sent[0]!.mail.html).not.toContain('/s/')
  })

  it('I11: a mail of it that may have arrived is not sent again', async () => {
    await addApp()
    const { id } = await make.conversation({ channel: 'email', subject: 'Grinder' })
    await make.say(id, 'teammate', 'A new one is on its way', {}, agent.id)
    await app.settle()
    const before = mails.brought()
    mails.refuse('hang_up')
    await make.status(id, 'closed')
    await app.settle()
    mails.refuse(null)
    for (let hour = 0; hour < 5; hour++) await app.pass(3_600_000)
    expect(mails.brought()).toBe(before + 1)
  })

  it('I11: is asked by a signed POST, once for each end', async () => {
    await addApp()
    const { id } = await close()
    expect(asked.length).toBe(1)
    const { headers, body } = asked[0]!
    const [messageId, at] = [String(headers['webhook-id']), String(headers['webhook-timestamp'])]
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
    const signature = createHmac('sha256', key)
      .update(`${String(messageId)}.${String(at)}.${body}`)
      .digest('base64')
    expect(headers['webhook-signature']).toBe(`v1,${signature}`)
    expect(JSON.parse(body)).toMatchObject({
      type: 'conversation.ended',
      conversation: { id },
      resolution: 1,
    })
    // Another ended status is the same end; opened again and closed again is another.
    await make.status(id, 'resolved')
    await app.settle()
    expect(asked.length).toBe(1)
    await make.status(id, 'open')
    await make.status(id, 'closed')
    await app.settle()
    expect(asked.length).toBe(2)
  })

  it('I11: a card goes with the reopening', async () => {
    await addApp()
    const { contact, id } = await close()
    await make.status(id, 'open')
    expect((await chatOf(contact.id)).closing).toBeNull()
    // Nor does it come back when the conversation ends again without one.
    answer = { status: 500, body: 'no' }
    await make.status(id, 'closed')
    await app.settle()
    expect((await chatOf(contact.id)).closing).toBeNull()
  })

  it.each([
    ['an error', { status: 500, body: 'no' }],
    ['a redirect', { status: 302, body: '', location: 'http://127.0.0.1:1/' }],
    ['no JSON', { status: 200, body: '<html>' }],
    ['no card', { status: 200, body: '{"buttons":[]}' }],
    [
      'a script',
      { status: 200, body: JSON.stringify({ ...CARD, link: { label: 'x', url: 'javascript:alert(1)' } }) },
    ],
    ['too much', { status: 200, body: JSON.stringify({ ...CARD, more: 'x'.repeat(33_000) }) }],
    ['nothing', 'silence' as const],
  ])('I11: one that answers with %s does not silence the survey', async (_what, given) => {
    answer = given
    const { id: appId } = await addApp()
    const { contact, id } = await close()
    expect((await surveysOf(id)).map((survey: any) => survey.state)).toEqual(['sent'])
    expect((await chatOf(contact.id)).closing).toBeNull()
    const kinds = await entries(id)
    expect(kinds).toContain('closing_card_failed')
    const decisions = (await app.api.get(`/conversations/${id}/decisions`)).body.data
    expect(decisions.map((each: any) => each.reason)).toEqual([null, 'replaced_by_app'])
    const known = (await app.api.get(`/apps/${appId}`)).body
    expect([known.last_ok_at, typeof known.last_error]).toEqual([null, 'string'])
  })

  it('I11: one that was removed meanwhile does not either', async () => {
    const { id: appId } = await addApp()
    const contact = await make.contact()
    const { id } = await make.conversation({ contact_id: contact.id })
    await make.say(id, 'teammate', 'Done', {}, agent.id)
    await make.status(id, 'closed')
    await app.api.delete(`/apps/${appId}`)
    await app.settle()
    expect((await surveysOf(id)).length).toBe(1)
  })

  it('I11: only on its channels, only while enabled, and the first of several', async () => {
    await addApp({ channels: ['email'] })
    const off = await addApp({ enabled: false })
    expect((await surveysOf((await close()).id)).length).toBe(1)
    await addApp({ kind: 'static', card: { text: 'Same for all' } })
    const { contact } = await close()
    expect((await chatOf(contact.id)).closing.card).toMatchObject({ text: 'Same for all', buttons: [] })
    await app.api.patch(`/apps/${off.id}`, { enabled: true })
    expect((await chatOf((await close()).contact.id)).closing.card.text).toBe(CARD.text)
  })

  it('I11: who asks by hand is not stopped by it', async () => {
    await addApp()
    const { id } = await close()
    expect((await app.api.post(`/conversations/${id}/surveys`)).status).toBe(201)
  })

  it('I11: who wants no mail gets none from it', async () => {
    await addApp()
    const contact = await make.contact()
    await app.app.pool.query('update contacts set unsubscribed_at = now() where id = $1', [contact.id])
    const before = mails.received.length
    const { id } = await make.conversation({ contact_id: contact.id, channel: 'email' })
    await make.say(id, 'teammate', 'Done', { sent_at: new Date(app.clock.now()).toISOString() }, agent.id)
    await make.status(id, 'closed')
    await app.settle()
    expect(mails.received.length).toBe(before)
  })
})

describe('apps over the API', () => {
  it('I11: the secret is shown once', async () => {
    const made = await addApp()
    expect(made.secret).toMatch(/^whsec_/)
    const list = await app.api.get('/apps')
    expect(JSON.stringify(list.body)).not.toContain(made.secret)
    expect(list.body.data[0]).toMatchObject({ id: made.id, name: 'Tips', kind: 'url', enabled: true })
  })

  it.each([
    [{ kind: 'url', url: null }, 'url'],
    [{ kind: 'url', url: 'http://10.0.0.1/card' }, 'url'],
    [{ kind: 'url', url: 'https://169.254.169.254/' }, 'url'],
    [{ kind: 'static' }, 'card'],
    [{ kind: 'static', card: { text: ' ' } }, 'card.text'],
    [{ kind: 'static', card: { text: 'x', image: { url: 'http://a.test/x.png' } } }, 'card.image.url'],
    [{ channels: [] }, 'channels'],
    [{ name: '' }, 'name'],
  ])('I11: %j is refused with its field', async (input, field) => {
    const body = { name: 'Tips', kind: 'url', url, channels: ['web_chat'], ...input }
    const refused = await app.api.post('/apps', body)
    expect([refused.status, refused.body.fields[0].field]).toEqual([422, field])
  })

  it('I11: a change keeps what is not named, and a trial shows the card or says why not', async () => {
    const { id } = await addApp()
    const changed = await app.api.patch(`/apps/${id}`, { name: 'Hints' })
    expect(changed.body).toMatchObject({ name: 'Hints', url, channels: ['web_chat', 'email'] })
    expect((await app.api.post(`/apps/${id}/preview`)).body).toEqual({ card: CARD, sentence: null })
    answer = { status: 503, body: '' }
    const failed = (await app.api.post(`/apps/${id}/preview`)).body
    expect(failed).toEqual({ card: null, sentence: 'It answered with status 503 instead of 200.' })
    await app.api.patch(`/apps/${id}`, { kind: 'static', card: { text: 'Now fixed' } })
    expect((await app.api.post(`/apps/${id}/preview`)).body.card.text).toBe('Now fixed')
    const { data } = (await app.api.get('/audit')).body
    expect(data.map((entry: any) => entry.action)).toEqual(
      expect.arrayContaining(['app.created', 'app.changed']),
    )
  })
})
