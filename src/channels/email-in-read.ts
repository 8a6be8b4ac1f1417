import type { FetchMessageObject, ImapFlow } from 'imapflow'
import type { Log } from '../platform/log.ts'
import type { Instant } from '../policy/decision.ts'
import type { IncomingEvent } from './channel.ts'
import { type MailEvent, readMail } from './mail-read.ts'

/** How far a mailbox was read. Numbers of mails hold for one `uidValidity` only (RFC 3501 § 2.3.1.1). */
export type MailboxPosition = { uidValidity: string; lastUid: number; at: Instant }

export type ReaderDeps = {
  /** Our own addresses: what comes from them is no customer's. */
  own: string[]
  /** Where we were; null the first time, and then only what comes from now on is read. */
  load(): Promise<MailboxPosition | null>
  /**
   * Takes what came, each once by its event id. When it throws, the same is brought again after a while; only when it
   * is done is the position moved, so a crash between the two brings it again as well.
   */
  take(events: (IncomingEvent | MailEvent)[]): Promise<void>
  save(position: MailboxPosition): Promise<void>
  log: Log
  now(): Instant
}

/** Attachments of 25 MB are a third larger on the way. */
export const MAX_SOURCE = 36 * 2 ** 20
/** Of one that is larger still: enough for the text, which stands first. */
const HEAD = 2 ** 20
const DAY = 86_400_000

/** The fault of our side, not of the mailbox. */
export class NotTaken extends Error {}

async function ours<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    throw new NotTaken('not taken', { cause })
  }
}

/** The first time: from now on. After a new `uidValidity` all numbers are others: what came since the day before. */
export async function startFrom(
  deps: ReaderDeps,
  client: ImapFlow,
  box: { uidValidity: string; uidNext: number },
): Promise<MailboxPosition> {
  const known = await ours(deps.load())
  if (known?.uidValidity === box.uidValidity) return known
  const position = { uidValidity: box.uidValidity, lastUid: Math.max(box.uidNext - 1, 0), at: deps.now() }
  if (known) {
    const since = await client.search({ since: new Date(known.at - DAY) }, { uid: true })
    const first = Math.min(...(since || []), position.lastUid + 1)
    Object.assign(position, { lastUid: first - 1, at: known.at })
  }
  await ours(deps.save(position))
  return position
}

/** Reads what is new, oldest first, and moves the position after each. */
export async function readNew(
  deps: ReaderDeps,
  client: ImapFlow,
  from: MailboxPosition,
  signal: AbortSignal,
): Promise<MailboxPosition> {
  let position = from
  const found = await client.search({ uid: `${from.lastUid + 1}:*` }, { uid: true })
  if (!found) throw new Error('the mailbox could not be searched')
  // `*` is the last mail also when that is older.
  const uids = found.filter((uid) => uid > from.lastUid).toSorted((a, b) => a - b)
  for (const uid of uids) {
    if (signal.aborted) break
    const place = `${position.uidValidity}.${uid}`
    const fetched = await fetchMail(client, uid)
    // Gone again meanwhile: somebody else moved or deleted it.
    const event = fetched && (await eventOf(deps, fetched, place))
    if (event) await ours(deps.take([event]))
    position = { ...position, lastUid: uid, at: deps.now() }
    await ours(deps.save(position))
  }
  return position
}

async function fetchMail(
  client: ImapFlow,
  uid: number,
): Promise<(FetchMessageObject & { cut: boolean }) | null> {
  const about = await client.fetchOne(uid, { size: true, internalDate: true }, { uid: true })
  if (!about) return null
  const cut = (about.size ?? 0) > MAX_SOURCE
  const source = cut ? { start: 0, maxLength: HEAD } : { start: 0, maxLength: MAX_SOURCE }
  const mail = await client.fetchOne(uid, { source }, { uid: true })
  return mail ? { ...mail, internalDate: about.internalDate, cut } : null
}

/** Whatever a mail does to whoever reads it, the next one is read. */
async function eventOf(
  deps: ReaderDeps,
  { source, internalDate, cut }: FetchMessageObject & { cut: boolean },
  place: string,
): Promise<IncomingEvent | MailEvent | null> {
  const { own, log } = deps
  const now = deps.now()
  const at = Math.min(new Date(internalDate ?? now).getTime() || now, now)
  try {
    const read = await readMail({ source: source ?? Buffer.alloc(0), at, own, place, cut })
    if (read.kind === 'event') return read.event
    log.info({ place, why: read.why }, 'a mail was left alone')
  } catch (error) {
    log.error({ err: error, place }, 'a mail could not be read')
  }
  return null
}
