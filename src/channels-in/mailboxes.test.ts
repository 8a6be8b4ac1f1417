import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { startImap } from '../../test/kit/fakes/imap.ts'
import { type MailServer, startMailServer } from '../../test/kit/mail.ts'
import { findAccount, loadProgress, saveProgress } from '../channels/accounts.ts'
import { watchMailboxes } from './mailboxes.ts'

let app: TestApp
let imap: Awaited<ReturnType<typeof startImap>>
let smtp: MailServer
let mailboxes: ReturnType<typeof watchMailboxes>

beforeAll(async () => {
  imap = await startImap()
  smtp = await startMailServer()
  app = await makeTestApp({ smtpUrl: smtp.url, privateHosts: ['127.0.0.1'] })
  const { status, body } = await app.api.put('/channels/email', { settings: imap.account })
  if (status !== 200) throw new Error(JSON.stringify(body))
  mailboxes = watchMailboxes(app.app, 100)
  await vi.waitUntil(() => imap.isIdling(), 40_000)
})
afterAll(async () => {
  await mailboxes.stop()
  await app.close()
  await Promise.all([imap.close(), smtp.close()])
})

const conversations = async (): Promise<any[]> => (await app.api.get('/conversations')).body.data
const mail = (headers: string[], body: string) =>
  [
    'From: Sam Silver <sam@customer.example>',
    'To: support@acme.test',
    'Content-Type: text/plain; charset=utf-8',
    ...headers,
    '',
    body,
  ].join('\n')

describe('a mailbox that customers write to', () => {
  it('C15: a mail begins a conversation, its answer goes out by mail, and what comes back is in the same', async () => {
    imap.deliver(mail(['Message-ID: <first@customer.example>', 'Subject: My parcel'], 'Where is it?'))
    await vi.waitFor(async () => expect(await conversations()).toHaveLength(1), 40_000)
    const [conversation] = await conversations()
    expect(conversation).toMatchObject({
      channel: 'email',
      subject: 'My parcel',
      contact: { name: 'Sam Silver', email: 'sam@customer.example', kind: 'lead' },
    })
    const make = build(app)
    const agent = await make.member('agent')
    await make.say(conversation.id, 'teammate', 'On its way.', {}, agent.id)
    await app.settle()
    const [{ mail: sent }] = (await smtp.waitFor(1)).slice(-1) as [(typeof smtp.received)[number]]
    await make.status(conversation.id, 'resolved')
    await app.pass(3 * 86_400_000)
    const answer = [
      'Message-ID: <second@customer.example>',
      `In-Reply-To: ${sent.messageId}`,
      'Subject: Re: My parcel',
    ]
    imap.deliver(mail(answer, 'Thank you, it came.'))
    await vi.waitFor(async () => expect((await conversations())[0].message_count).toBe(3), 40_000)
    expect(await conversations()).toMatchObject([{ id: conversation.id, status: 'open' }])
  })

  it('C15: an answer whose program forgot the thread still finds it by the address it goes to', async () => {
    const [conversation] = await conversations()
    const { mail: sent } = smtp.received.find((each) => (each.mail.text ?? '').includes('On its way.'))!
    const [to] = sent.replyTo!
    expect(to!.address).toMatch(/^support\+[0-9a-z]{41}@acme\.test$/)
    const raw = mail(['Message-ID: <third@customer.example>', 'Subject: something else'], 'One more thing.')
    imap.deliver(raw.replace('To: support@acme.test', `To: ${to!.address}`))
    await vi.waitFor(async () => expect((await conversations())[0].message_count).toBe(4), 40_000)
    expect(await conversations()).toMatchObject([{ id: conversation.id }])
    // Its subject is nowhere else; that of an answer is the conversation's.
    const { data } = (await app.api.get(`/conversations/${conversation.id}/timeline`)).body
    const said = data.filter(({ kind }: any) => kind === 'message').map((each: any) => each.data)
    expect(said.map(({ subject }: any) => subject)).toEqual([
      undefined,
      undefined,
      undefined,
      'something else',
    ])
  })

  it('C15: a mail about something else begins a conversation of its own, beside the one that is open', async () => {
    const [first] = await conversations()
    imap.deliver(mail(['Message-ID: <other@customer.example>', 'Subject: Invoice 12'], 'Too much.'))
    await vi.waitFor(async () => expect(await conversations()).toHaveLength(2), 40_000)
    const [other] = await conversations()
    expect(other).toMatchObject({ subject: 'Invoice 12', contact: { id: first.contact.id }, status: 'open' })
    // Without a word of what it is about, it is about what was spoken of last.
    imap.deliver(mail(['Message-ID: <nothing@customer.example>'], 'Hello?'))
    await vi.waitFor(async () => expect((await conversations())[0].message_count).toBe(2), 40_000)
    expect(await conversations()).toMatchObject([{ id: other.id }, { id: first.id, message_count: 4 }])
  })

  it('C15: takes a mail whose headers name what is no conversation, or hold what cannot be stored', async () => {
    const before = (await conversations()).length
    const hostile = [
      `In-Reply-To: <conversation.${'-'.repeat(36)}@x>`,
      `References: <a\u0000b@c> <message.${'-'.repeat(36)}@x> <\ud800@x>`,
      'Message-ID: <four\u0000th@customer.example>',
      'Subject: =?utf-8?B?QQBC?= dashes',
    ]
    imap.deliver(mail(hostile, 'An\u0000swer me').replace('sam@', 'eve@'))
    imap.deliver(mail(['Message-ID: <fifth@customer.example>'], 'And me').replace('sam@', 'max@'))
    await vi.waitFor(async () => expect(await conversations()).toHaveLength(before + 2), 40_000)
  })

  it('C15: says on the account which mail could not be taken', async () => {
    const { pool } = app.app
    // Everything before is written down.
    await vi.waitUntil(() => imap.isIdling(), 40_000)
    imap.dropAll()
    const { progress } = (await pool.query('select progress from channel_accounts')).rows[0]
    const attempt = { uid: progress.lastUid + 1, times: 5 }
    await pool.query('update channel_accounts set progress = $1', [JSON.stringify({ ...progress, attempt })])
    imap.deliver(mail(['Subject: Poison'], 'Does it every time'))
    imap.deliver(mail(['Message-ID: <sixth@customer.example>'], 'Next one').replace('sam@', 'zoe@'))
    const standing = async () =>
      (await app.api.get('/channels')).body.data.find(({ id }: any) => id === 'email')
    await vi.waitFor(
      async () => expect((await standing()).last_error).toContain('“Poison” from sam@'),
      40_000,
    )
    await vi.waitFor(
      async () =>
        expect((await conversations()).map(({ contact }) => contact.email)).toContain('zoe@customer.example'),
      40_000,
    )
    imap.dropAll()
    await vi.waitUntil(() => imap.isIdling(), 40_000)
    const shown = { state: 'failing', last_error: expect.stringContaining('Poison') }
    await vi.waitFor(async () => expect(await standing()).toMatchObject(shown), 40_000)
    await app.api.put('/channels/email', { settings: imap.account })
    await vi.waitFor(async () => expect(await standing()).toMatchObject({ state: 'connected' }), 40_000)
  })

  it('C15: is read by one process at a time, and taken over from one that stops or is gone', async () => {
    await vi.waitFor(() => expect(imap.connections()).toBe(1), 40_000)
    const other = watchMailboxes(app.app, 50)
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(imap.connections()).toBe(1)
    await mailboxes.stop()
    await vi.waitFor(() => expect(imap.isIdling()).toBe(true), 40_000)
    expect(imap.connections()).toBe(1)
    // The other is killed: its claim runs out.
    const { pool } = app.app
    await other.stop()
    await pool.query(`update channel_accounts set watched_by = gen_random_uuid(), watched_until = $1`, [
      new Date(app.clock.now() + 75_000),
    ])
    mailboxes = watchMailboxes(app.app, 50)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(imap.connections()).toBe(0)
    app.clock.advance(76_000)
    await vi.waitFor(() => expect(imap.connections()).toBe(1), 40_000)
  })

  it('C15: saved again while mails come, every one is taken once', async () => {
    await vi.waitUntil(() => imap.isIdling(), 40_000)
    const before = (await conversations()).length
    for (const name of ['ann', 'ben', 'cem', 'dora']) {
      const id = [`Message-ID: <${name}@customer.example>`, `Subject: From ${name}`]
      imap.deliver(mail(id, `I am ${name}`).replace('sam@', `${name}@`))
      expect((await app.api.put('/channels/email', { settings: imap.account })).status).toBe(200)
    }
    await vi.waitFor(async () => expect(await conversations()).toHaveLength(before + 4), 40_000)
    const taken = (await conversations()).slice(0, 4)
    expect(taken.map((each) => each.message_count)).toEqual([1, 1, 1, 1])
  })

  it('C15: another mailbox with the same validity and lower numbers is read, from the old one no more', async () => {
    const next = await startImap()
    next.box.uidValidity = imap.box.uidValidity
    imap.box.uidNext = 41_000
    imap.deliver(mail(['Message-ID: <last@customer.example>'], 'The last').replace('sam@', 'last@'))
    const senders = async () => (await conversations()).map(({ contact }) => contact.email)
    await vi.waitFor(async () => expect(await senders()).toContain('last@customer.example'), 40_000)
    expect((await app.api.put('/channels/email', { settings: next.account })).status).toBe(200)
    await vi.waitUntil(() => next.isIdling(), 40_000)
    imap.deliver(mail(['Message-ID: <late@customer.example>'], 'Too late').replace('sam@', 'late@'))
    next.deliver(mail(['Message-ID: <new@customer.example>'], 'Hello').replace('sam@', 'new@'))
    await vi.waitFor(async () => expect(await senders()).toContain('new@customer.example'), 40_000)
    expect(await senders()).not.toContain('late@customer.example')
    await app.api.put('/channels/email', { settings: imap.account })
    await vi.waitFor(() => expect(next.connections()).toBe(0), 40_000)
    await next.close()
  })

  it('C15: who read the account before it was changed writes down nothing more', async () => {
    const name = { workspaceId: app.workspace.workspaceId, channel: 'email' as const }
    const { version } = (await findAccount(app.app.ctx.db, name))!
    await app.api.put('/channels/email', { settings: imap.account })
    const progress = await loadProgress(app.app.ctx.db, name)
    expect(await saveProgress(app.app.ctx.db, { ...name, version }, { lastUid: 99_999 })).toBe(false)
    expect(await loadProgress(app.app.ctx.db, name)).toEqual(progress)
    expect(await saveProgress(app.app.ctx.db, { ...name, version: version + 1 }, progress as object)).toBe(
      true,
    )
  })

  it('C15: is read no more once it is disconnected', async () => {
    const email = async () => (await app.api.get('/channels')).body.data.find(({ id }: any) => id === 'email')
    const good = { state: 'connected', source: 'account' }
    await vi.waitFor(async () => expect(await email()).toMatchObject(good), 40_000)
    await app.api.delete('/channels/email')
    await vi.waitFor(() => expect(imap.connections()).toBe(0), 40_000)
  })
})
