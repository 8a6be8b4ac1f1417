import type { FetchMessageObject, ImapFlow } from 'imapflow'
import type { Log } from '../../platform/log.ts'
import type { Instant } from '../../policy/decision.ts'
import type { IncomingEvent } from '../channel.ts'
import { oneLine } from '../../branding/one-line.ts'
import { isUnavailable } from '../../platform/database-failure.ts'
import { filesInStructure } from './mail-structure.ts'
import type { KnownFile } from './mail-files.ts'
import type { MailEvent } from './mail-read.ts'
import { type MailReader, Unreadable } from './mail-reader.ts'
import { isMoved, isSamePlace, type MailboxPlace, placeOf } from './mailbox-place.ts'

/** How far a mailbox was read. Numbers of mails hold for one `uidValidity` of it only (RFC 3501 § 2.3.1.1). */
export type MailboxPosition = {
  /** Whose numbers these are: two mailboxes may have the same `uidValidity`. Absent where it was not noted yet. */
  place?: MailboxPlace
  uidValidity: string
  lastUid: number
  at: Instant
  /** How often the next one was begun: written down before, so that it holds whatever that does to us. */
  attempt?: { uid: number; times: number }
  /** The last one that was left where it is, because it could not be taken. */
  aside?: AsideMail
}

export type AsideMail = { subject: string; sender: string; sentAt: Instant | null; at: Instant }

export type ReaderDeps = {
  account: MailboxPlace
  /** Our own addresses: what comes from them is no customer's. */
  own: string[]
  /** Where we were, maybe in another mailbox; null the first time, and then only what comes from now on is read. */
  load(): Promise<MailboxPosition | null>
  /**
   * Takes what came, each once by its event id. When it throws, the same is brought again after a while, up to
   * `MAX_ATTEMPTS` times; only when it is done is the position moved, so a crash between the two brings it again too.
   */
  take(events: (IncomingEvent | MailEvent)[]): Promise<void>
  /** Throws when the mailbox is no longer ours to read; then nothing more is taken. */
  save(position: MailboxPosition): Promise<void>
  /** A mail is left alone for good, so that the others are read. */
  onAside?(mail: AsideMail): void
  log: Log
  now(): Instant
}

/** Files of 25 MB are a third larger on the way. */
export const MAX_SOURCE = 36 * 2 ** 20
/** Of one that is larger still: enough for the text, which stands first. */
const HEAD = 2 ** 20
const DAY = 86_400_000
/** Less long than is known what was taken: otherwise it would be taken twice. */
const OLDEST = 28 * DAY
/** So often a mail is tried before it is set aside. */
export const MAX_ATTEMPTS = 5

/** The fault of our side, not of the mailbox. */
export class NotTaken extends Error {}

async function ours<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    throw new NotTaken('not taken', { cause })
  }
}

/**
 * The first time, and of another mailbox: from now on. Where the same has a new `uidValidity`, or is elsewhere, all
 * numbers are others: what came since the day before it was last read.
 */
export async function startFrom(
  deps: ReaderDeps,
  client: ImapFlow,
  box: { uidValidity: string; uidNext: number },
): Promise<MailboxPosition> {
  const known = await ours(deps.load())
  const place = placeOf(deps.account)
  const before = known?.place ?? place
  if (known?.uidValidity === box.uidValidity && isSamePlace(before, place)) {
    if (!known.place) await ours(deps.save({ ...known, place }))
    return { ...known, place }
  }
  const { uidValidity, uidNext } = box
  const position = { place, uidValidity, lastUid: Math.max(uidNext - 1, 0), at: deps.now() }
  if (known && isMoved(before, place)) {
    const from = Math.max(known.at - DAY, deps.now() - OLDEST)
    const since = await client.search({ since: new Date(from) }, { uid: true })
    const first = Math.min(...(since || []), position.lastUid + 1)
    Object.assign(position, { lastUid: first - 1, at: known.at })
  }
  await ours(deps.save(position))
  return position
}

/**
 * Reads what is new, oldest first, and moves the position after each. A mail that cannot be read, or fails again and
 * again, stands in nobody's way: it is set aside.
 */
export async function readNew(
  deps: ReaderDeps & { reader: MailReader },
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
    const attempt = { uid, times: timesOf(position, uid) + 1 }
    await ours(deps.save({ ...position, attempt }))
    const aside = attempt.times > MAX_ATTEMPTS ? await setAside(deps, client, uid) : null
    const left = aside ?? (await takeMail(deps, client, { ...position, attempt }))
    position = { ...withoutAttempt(position), lastUid: uid, at: deps.now(), ...(left ? { aside: left } : {}) }
    await ours(deps.save(position))
  }
  return position
}

const timesOf = ({ attempt }: MailboxPosition, uid: number): number =>
  attempt?.uid === uid ? attempt.times : 0

function withoutAttempt({ attempt: _attempt, ...position }: MailboxPosition): MailboxPosition {
  return position
}

type Begun = MailboxPosition & { attempt: { uid: number; times: number } }

/** One mail, to its end. What it answers was set aside. */
async function takeMail(
  deps: ReaderDeps & { reader: MailReader },
  client: ImapFlow,
  { attempt, ...position }: Begun,
): Promise<AsideMail | null> {
  const { uid, times } = attempt
  const fetched = await fetchMail(client, uid)
  // Gone again meanwhile: somebody else moved or deleted it.
  if (!fetched) return null
  try {
    const event = await eventOf(deps, fetched, `${position.uidValidity}.${uid}`)
    if (event) await ours(deps.take([event]))
    return null
  } catch (error) {
    if (error instanceof Unreadable) {
      deps.log.error({ err: error.cause, uid }, 'a mail could not be read')
      return setAside(deps, client, uid)
    }
    // That the database is away is not the mail's fault.
    const isOurs = isUnavailable(error instanceof NotTaken ? error.cause : error)
    if (isOurs) await deps.save({ ...position, attempt: { uid, times: times - 1 } }).catch(() => {})
    throw error
  }
}

/** What people need to find it in the mailbox. */
async function setAside(deps: ReaderDeps, client: ImapFlow, uid: number): Promise<AsideMail | null> {
  // Not even this may stop us, whatever is in its head.
  const about = await client
    .fetchOne(uid, { envelope: true, internalDate: true }, { uid: true })
    .catch(() => ({ envelope: undefined, internalDate: undefined }))
  if (!about) return null
  const { subject, from } = about.envelope ?? {}
  const sentAt = new Date(about.internalDate ?? Number.NaN).getTime()
  const aside = {
    subject: oneLine(subject ?? '', 100),
    sender: oneLine(from?.[0]?.address ?? from?.[0]?.name ?? '', 100),
    sentAt: Number.isFinite(sentAt) ? sentAt : null,
    at: deps.now(),
  }
  deps.log.error({ uid }, 'a mail was set aside')
  deps.onAside?.(aside)
  return aside
}

type Fetched = Pick<FetchMessageObject, 'source' | 'internalDate'> & { cut: boolean; files?: KnownFile[] }

async function fetchMail(client: ImapFlow, uid: number): Promise<Fetched | null> {
  const about = await client.fetchOne(uid, { size: true, internalDate: true }, { uid: true })
  if (!about) return null
  const cut = (about.size ?? 0) > MAX_SOURCE
  const source = cut ? { start: 0, maxLength: HEAD } : { start: 0, maxLength: MAX_SOURCE }
  const mail = await client.fetchOne(uid, { source }, { uid: true })
  if (!mail) return null
  const whole = { source: mail.source, internalDate: about.internalDate, cut }
  return cut ? { ...whole, files: await filesAt(client, uid) } : whole
}

/** What a mail has that is too large to be fetched. */
async function filesAt(client: ImapFlow, uid: number): Promise<KnownFile[]> {
  // A server that cannot tell it is no reason to leave the mail.
  const about = await client.fetchOne(uid, { bodyStructure: true }, { uid: true }).catch(() => false as const)
  return about && about.bodyStructure ? filesInStructure(about.bodyStructure) : []
}

async function eventOf(
  deps: ReaderDeps & { reader: MailReader },
  { source, internalDate, cut, files }: Fetched,
  place: string,
): Promise<IncomingEvent | MailEvent | null> {
  const { own, log, reader } = deps
  const now = deps.now()
  const at = Math.min(new Date(internalDate ?? now).getTime() || now, now)
  const whole = { source: source ?? Buffer.alloc(0), at, own, place, cut }
  const read = await reader.read(files && files.length > 0 ? { ...whole, files } : whole)
  if (read.kind === 'event') return read.event
  log.info({ place, why: read.why }, 'a mail was left alone')
  return null
}
