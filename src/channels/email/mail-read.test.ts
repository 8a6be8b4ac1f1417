import { describe, expect, it } from 'vitest'
import { cpuOf } from '../../../test/kit/cpu.ts'
import { newId } from '../../platform/ids.ts'
import type { IncomingEvent } from '../channel.ts'
import { type MailEvent, readMail } from './mail-read.ts'

const AT = Date.parse('2026-03-02T09:00:00Z')
const own = ['Support@acme.test']
const id = newId()

type Parts = { headers?: string[]; body?: string | Buffer; from?: string }

function source({
  headers = [],
  body = 'Hello\n',
  from = 'Sam Customer <Sam@Customer.example>',
}: Parts): Buffer {
  const has = (name: string) => headers.some((header) => header.toLowerCase().startsWith(`${name}:`))
  const head = [
    `From: ${from}`,
    'To: support@acme.test',
    ...(has('message-id') ? [] : ['Message-ID: <m1@customer.example>']),
    'Date: Mon, 2 Mar 2026 08:59:00 +0000',
    ...(has('subject') ? [] : ['Subject: My parcel']),
    ...headers,
  ]
  return Buffer.concat([
    Buffer.from(`${head.join('\r\n')}\r\n\r\n`),
    Buffer.isBuffer(body) ? body : Buffer.from(body.replace(/\r?\n/g, '\r\n')),
  ])
}

const read = (parts: Parts | Buffer, place = '1.1') =>
  readMail({ source: Buffer.isBuffer(parts) ? parts : source(parts), at: AT, own, place })

async function eventIn(parts: Parts | Buffer): Promise<IncomingEvent | MailEvent> {
  const found = await read(parts)
  if (found.kind !== 'event') throw new Error(found.why)
  return found.event
}

async function mailIn(parts: Parts | Buffer): Promise<MailEvent> {
  const event = await eventIn(parts)
  if (event.kind !== 'message') throw new Error(event.kind)
  return event as MailEvent
}

const multipart = (type: string, parts: [head: string, body: string][]): Parts => ({
  headers: ['MIME-Version: 1.0', `Content-Type: multipart/${type}; boundary="cut"`],
  body: `${parts.map(([head, body]) => `--cut\n${head}\n\n${body}\n`).join('')}--cut--\n`,
})

describe('a mail that comes in', () => {
  it('C15: is the sender’s message, at the time that the mailbox got it', async () => {
    expect(await mailIn({})).toEqual({
      kind: 'message',
      eventId: expect.stringMatching(/^mail\.[0-9a-f]{40}$/),
      at: AT,
      from: 'sam@customer.example',
      name: 'Sam Customer',
      body: 'Hello',
      inReplyTo: null,
      mail: {
        messageId: '<m1@customer.example>',
        subject: 'My parcel',
        recipients: ['support@acme.test'],
        references: [],
        claims: null,
        attachments: [],
      },
    })
  })

  it('C15: is the same event at every repeat and in a moved mailbox, and another’s Message-ID does not hide it', async () => {
    const first = await mailIn({})
    const again = { ...(await read({}, '2.7')) }
    expect(again).toEqual({ kind: 'event', event: first })
    const copied = await mailIn({ headers: ['X-Received: twice'] })
    expect(copied.eventId).toBe(first.eventId)
    const thief = await mailIn({ from: 'thief@evil.example' })
    expect(thief.eventId).not.toBe(first.eventId)
    const nameless = source({})
      .toString()
      .replace(/^Message-ID:.*\r\n/m, '')
    const events = await Promise.all(['1.1', '1.2'].map((place) => read(Buffer.from(nameless), place)))
    expect(events[0]).not.toEqual(events[1])
  })

  it('C15: answers the newest mail of ours that it names, and says which conversation', async () => {
    const [other, root] = [newId(), newId()]
    const event = await mailIn({
      headers: [
        `In-Reply-To: <message.${id}@acme.test>`,
        `References: <conversation.${root}@acme.test>\r\n <survey.${other}@acme.test> <message.${id}@acme.test>`,
      ],
    })
    expect(event.inReplyTo).toBe(`<message.${id}@acme.test>`)
    expect(event.mail.claims).toBe(root)
    expect(event.mail.references).toHaveLength(3)
    const stranger = await mailIn({
      headers: ['In-Reply-To: <x@y>', `References: <survey.${other}@acme.test> <x@y>`],
    })
    expect(stranger.inReplyTo).toBe(`<survey.${other}@acme.test>`)
    expect((await mailIn({ headers: ['In-Reply-To: <x@y>'] })).inReplyTo).toBe('<x@y>')
  })

  it('C15: names everybody that it was sent to, also behind a forwarding', async () => {
    const event = await mailIn({
      headers: ['Cc: Team: a@b.test, c@d.test;', 'Delivered-To: support+token@acme.test'],
    })
    expect(event.mail.recipients).toEqual([
      'support@acme.test',
      'a@b.test',
      'c@d.test',
      'support+token@acme.test',
    ])
  })

  it('C15: what somebody passes on stays whole', async () => {
    const quoted = 'See:\n\n-----Original Message-----\nFrom: shop\nWrong invoice'
    expect((await mailIn({ headers: ['Subject: Fwd: Invoice'], body: quoted })).body).toBe(quoted)
    expect((await mailIn({ body: quoted })).body).toBe('See:')
  })

  it('C15: a form that writes as us says for whom', async () => {
    const form = { from: 'support@acme.test', headers: ['Reply-To: Sam <sam@customer.example>'] }
    expect(await mailIn(form)).toMatchObject({ from: 'sam@customer.example', name: 'Sam' })
    expect(await read({ from: 'support@acme.test' })).toEqual({ kind: 'ignored', why: 'own' })
    const ours = { from: 'support@acme.test', headers: ['Reply-To: support+abc@acme.test'] }
    expect(await read(ours)).toEqual({ kind: 'ignored', why: 'own' })
  })

  it('C6: HTML alone becomes text, and hostile text stays harmless text', async () => {
    const html = {
      headers: ['Content-Type: text/html; charset=utf-8'],
      body: '<p>Hi <b>Ada</b></p><script>alert(1)</script>',
    }
    expect((await mailIn(html)).body).toBe('Hi Ada')
    const event = await mailIn({
      from: '=?utf-8?q?Sam=0D=0AX=E2=80=AEy=00?= <sam@customer.example>',
      headers: ['Subject: =?utf-8?q?a=0D=0AX-Injected:_yes=00=E2=80=AEb?='],
      body: 'a\u0000b\u0007 <script>alert(1)</script>',
    })
    expect(event.name).toBe('Sam Xy')
    expect(event.mail.subject).toBe('a X-Injected: yes b')
    expect(event.body).toBe('ab <script>alert(1)</script>')
    // oxlint-disable-next-line no-control-regex
    expect(JSON.stringify(event)).not.toMatch(/\\u0000|[\u0000-\u001f]/)
  })

  it('C15: a wrong or unknown charset loses no mail', async () => {
    const latin = {
      headers: ['Content-Type: text/plain; charset=iso-8859-1'],
      body: Buffer.from('Gr\u00fc\u00dfe', 'latin1'),
    }
    expect((await mailIn(latin)).body).toBe('Grüße')
    const lying = {
      headers: ['Content-Type: text/plain; charset=utf-8'],
      body: Buffer.from([72, 105, 32, 0xff, 0xfe, 0xc3]),
    }
    expect((await mailIn(lying)).body).toMatch(/^Hi /)
    const unknown = { headers: ['Content-Type: text/plain; charset=x-klingon'], body: 'nuqneH' }
    expect((await mailIn(unknown)).body).toBe('nuqneH')
  })
})

describe('a mail that nobody wrote', () => {
  it.each([
    ['an out-of-office answer', ['Auto-Submitted: auto-replied'], 'auto_reply'],
    ['an old auto-reply', ['X-Autoreply: yes'], 'auto_reply'],
    ['another old one', ['X-Autorespond: away'], 'auto_reply'],
    ['an auto-reply by its precedence', ['Precedence: auto_reply'], 'auto_reply'],
    ['bulk', ['Precedence: bulk'], 'auto_reply'],
    ['a list', ['List-Id: News <news.shop.example>'], 'list'],
    ['a newsletter', ['List-Unsubscribe: <https://x.test>'], 'list'],
    ['without a sender on the way', ['Return-Path: <>'], 'auto_reply'],
  ])('C15: starts no conversation: %s', async (_what, headers, why) => {
    expect(await read({ headers })).toEqual({ kind: 'ignored', why })
  })

  it('C15: a person’s mail by a list that is our own address, and one marked as no automatic one, are read', async () => {
    const group = [
      'List-Id: Support <support.acme.test>',
      'Precedence: list',
      'List-Unsubscribe: <https://x.test>',
    ]
    expect(await mailIn({ headers: group })).toMatchObject({ body: 'Hello' })
    expect(await mailIn({ headers: ['Auto-Submitted: no'] })).toMatchObject({ body: 'Hello' })
  })

  const status = (
    action: string,
    code: string,
    said: string,
    original = `Message-ID: <survey.${id}@acme.test>`,
  ): Parts => {
    const parts = multipart('report; report-type=delivery-status', [
      ['Content-Type: text/plain', 'Your mail could not be delivered.'],
      [
        'Content-Type: message/delivery-status',
        `Reporting-MTA: dns; mx.customer.example\n\nFinal-Recipient: rfc822; sam@customer.example\nAction: ${action}\nStatus: ${code}\nDiagnostic-Code: smtp;\n ${said}`,
      ],
      ['Content-Type: message/rfc822', `From: support@acme.test\n${original}\nSubject: Rate\n\nHow was it?`],
    ])
    return { ...parts, from: 'MAILER-DAEMON@customer.example' }
  }

  it('O3: a report of failed delivery is what became of the mail that it names', async () => {
    const event = await eventIn(status('failed', '5.1.1', '550 5.1.1 no such user'))
    expect(event).toMatchObject({
      kind: 'delivery',
      providerId: `<survey.${id}@acme.test>`,
      failure: {
        kind: 'rejected',
        reason: 'address_refused',
        sentence: expect.stringContaining('no such user'),
      },
    })
    const unwanted = await eventIn(status('failed', '5.7.1', '550 5.7.1 spam'))
    expect(unwanted).toMatchObject({ failure: { reason: 'refused' } })
    expect(await eventIn(status('delivered', '2.0.0', '250 ok'))).toMatchObject({
      kind: 'delivery',
      failure: null,
    })
  })

  it('O3: a report of a delay, or of a mail that is not ours, changes nothing', async () => {
    const ignored = { kind: 'ignored', why: 'bounce' }
    expect(await read(status('delayed', '4.4.1', 'busy'))).toEqual(ignored)
    expect(await read(status('failed', '5.1.1', 'no', 'Message-ID: <x@y>'))).toEqual(ignored)
    const named = `Message-ID: <x@y>\nReferences: <message.${id}@acme.test>`
    expect(await read(status('failed', '5.1.1', 'no', named))).toEqual(ignored)
    expect(await read(status('failed', '5.1.1', 'no', `Message-ID: <conversation.${id}@acme.test>`))).toEqual(
      ignored,
    )
  })

  it('O3: an old server’s plain bounce counts as well', async () => {
    const body = `Hi. This is the qmail-send program.\n<sam@customer.example>:\n550 no mailbox here\n\n--- Below this line is a copy of the message.\n\nMessage-ID: <message.${id}@acme.test>\n`
    const bounce = { from: 'MAILER-DAEMON@customer.example', headers: ['Subject: failure notice'], body }
    expect(await eventIn(bounce)).toMatchObject({
      kind: 'delivery',
      providerId: `<message.${id}@acme.test>`,
      failure: { reason: 'address_refused' },
    })
    expect(await read({ ...bounce, body: 'failure notice' })).toEqual({ kind: 'ignored', why: 'auto_reply' })
  })

  it('O3: that a mail was read is no message', async () => {
    const parts = multipart('report; report-type=disposition-notification', [
      ['Content-Type: text/plain', 'Read.'],
      ['Content-Type: message/disposition-notification', `Original-Message-ID: <message.${id}@acme.test>`],
    ])
    expect(await read(parts)).toEqual({ kind: 'ignored', why: 'bounce' })
  })
})

describe('a hostile mail', () => {
  const timed = async (parts: Parts | Buffer) => {
    let found: Awaited<ReturnType<typeof read>> | undefined
    expect(await cpuOf(async () => (found = await read(parts)))).toBeLessThan(5000)
    return found!
  }
  const body = (found: Awaited<ReturnType<typeof read>>) =>
    found.kind === 'event' && found.event.kind === 'message' ? found.event.body : found.kind

  it('C15: ten thousand parts are read in seconds, and few of them are kept', async () => {
    const files: [string, string][] = Array.from({ length: 10_000 }, (_, at) => [
      `Content-Disposition: attachment; filename=${at}.txt`,
      'x',
    ])
    const found = await timed(multipart('mixed', [['Content-Type: text/plain', 'Many'], ...files]))
    expect(body(found)).toBe('Many\n\n[9950 more files, not kept]')
    expect(found).toMatchObject({ event: { mail: { attachments: { length: 50 } } } })
    const texts: [string, string][] = Array.from({ length: 10_000 }, () => [
      'Content-Type: text/html',
      '<p>x',
    ])
    expect(body(await timed(multipart('mixed', texts)))).toMatch(/^x/)
  })

  it('C15: what is nested too deep or has endless headers is said to be there', async () => {
    const deep = Array.from(
      { length: 300 },
      (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\n\n--b${at}\n`,
    ).join('')
    expect(
      body(await timed({ headers: [`Content-Type: multipart/mixed; boundary=c`], body: `--c\n${deep}` })),
    ).toMatch(/could not be read/)
    const endless = Array.from({ length: 40_000 }, (_, at) => `X-Header-${at}: ${'y'.repeat(40)}`)
    expect(body(await timed({ headers: endless }))).toMatch(/could not be read|Hello/)
    expect(body(await timed({ headers: [`X-Long: ${'z'.repeat(3_000_000)}`] }))).toMatch(/could not be read/)
  })

  it('C15: many addresses, references and a long text have an end', async () => {
    const found = await timed({
      headers: [
        `Cc: ${Array.from({ length: 20_000 }, (_, at) => `a${at}@b.test`).join(', ')}`,
        `References: ${'<a@b.test> '.repeat(50_000)}`,
      ],
      body: 'word '.repeat(100_000),
    })
    if (found.kind !== 'event' || found.event.kind !== 'message') throw new Error(found.kind)
    const event = found.event as MailEvent
    expect(event.body.length).toBeLessThanOrEqual(20_000)
    expect(event.mail.recipients.length).toBeLessThanOrEqual(100)
    expect(event.mail.references.length).toBeLessThanOrEqual(50)
  })

  it('C15: nothing, noise and a mail without a sender are left alone', async () => {
    for (const noise of [
      Buffer.alloc(0),
      Buffer.alloc(100_000, 0),
      Buffer.alloc(1_000_000, 'a'),
      Buffer.alloc(100_000, '\n'),
    ]) {
      expect((await timed(noise)).kind).toBe('ignored')
    }
    for (const from of ['', 'nobody', '<>', 'a@b@c', '"x\r\n y"@z', '@', 'a@b, <c@d']) {
      const found = await read({ from })
      if (found.kind === 'event')
        expect(found.event).toMatchObject({ from: expect.stringMatching(/^[^\s<>,;@]+@[^\s<>,;@]+$/) })
    }
  })
})
