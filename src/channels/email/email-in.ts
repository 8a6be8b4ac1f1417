import { isIP } from 'node:net'
import { ImapFlow } from 'imapflow'
import { chance } from '../../platform/crypto.ts'
import { addressOutside } from '../../platform/outside/outside.ts'
import {
  MAX_SOURCE,
  type MailboxPosition,
  NotTaken,
  type ReaderDeps,
  readNew,
  startFrom,
} from './email-in-read.ts'
import type { Failed } from '../failure.ts'
import { pause } from '../pause.ts'
import type { EmailInAccount } from './mailbox-account.ts'
import { failureOf, NotOutside } from './mailbox-failure.ts'
import { makeMailReader, type MailReader } from './mail-reader.ts'

type OnState = (failure: Failed | null, position?: MailboxPosition) => void

export type MailboxDeps = ReaderDeps & {
  account: EmailInAccount
  /** How the connection is: null when it stands, else why not. */
  onState?: OnState
  /** Hosts of our own network that the account may name. */
  privateHosts?: readonly string[]
  reader?: MailReader
  timing?: Partial<Timing>
}

type Timing = {
  patienceMs: number
  pollMs: number
  firstRetryMs: number
  lastRetryMs: number
  restMs: number
}
const TIMING: Timing = {
  patienceMs: 30_000,
  // News comes by IDLE; this is for servers that have none, or forget it.
  pollMs: 120_000,
  firstRetryMs: 2_000,
  lastRetryMs: 300_000,
  restMs: 500,
}

/** A connection that stood so long was well. */
const WELL_MS = 60_000
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/

/**
 * Watches a mailbox until it is stopped: reads what is new, then waits for news (IDLE, RFC 2177). Nothing in it is
 * changed. Where the connection fails it is made again after 2 seconds, then twice as long each time up to 5 minutes.
 */
export function watchMailbox(deps: MailboxDeps): { stop(): Promise<void> } {
  const timing = { ...TIMING, ...deps.timing }
  const stopping = new AbortController()
  const reader = deps.reader ?? makeMailReader()
  const done = keepWatching({ ...deps, reader }, timing, stopping.signal)
  return {
    async stop() {
      stopping.abort()
      await done
      await reader.close()
    },
  }
}

type Watching = MailboxDeps & { reader: MailReader }

async function keepWatching(deps: Watching, timing: Timing, signal: AbortSignal): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    const began = deps.now()
    try {
      await watchOnce(deps, timing, signal)
    } catch (error) {
      if (signal.aborted) break
      report(deps, error)
    }
    // One that lets us in and then hangs up is not well yet.
    failures = deps.now() - began > WELL_MS ? 0 : Math.min(failures + 1, 20)
    const wait = Math.min(timing.firstRetryMs * 2 ** Math.max(failures - 1, 0), timing.lastRetryMs)
    // Not all mailboxes of a provider that comes back at the same moment.
    await pause(wait * (0.75 + chance() / 2), signal)
  }
}

/** What goes wrong on our side is no state of the mailbox. */
function report({ account, log, onState }: MailboxDeps, error: unknown): void {
  if (error instanceof NotTaken)
    return log.warn({ err: error.cause }, 'a mail could not be taken; it comes again')
  const failure = failureOf(error, account)
  onState?.(failure)
  log.warn({ reason: failure.reason, sentence: failure.sentence }, 'the mailbox could not be read')
}

/** One connection, from the login to its end. */
async function watchOnce(deps: Watching, timing: Timing, signal: AbortSignal): Promise<void> {
  const address = await addressOutside(deps.account.host, deps.privateHosts ?? [])
  // Whether there is no such server, or one that is not for us, is not told apart.
  if (address === null) throw new NotOutside()
  const client = connection(deps.account, address, timing)
  const news = makeBell()
  const over = new AbortController()
  const end = (): void => over.abort(new Error('stopped'))
  signal.addEventListener('abort', end)
  client.on('error', (error: unknown) => over.abort(error))
  client.on('close', () => over.abort(new Error('the connection ended')))
  client.on('exists', () => news.ring())
  const lost = new Promise<never>((_resolve, reject) => {
    over.signal.addEventListener('abort', () => reject(over.signal.reason as Error))
  })
  lost.catch(() => {})
  let reading: Promise<MailboxPosition> | undefined
  try {
    await Promise.race([client.connect(), lost])
    const box = await Promise.race([client.mailboxOpen(deps.account.mailbox, { readOnly: true }), lost])
    let position = await startFrom(deps, client, {
      uidValidity: String(box.uidValidity),
      uidNext: box.uidNext,
    })
    deps.onState?.(null, position)
    while (!over.signal.aborted) {
      news.reset()
      reading = readNew(deps, client, position, signal)
      position = await Promise.race([reading, lost])
      await restUntil(news.rung, timing.pollMs, over.signal)
    }
    await lost
  } finally {
    signal.removeEventListener('abort', end)
    // Politely if it goes quickly; the socket is closed in any case.
    if (client.usable) await Promise.race([client.logout().catch(() => {}), pause(timing.restMs)])
    client.close()
    // What is being taken is taken to its end.
    await reading?.catch(() => {})
  }
}

/** Until there is news, or it is time to look, or it is over; no timer stays behind. */
async function restUntil(rung: Promise<void>, ms: number, over: AbortSignal): Promise<void> {
  const rest = new AbortController()
  const wake = (): void => rest.abort()
  over.addEventListener('abort', wake)
  await Promise.race([rung, pause(ms, over.aborted ? over : rest.signal)])
  over.removeEventListener('abort', wake)
  rest.abort()
}

/** To the address that was looked up and found to be out in the world; its certificate is the name's. */
export function connection(
  { host, port, secure, user, password }: EmailInAccount,
  address: string,
  timing: Pick<Timing, 'patienceMs' | 'pollMs' | 'restMs'> & { greetingMs?: number } = TIMING,
): ImapFlow {
  return new ImapFlow({
    host: address,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    port,
    secure,
    // A password is not sent in the clear, but to this machine.
    ...(secure || LOOPBACK.test(host) ? {} : { doSTARTTLS: true }),
    auth: { user, pass: password },
    clientInfo: { name: 'Candor' },
    logger: false,
    disableCompression: true,
    connectionTimeout: timing.patienceMs,
    greetingTimeout: timing.greetingMs ?? timing.patienceMs,
    socketTimeout: Math.max(timing.pollMs * 2, timing.patienceMs),
    autoIdleDelay: Math.min(timing.restMs, 500),
    maxIdleTime: timing.pollMs,
    maxLiteralSize: MAX_SOURCE + 2 ** 20,
    maxResponseSize: MAX_SOURCE + 2 ** 22,
    maxLineLength: 2 ** 24,
  })
}

/** Rings once, until it is reset. */
function makeBell(): { rung: Promise<void>; ring(): void; reset(): void } {
  const bell = { rung: Promise.resolve(), ring: () => {}, reset }
  function reset(): void {
    bell.rung = new Promise((resolve) => {
      bell.ring = resolve
    })
  }
  reset()
  return bell
}
