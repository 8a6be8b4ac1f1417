import type { Attachment, Email } from 'postal-mime'
import { oneLine } from '../../branding/one-line.ts'
import type { LeftOut } from '../../platform/tables/words.ts'

/** How much of a mail's files is kept with the message. */
export const FILE_LIMITS = { most: 10, bytes: 10 * 2 ** 20, inAll: 20 * 2 ** 20, named: 50 } as const

/** What came with a mail. What was not kept is there all the same, without its content and with the reason. */
export type MailAttachment = {
  filename: string
  mimeType: string
  /** Bytes, also of what was not kept; null where its end was not read. */
  size: number | null
  /** A picture within the text. */
  inline: boolean
  leftOut: LeftOut | null
  content: Buffer | null
}

/** A file as the mailbox knows it, of a mail that was not read to its end. */
export type KnownFile = Pick<MailAttachment, 'filename' | 'mimeType' | 'size' | 'inline'>

export type MailFiles = {
  attachments: MailAttachment[]
  /** How many more there are that are not even named. */
  unnamed: number
}

/**
 * The files of a mail within `FILE_LIMITS` (C15), in its order, what was attached before the pictures in the text: these
 * shall not take the room of those. A signature over the mail is none of them, nor a copy of another. Of a mail that
 * was cut none is kept, for nobody knows which one is whole.
 */
export function filesOf(mail: Email, cut: { known?: KnownFile[] | undefined } | null): MailFiles {
  const found = withoutCopies(mail.attachments.filter(({ mimeType }) => !SIGNATURES.test(mimeType)))
  const files = cut ? uncertain(cut.known ?? asFarAsRead(found)) : kept(found)
  return {
    attachments: files.slice(0, FILE_LIMITS.named),
    unnamed: Math.max(files.length - FILE_LIMITS.named, 0),
  }
}

const SIGNATURES = /^application\/(x-)?(pkcs7|pgp)-signature$/i

function kept(found: Attachment[]): MailAttachment[] {
  const room = { files: FILE_LIMITS.most, bytes: FILE_LIMITS.inAll }
  const files = found.map((attachment) => ({ ...described(attachment), attachment }))
  return [...files.filter(({ inline }) => !inline), ...files.filter(({ inline }) => inline)].map(
    ({ attachment, ...file }) => {
      const leftOut = whyNot(file.size, room)
      if (leftOut) return { ...file, leftOut, content: null }
      room.files -= 1
      room.bytes -= file.size
      return { ...file, leftOut, content: bytesOf(attachment) }
    },
  )
}

function whyNot(size: number, room: { files: number; bytes: number }): LeftOut | null {
  if (size > FILE_LIMITS.bytes) return 'too_large'
  if (room.files === 0) return 'too_many'
  return size > room.bytes ? 'too_much' : null
}

/** The last one ends where the mail was cut. */
function asFarAsRead(found: Attachment[]): KnownFile[] {
  const files = found.map(described)
  return files.map((file, at) => (at === files.length - 1 ? { ...file, size: null } : file))
}

function uncertain(known: KnownFile[]): MailAttachment[] {
  return known.map(({ filename, mimeType, size, inline }) => ({
    filename: fileName(filename, mimeType),
    mimeType: typeOf(mimeType),
    size: size === null ? null : Math.min(size, MAX_INT),
    inline,
    leftOut: size !== null && size > FILE_LIMITS.bytes ? 'too_large' : 'mail_too_large',
    content: null,
  }))
}

/** Invitations come as a part of the text and once more as a file. */
function withoutCopies(found: Attachment[]): Attachment[] {
  const isFile = ({ filename }: Attachment): boolean => /\.ics$/i.test(filename ?? '')
  const isPart = (one: Attachment): boolean => one.mimeType === 'text/calendar' && !one.filename
  return found.some(isFile) ? found.filter((one) => !isPart(one)) : found
}

function described(attachment: Attachment) {
  const { filename, mimeType, content, related, disposition, contentId } = attachment
  const isWithin = related === true || (disposition === 'inline' && contentId !== undefined)
  return {
    filename: fileName(filename, mimeType),
    mimeType: typeOf(mimeType),
    size: typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength,
    inline: isWithin && /^image\//i.test(mimeType),
  }
}

function bytesOf({ content }: Attachment): Buffer {
  if (typeof content === 'string') return Buffer.from(content)
  return content instanceof Uint8Array
    ? Buffer.from(content.buffer, content.byteOffset, content.byteLength)
    : Buffer.from(content)
}

/** What a column of whole numbers holds. */
const MAX_INT = 2 ** 31 - 1

const typeOf = (type: string): string =>
  /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/.test(type) ? type.toLowerCase() : 'application/octet-stream'

const NAMES: Record<string, string> = {
  'message/rfc822': 'mail.eml',
  'text/calendar': 'invite.ics',
  'image/png': 'image.png',
  'image/jpeg': 'image.jpg',
  'image/gif': 'image.gif',
  'application/pdf': 'file.pdf',
}
const MAX_NAME = 150

/**
 * A name and no way to another folder: one line, in the direction in which it is written, so that what looks like its
 * end is its end. One that is too long loses its middle.
 */
function fileName(given: string | null, type: string): string {
  const name = oneLine(
    (given ?? '')
      .slice(-1000)
      .replace(/[/\\]+/g, '_')
      .replace(MARKS, ''),
    1000,
  )
    .replace(/^[.\s]+/, '')
    .trim()
  if (name === '') return NAMES[type.toLowerCase()] ?? 'file'
  const end = /\.[\p{L}\p{N}]{1,10}$/u.exec(name)?.[0] ?? ''
  const stem = name.slice(0, name.length - end.length)
  return `${oneLine(stem, MAX_NAME - end.length)}${end}`
}

/** What turns the direction of writing, and what takes no room. */
const MARKS = /[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g
