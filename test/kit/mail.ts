import type { Socket } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'

export type ReceivedMail = { from: string; to: string[]; raw: string; mail: Email }

export type MailServer = {
  url: string
  received: ReceivedMail[]
  /**
   * Answers the next messages with this SMTP code instead of taking them, or never, or by hanging up; at the address
   * or once the whole mail is there.
   */
  refuse(how: Refusal | null, at?: 'address' | 'mail'): void
  /** How many whole mails were brought, taken or not. */
  brought(): number
  /** Waits until so many mails have come. */
  waitFor(count: number): Promise<ReceivedMail[]>
  close(): Promise<void>
}

type Refusal = number | 'silence' | 'hang_up'

/** A real SMTP server on a free port of the loopback that keeps what it takes. */
export async function startMailServer(): Promise<MailServer> {
  const received: ReceivedMail[] = []
  let refusal: Refusal | null = null
  let place: 'address' | 'mail' = 'mail'
  let brought = 0
  const sockets = new Set<Socket>()
  function answer(callback: (error: Error | null) => void): void {
    if (refusal === 'silence') return
    if (refusal === 'hang_up') for (const socket of sockets) socket.destroy()
    else callback(Object.assign(new Error('not now'), { responseCode: refusal }))
  }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo(_address, _session, callback) {
      if (refusal !== null && place === 'address') answer(callback)
      else callback()
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        brought += 1
        if (refusal !== null) return answer(callback)
        const raw = Buffer.concat(chunks).toString('utf8')
        void PostalMime.parse(raw).then((mail) => {
          const { mailFrom, rcptTo } = session.envelope
          received.push({
            from: mailFrom ? mailFrom.address : '',
            to: rcptTo.map(({ address }) => address),
            raw,
            mail,
          })
          callback(null)
        })
      })
    },
  })
  // A client that is killed in the middle is part of some tests.
  server.on('error', () => {})
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    received,
    refuse: (how, at = 'mail') => {
      refusal = how
      place = at
    },
    brought: () => brought,
    async waitFor(count) {
      for (let tries = 0; received.length < count && tries < 2400; tries += 1) {
        await new Promise((resolve) => setTimeout(resolve, 25))
      }
      if (received.length < count) throw new Error(`${received.length} of ${count} mails came`)
      return received
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
