import type { Address, Email } from 'postal-mime'
import PostalMime from 'postal-mime'
import { oneLine } from '../../branding/one-line.ts'
import { sha256 } from '../../platform/crypto.ts'
import type { Instant } from '../../policy/decision.ts'
import type { IncomingEvent } from '../channel.ts'
import { shortened } from '../chat-text.ts'
import { filesOf, type KnownFile, type MailAttachment, type MailFiles } from './mail-files.ts'
import { htmlToText } from './mail-html.ts'
import { withoutQuote } from './mail-quote.ts'
import { type MailSort, sortMail } from './mail-sort.ts'
import { messageIdsIn, namedBy } from './mail-thread.ts'
import { plainText } from '../plain-text.ts'

/** A message of the contract, with what only a mail has. */
export type MailEvent = Extract<IncomingEvent, { kind: 'message' }> & {
  mail: {
    messageId: string | null
    subject: string | null
    /** Everybody that it was sent to: an address with a token of ours is among them (`conversationAt`). */
    recipients: string[]
    /** All that it answers, oldest first. */
    references: string[]
    /** The conversation that it says it belongs to: believe it only of one of its contacts. */
    claims: string | null
    attachments: MailAttachment[]
  }
}

export type ReadMail =
  | { kind: 'event'; event: IncomingEvent | MailEvent }
  /** Nothing for anybody; `why` is for the log. */
  | { kind: 'ignored'; why: string }

export type RawMail = {
  source: Buffer
  /** When the mailbox got it: the mail's own date says what its sender likes. */
  at: Instant
  /** Our own addresses. */
  own: string[]
  /** What it is called in the mailbox, for a mail that has no Message-ID. */
  place: string
  /** It is not all of it. */
  cut?: boolean
  /** What the mailbox says of the files of a mail that is not all here. */
  files?: KnownFile[]
}

const MAX_BODY = 20_000
const MAX_HEADERS = 1_000_000
const MAX_TEXT = 1_000_000
const UNREADABLE = '[This mail could not be read. It is still in the mailbox.]'

/**
 * A mail as an event (C15): what the contact wrote without what it answers, or what became of a mail of ours. Whatever
 * is in it, it comes out as harmless text; a mail that is too strange to be read is said to be there. What it costs to
 * read one is not limited here: see `makeMailReader`.
 */
export async function readMail({
  source,
  at,
  own,
  place,
  cut = false,
  files: known,
}: RawMail): Promise<ReadMail> {
  const { mail, isWhole } = await parse(source)
  const ownAddresses = own.map((address) => address.trim().toLowerCase())
  const sender = senderOf(mail, ownAddresses)
  const sort = sortMail({ mail, from: sender?.address ?? '', own: ownAddresses })
  if (sort.kind === 'automatic') return { kind: 'ignored', why: sort.why }
  const eventId = eventIdOf(mail, place)
  if (sort.kind === 'report') return { kind: 'event', event: { eventId, at, ...deliveryOf(sort) } }
  if (!sender) return { kind: 'ignored', why: 'no_sender' }
  const { references, inReplyTo, claims } = threadOf(mail)
  const files = filesOf(mail, cut ? { known } : null)
  const event: MailEvent = {
    kind: 'message',
    eventId,
    at,
    from: sender.address,
    name: oneLine(sender.name, 200) || null,
    body: isWhole ? bodyOf(mail, files, cut) : UNREADABLE,
    inReplyTo,
    mail: {
      messageId: messageIdsIn(mail.messageId)[0] ?? null,
      subject: oneLine(mail.subject ?? '', 200) || null,
      recipients: recipientsOf(mail),
      references,
      claims,
      attachments: files.attachments,
    },
  }
  return { kind: 'event', event }
}

/** The whole, or if that goes beyond all bounds what stands at its head. */
async function parse(source: Buffer): Promise<{ mail: Email; isWhole: boolean }> {
  const limits = { maxNestingDepth: 50, maxHeadersSize: MAX_HEADERS, forceRfc822Attachments: true }
  try {
    return { mail: await PostalMime.parse(source, limits), isWhole: true }
  } catch {
    const end = source.indexOf('\r\n\r\n')
    const head = source.subarray(0, Math.min(end < 0 ? source.length : end, 100_000))
    const mail = await PostalMime.parse(Buffer.concat([head, Buffer.from('\r\n\r\n')]), limits)
    return { mail, isWhole: false }
  }
}

type Sender = { address: string; name: string }

/** A form on the web writes as us and says in Reply-To for whom. */
function senderOf(mail: Email, own: string[]): Sender | null {
  const [from] = people(mail.from ? [mail.from] : [])
  const [answerTo] = people(mail.replyTo)
  return from && own.includes(from.address) && answerTo && !own.includes(withoutTag(answerTo.address))
    ? answerTo
    : (from ?? null)
}

const withoutTag = (address: string): string => address.replace(/\+[^@]*@/, '@')

function people(addresses: Address[] | undefined): Sender[] {
  return (addresses ?? [])
    .slice(0, 200)
    .flatMap((one) => one.group ?? [one])
    .map(({ address, name }) => ({ address: (address ?? '').trim().toLowerCase(), name: name ?? '' }))
    .filter(
      ({ address }) => address.length <= 254 && /^[^\s<>,;:"@\p{Cc}]+@[^\s<>,;:"@\p{Cc}]+$/u.test(address),
    )
}

function recipientsOf(mail: Email): string[] {
  const named = people([...(mail.to ?? []), ...(mail.cc ?? [])])
  // Forwarding may leave the address that it was sent to only there.
  const headers = mail.headers.filter(({ key }) =>
    ['delivered-to', 'x-original-to', 'envelope-to'].includes(key),
  )
  const delivered = people(
    headers.slice(0, 20).map(({ value }) => ({ name: '', address: value.replace(/[<>]/g, '') })),
  )
  return [...new Set([...named, ...delivered].map(({ address }) => address))].slice(0, 100)
}

/** The newest of our own mails that it names is the one that it answers. */
function threadOf(mail: Email) {
  const references = messageIdsIn(mail.references, mail.inReplyTo)
  const answered = messageIdsIn(mail.inReplyTo)
  const newest = [...answered, ...references.toReversed()]
  const isMail = (id: string): boolean => ['message', 'survey'].includes(namedBy(id)?.kind ?? '')
  const root = newest.map(namedBy).find((named) => named?.kind === 'conversation')
  return { references, inReplyTo: newest.find(isMail) ?? newest[0] ?? null, claims: root?.id ?? null }
}

/** What somebody passes on to us is what he wants to say. */
const FORWARD = /^\s*(fwd?|wg|tr|rv|i|enc|doorst|fs|vb|转发|轉寄)\s*[::]/i

function bodyOf(mail: Email, { attachments, unnamed }: MailFiles, cut: boolean): string {
  const written = plainText((mail.text ?? '').slice(0, MAX_TEXT)).trim()
  const text = written === '' ? plainText(htmlToText(mail.html ?? '')).trim() : written
  const said = FORWARD.test(mail.subject ?? '') ? text : withoutQuote(text)
  const notes = [...(cut ? [CUT] : []), ...(unnamed > 0 ? [`[${unnamed} more files, not kept]`] : [])]
  const room = MAX_BODY - notes.join('\n\n').length - 2
  const body = shortened(said, { max: room })
  const files = attachments.filter(({ inline }) => !inline).map(({ filename }) => `[${filename}]`)
  const words =
    body || files.join(' ').slice(0, room) || plainText(oneLine(mail.subject ?? '', 200)) || '[empty mail]'
  return [words, ...notes].join('\n\n')
}

const CUT = '[This mail was too large. All of it is still in the mailbox.]'

function deliveryOf({ messageId, failure }: Extract<MailSort, { kind: 'report' }>) {
  return { kind: 'delivery', providerId: messageId, failure } as const
}

/**
 * The same for the same mail, also in a mailbox that was moved and when it came twice. Its Message-ID alone is what its
 * sender likes: who knew one could keep another's mail away.
 */
function eventIdOf(mail: Email, place: string): string {
  const { messageId, from, date, subject, text, html } = mail
  const parts = [messageId ?? place, from?.address, date, subject, text, html]
  return `mail.${sha256(JSON.stringify(parts)).toString('hex').slice(0, 40)}`
}
