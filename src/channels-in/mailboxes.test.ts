import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { startImap } from '../../test/kit/fakes/imap.ts'
import { type MailServer, startMailServer } from '../../test/kit/mail.ts'
import { watchMailboxes } from './mailboxes.ts'

let app: TestApp
let imap: Awaited<ReturnType<typeof startImap>>
let smtp: MailServer
let mailboxes: ReturnType<typeof watchMailboxes>

beforeAll(async () => {
  imap = await startImap()
  smtp = await startMailServer()
  app = await makeTestApp({ smtpUrl: smtp.url })
  const { status, body } = await app.api.put('/channels/email', { settings: imap.account })
  if (status !== 200) throw new Error(JSON.stringify(body))
  mailboxes = watchMailboxes(app.app, 100)
  await vi.waitUntil(() => imap.isIdling(), 10_000)
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
    await vi.waitFor(async () => expect(await conversations()).toHaveLength(1), 10_000)
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
    await vi.waitFor(async () => expect((await conversations())[0].message_count).toBe(3), 10_000)
    expect(await conversations()).toMatchObject([{ id: conversation.id, status: 'open' }])
  })

  it('C15: an answer whose program forgot the thread still finds it by the address it goes to', async () => {
    const [conversation] = await conversations()
    const { mail: sent } = smtp.received.find((each) => (each.mail.text ?? '').includes('On its way.'))!
    const [to] = sent.replyTo!
    expect(to!.address).toMatch(/^support\+[0-9a-z]{41}@acme\.test$/)
    const raw = mail(['Message-ID: <third@customer.example>', 'Subject: something else'], 'One more thing.')
    imap.deliver(raw.replace('To: support@acme.test', `To: ${to!.address}`))
    await vi.waitFor(async () => expect((await conversations())[0].message_count).toBe(4), 10_000)
    expect(await conversations()).toMatchObject([{ id: conversation.id }])
  })

  it('C15: is read no more once it is disconnected', async () => {
    expect((await app.api.get('/channels')).body.data.find(({ id }: any) => id === 'email')).toMatchObject({
      state: 'connected',
      source: 'account',
    })
    await app.api.delete('/channels/email')
    await vi.waitFor(() => expect(imap.connections()).toBe(0), 10_000)
  })
})
