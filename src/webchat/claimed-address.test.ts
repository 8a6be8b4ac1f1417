import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { type MailServer, startMailServer } from '../../test/kit/mail.ts'
import { portalBrowser } from '../../test/kit/portal.ts'
import { replyAddress } from '../channels/email/mail-thread.ts'
import { takeMessage } from '../channels-in/take-message.ts'
import { userHash } from '../customers/identity.ts'

let mails: MailServer
let app: TestApp
let make: ReturnType<typeof build>
let secret: string
beforeAll(async () => {
  mails = await startMailServer()
  app = await makeTestApp({ smtpUrl: mails.url })
  make = build(app)
  secret = (await app.api.get('/webchat')).body.secret
})
afterAll(async () => {
  await app.close()
  await mails.close()
})

let count = 0
const address = () => `person${++count}@bank.test`

async function widget(path: string, payload: object): Promise<{ status: number; body: any }> {
  const server = await app.app.server()
  const remoteAddress = `10.9.0.${++count}`
  const answer = await server.inject({ method: 'POST', url: `/widget/v1${path}`, payload, remoteAddress })
  return { status: answer.statusCode, body: answer.json() }
}

/** Somebody writes in the chat and says that this is his address. */
async function visitor(email: string) {
  const { body } = await widget('/messages', {
    body: 'Hello from the chat',
    client_id: `client-${++count}-x`,
    visitor: {
      workspace: app.workspace.workspaceId,
      key: `key${++count}`.padEnd(22, 'k'),
      name: 'Vic Visitor',
      email,
    },
  })
  const conversation = (await app.api.get(`/conversations/${body.conversation_id}`)).body
  return { token: body.token as string, contactId: conversation.contact.id as string }
}

/** Who owns the mailbox writes a mail. */
const mailIn = (from: string, body = 'My account number is 4711', more: object = {}) =>
  takeMessage(
    app.app.ctx,
    { workspaceId: app.workspace.workspaceId, channel: 'email' },
    {
      kind: 'message',
      eventId: `mail-${++count}`,
      at: app.clock.now(),
      from,
      name: 'Vera',
      body,
      inReplyTo: null,
      ...more,
    },
  )

const signIn = (user: object) => widget('/sessions', { workspace: app.workspace.workspaceId, user })
const contactOf = async (id: string) => (await app.api.get(`/contacts/${id}`)).body

async function linkTo(email: string): Promise<string | null> {
  await app.settle()
  const mail = mails.received.findLast(({ to }) => to[0] === email)?.mail
  const url = /http:\S+sign-in\S+/.exec(mail?.text ?? '')?.[0]
  return url ? new URL(url).pathname : null
}

describe('an address that a visitor types', () => {
  it('J6: gives nobody the conversations of whose it is', async () => {
    const email = address()
    const attacker = await visitor(email)
    await mailIn(email)
    const portal = portalBrowser(app)
    const { html } = await portal.enter(attacker.token)
    expect(html).toContain('Hello from the chat')
    expect(html).not.toContain('4711')
    expect(await contactOf(attacker.contactId)).toMatchObject({ email: null, claimed_email: email })
    const { data } = (await app.api.get('/conversations?channel=email')).body
    expect(data[0].contact.id).not.toBe(attacker.contactId)
  })

  it('J6: does not sign in who says so, nor let the owner into somebody else’s chat', async () => {
    const email = address()
    await visitor(email)
    const owner = portalBrowser(app)
    await owner.postForm('/sign-in', { email })
    expect(await linkTo(email)).toBeNull()

    const other = address()
    const attacker = await visitor(other)
    const his = portalBrowser(app)
    await his.enter(attacker.token)
    await his.postForm('/sign-in', { email: other })
    const link = (await linkTo(other))!
    expect((await portalBrowser(app).postForm(link, {})).status).toBe(410)
    expect((await contactOf(attacker.contactId)).email).toBeNull()
  })

  it('J7: is his once he has opened the link to it where he asked for it', async () => {
    const email = address()
    const known = await visitor(email)
    const browser = portalBrowser(app)
    expect((await browser.enter(known.token)).html).toContain('Send me a link')
    await browser.postForm('/sign-in', { email })
    expect((await browser.submit((await linkTo(email))!)).html).toContain('Hello from the chat')
    expect(await contactOf(known.contactId)).toMatchObject({ email, claimed_email: null })
    await mailIn(email)
    expect((await browser.get('')).html).toContain('4711')
    // The chat's own token does not see more for that.
    expect((await portalBrowser(app).enter(known.token)).html).not.toContain('4711')
  })

  it('C6: is written to, and who answers from it is no second person', async () => {
    const email = address()
    const { contactId } = await visitor(email)
    const agent = await make.member()
    const conversation = await make.conversation({ channel: 'email', contact_id: contactId })
    await make.say(conversation.id, 'teammate', 'We have found your parcel', {}, agent.id)
    await app.settle()
    expect(mails.received.at(-1)!.to).toEqual([email])
    const { workspaceId } = app.workspace
    const to = { workspaceId, conversationId: conversation.id, address: 'support@acme.test' }
    const recipients = [replyAddress(app.app.ctx.keys.replyAddresses, to)!]
    const mail = { messageId: null, subject: null, recipients, references: [], claims: null, attachments: [] }
    await mailIn(email, 'Thank you', { mail })
    expect((await app.api.get(`/conversations/${conversation.id}`)).body).toMatchObject({
      contact_count: 1,
      last_message_preview: 'Thank you',
    })
    expect((await contactOf(contactId)).email).toBeNull()
  })

  it('J6: an address that an agent or the API enters stands in its place', async () => {
    const email = address()
    const { contactId } = await visitor(email)
    await app.api.patch(`/contacts/${contactId}`, { email })
    expect(await contactOf(contactId)).toMatchObject({ email, claimed_email: null })
  })
})

describe('an address beside a signed user id', () => {
  it('J6: is only said where the signature is over the id alone', async () => {
    const email = address()
    const victim = await make.contact({ email })
    const { body } = await signIn({ id: 'mallory', hash: userHash(secret, 'mallory'), email })
    expect(await contactOf(body.contact.id)).toMatchObject({
      kind: 'user',
      email: null,
      claimed_email: email,
    })
    await make.conversation({ contact_id: victim.id, subject: 'Of the victim' })
    const browser = portalBrowser(app)
    await browser.postForm('/sign-in', { email })
    expect((await browser.submit((await linkTo(email))!)).html).toContain('Of the victim')
  })

  it('J6: is known where the signature covers it, until the signature ends', async () => {
    const email = address()
    const exp = Math.floor(app.clock.now() / 1000) + 60
    const user = { id: 'ada', email, exp, hash: userHash(secret, { id: 'ada', email, exp }) }
    const { body, status } = await signIn(user)
    expect(status).toBe(200)
    expect(await contactOf(body.contact.id)).toMatchObject({ email, claimed_email: null })
    expect((await signIn({ ...user, email: address() })).status).toBe(401)
    app.clock.advance(61_000)
    expect((await signIn(user)).status).toBe(401)
  })

  it('J6: of several whose address it is, mail and sign-in choose the same: users first, then who was first', async () => {
    const email = address()
    const lead = await make.contact({ email, kind: 'lead' })
    app.clock.advance(1000)
    const first = await make.contact({ email })
    app.clock.advance(1000)
    await make.contact({ email, name: 'Late' })
    await mailIn(email, 'Whose is this?')
    const { data } = (await app.api.get('/conversations?channel=email')).body
    expect([lead.id, first.id].indexOf(data[0].contact.id)).toBe(1)
    const browser = portalBrowser(app)
    await browser.postForm('/sign-in', { email })
    expect((await browser.submit((await linkTo(email))!)).html).toContain('Whose is this?')
  })
})

describe('somebody else who is signed in', () => {
  it('J6: is not replaced by a link that any page can open, only by his own press', async () => {
    const [victim, attacker] = [await visitor(address()), await visitor(address())]
    const browser = portalBrowser(app)
    await browser.enter(victim.token)
    const before = new Map(browser.jar)
    const asked = await browser.get(`?visitor=${attacker.token}`)
    expect([asked.status, asked.html.includes('Press the button')]).toEqual([200, true])
    expect(asked.html).toContain('Vic Visitor')
    expect(browser.jar).toEqual(before)
    const foreign = { 'sec-fetch-site': 'cross-site' }
    await browser.postForm('/enter', { visitor: attacker.token }, foreign)
    expect(browser.jar).toEqual(before)
    expect((await browser.submit('/enter', { visitor: attacker.token })).status).toBe(200)
    expect(browser.jar).not.toEqual(before)
  })

  it('J6: is himself again without a new session', async () => {
    const victim = await visitor(address())
    const browser = portalBrowser(app)
    await browser.enter(victim.token)
    const before = new Map(browser.jar)
    await browser.enter(victim.token)
    expect(browser.jar).toEqual(before)
  })
})
