import { createServer } from 'node:net'
import { SMTPServer } from 'smtp-server'
import type { Channel } from '../../../src/channels/channel.ts'
import { type Mailer, makeMailer } from '../../../src/platform/mailer.ts'
import type { Arrived, Stand, Trouble } from '../channel-contract.ts'
import { type ReceivedMail, startMailServer } from '../mail.ts'

const PASSWORD = 'p&ss/wörd secret'
const mailFrom = 'Acme Support <support@acme.test>'

type MailDeps = { mailer: Mailer; mailFrom: string; smtpUrl: string | null }

/** A channel over mail, connected to a server of its own. */
export async function openMail(make: (deps: MailDeps) => Channel): Promise<Stand> {
  const smtp = await startMailServer()
  const strict = await startStrictServer()
  const mailers: Mailer[] = []
  const connect = (smtpUrl: string | null) => {
    const mailer = makeMailer({ smtpUrl, mailFrom }, { connect: 800, answer: 800 })
    mailers.push(mailer)
    return make({ mailer, mailFrom, smtpUrl })
  }
  const channel = connect(smtp.url)
  const trouble: Record<Trouble, () => void | Promise<string>> = {
    refuses: () => smtp.refuse(554),
    refuses_address: () => smtp.refuse(550, 'address'),
    refuses_login: async () => strict.url,
    is_busy: () => smtp.refuse(451),
    is_silent: () => smtp.refuse('silence'),
    hangs_up: () => smtp.refuse('hang_up'),
    is_gone: async () => `smtp://127.0.0.1:${await closedPort()}`,
  }
  return {
    channel,
    unconnected: connect(null),
    to: 'sam@customer.example',
    hostileAddresses: [
      'sam@customer.example, thief@evil.example',
      'sam@customer.example\r\nRCPT TO:<thief@evil.example>',
      'sam@customer.example>,<thief@evil.example',
      'Sam <thief@evil.example>',
      'list: sam@customer.example, thief@evil.example;',
    ],
    secrets: [PASSWORD],
    arrived: () => smtp.received.map(arrivedMail),
    attempts: () => smtp.brought(),
    async inTrouble(which) {
      const elsewhere = await trouble[which]()
      return elsewhere ? connect(elsewhere) : channel
    },
    reset() {
      smtp.received.length = 0
      smtp.refuse(null)
    },
    async close() {
      for (const mailer of mailers) mailer.close()
      await Promise.all([smtp.close(), strict.close()])
    },
  }
}

function arrivedMail({ to, mail }: ReceivedMail): Arrived {
  const hrefs = [...(mail.html ?? '').matchAll(/href="([^"]*)"/g)].map(([, href]) =>
    href!.replaceAll('&amp;', '&'),
  )
  return {
    key: mail.messageId ?? null,
    to,
    fields: Object.fromEntries(mail.headers.map(({ key, value }) => [key, value])),
    text: mail.text ?? '',
    markup: mail.html ?? null,
    links: hrefs,
  }
}

/** Lets nobody in, and is so careless as to repeat the password. */
async function startStrictServer() {
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: (auth, _session, callback) =>
      callback(Object.assign(new Error(`no entry with ${auth.password}`), { responseCode: 535 })),
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as { port: number }
  return {
    url: `smtp://support:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
