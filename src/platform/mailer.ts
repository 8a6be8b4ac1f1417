import { createTransport, type Transporter } from 'nodemailer'
import type { Config } from './config.ts'

/** A mail as Candor sends it. `messageId` is the same at every attempt. */
export type Mail = {
  to: string
  subject: string
  html: string
  text: string
  from?: string
  messageId?: string
  replyTo?: string
  inReplyTo?: string
  references?: string[]
  headers?: Record<string, string>
  /** Files; one with a `cid` is shown in the mail where its markup says `cid:…`. */
  attachments?: { filename: string; content: Buffer; contentType: string; cid?: string }[]
}

/** Sends a mail; throws what the transport throws. */
export type SendMail = (mail: Mail) => Promise<{ messageId: string }>

/** No mail server is configured. */
export class NoMailServer extends Error {
  constructor() {
    super(
      'No mail server is configured. Set CANDOR_SMTP_URL, for example smtp://user:password@mail.example:587.',
    )
    this.name = 'NoMailServer'
  }
}

/** The whole mail was handed over, and then the server said nothing: it may have taken it (RFC 5321 § 4.2.5). */
export class NoAnswer extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.name = 'NoAnswer'
  }
}

type Handed = { over: boolean }

export type Mailer = { send: SendMail; verify(): Promise<void>; close(): void; configured: boolean }

/** How long a server may keep us waiting, in milliseconds. */
const PATIENCE = { connect: 10_000, answer: 30_000 }

/** A pool of connections to the configured SMTP server; without one every send throws NoMailServer. */
export function makeMailer(config: Pick<Config, 'smtpUrl' | 'mailFrom'>, patience = PATIENCE): Mailer {
  if (config.smtpUrl === null) {
    const refuse = async (): Promise<never> => {
      throw new NoMailServer()
    }
    return { send: refuse, verify: refuse, close: () => {}, configured: false }
  }
  const transport: Transporter = createTransport({
    url: config.smtpUrl,
    pool: true,
    maxConnections: 10,
    connectionTimeout: patience.connect,
    greetingTimeout: patience.connect,
    socketTimeout: patience.answer,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as never)
  transport.use('stream', (mail, done) => {
    const { handed } = mail.data as { handed?: Handed }
    const create = mail.message.createReadStream.bind(mail.message)
    mail.message.createReadStream = (options) => {
      const all = create(options)
      // All of it has been read by whoever writes it to the server.
      all.once('end', () => {
        if (handed) handed.over = true
      })
      return all
    }
    done()
  })
  return {
    configured: true,
    send: async (mail) => {
      // An address, not a list of addresses: a comma in it brings in nobody else.
      const to = { name: '', address: mail.to }
      const handed: Handed = { over: false }
      try {
        const full = { from: config.mailFrom, ...mail, to, handed }
        const info = (await transport.sendMail(full)) as { messageId: string }
        return { messageId: info.messageId }
      } catch (error) {
        const isAnswered = (error as { responseCode?: number }).responseCode !== undefined
        throw handed.over && !isAnswered ? new NoAnswer(error) : error
      }
    },
    verify: async () => {
      await transport.verify()
    },
    close: () => transport.close(),
  }
}
