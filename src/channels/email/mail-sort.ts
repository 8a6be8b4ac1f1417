import type { Email } from 'postal-mime'
import { type Failed, failed } from '../failure.ts'
import { namedBy } from './mail-thread.ts'

/** What a mail is: somebody's words; a report about one of ours; or nobody's words, which start no conversation. */
export type MailSort =
  | { kind: 'written' }
  | { kind: 'report'; messageId: string; failure: Failed | null }
  | { kind: 'automatic'; why: 'auto_reply' | 'list' | 'bounce' | 'own' }

type Facts = {
  mail: Email
  /** Where it says that it comes from, in lower case. */
  from: string
  /** Our own addresses, in lower case. */
  own: string[]
}

/**
 * Sorts out what no person wrote to us: answering a machine would be a machine talking to a machine (RFC 3834). A mail
 * that came by a list which is our own address, as groups make of one, is written.
 */
export function sortMail({ mail, from, own }: Facts): MailSort {
  const header = (name: string): string => mail.headers.find(({ key }) => key === name)?.value.trim() ?? ''
  const type = header('content-type').toLowerCase()
  if (type.startsWith('multipart/report')) return reportOf(mail)
  const isDaemon = from.startsWith('mailer-daemon@') || header('return-path') === '<>'
  const bounce = isDaemon || from.startsWith('postmaster@') ? bounceIn(mail) : null
  if (bounce) return bounce
  if (own.includes(from)) return { kind: 'automatic', why: 'own' }
  const isAuto =
    !isHuman(header('auto-submitted')) ||
    /\S/.test(header('x-autoreply') + header('x-autorespond')) ||
    /^(bulk|junk|auto_reply)\b/i.test(header('precedence')) ||
    isDaemon
  if (isAuto) return { kind: 'automatic', why: 'auto_reply' }
  const list = header('list-id').toLowerCase()
  const isOwnList = own.some((address) => list.includes(`<${address.replace('@', '.')}>`))
  const isList = list !== '' || /^list\b/i.test(header('precedence')) || header('list-unsubscribe') !== ''
  return isList && !isOwnList ? { kind: 'automatic', why: 'list' } : { kind: 'written' }
}

const isHuman = (autoSubmitted: string): boolean => /^(no\b.*)?$/i.test(autoSubmitted)

/** A delivery status notification (RFC 3464), or whatever else programs report about mail, as that it was read. */
function reportOf(mail: Email): MailSort {
  const part = (...types: string[]): string =>
    mail.attachments
      .filter(({ mimeType }) => types.includes(mimeType))
      .map(({ content }) => textOf(content))
      .join('\n')
  const status = unfolded(part('message/delivery-status', 'message/global-delivery-status'))
  const returned = part('message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers')
  const messageId = ours(/^message-id:\s*(<[^<>\s]{3,250}>)/im.exec(unfolded(returned))?.[1] ?? '')
  const action = /^action:\s*(\w+)/im.exec(status)?.[1]?.toLowerCase()
  if (!messageId || !action) return { kind: 'automatic', why: 'bounce' }
  if (action === 'failed') return { kind: 'report', messageId, failure: failureOf(status) }
  // Relayed is given to somebody who says no more; delayed is not the end.
  if (action === 'delivered') return { kind: 'report', messageId, failure: null }
  return { kind: 'automatic', why: 'bounce' }
}

const FAILURE =
  /undeliver|not be delivered|delivery (has )?failed|failure notice|returned (mail|to sender)|permanent error|unzustellbar|non remis|no se (pudo|ha podido) entregar/i

/** Old servers write what they think into a plain mail, with the one that came back below it. */
function bounceIn(mail: Email): MailSort | null {
  const text = `${mail.subject ?? ''}\n${(mail.text ?? '').slice(0, 100_000)}`
  const parts = mail.attachments.slice(0, 20).map(({ content }) => textOf(content))
  const messageId = ours([text, ...parts, mail.references ?? ''].join('\n'))
  const isFailure = mail.headers.some(({ key }) => key === 'x-failed-recipients') || FAILURE.test(text)
  if (!messageId || !isFailure) return null
  const said = /\b5\d\d[ -][^\n]{3,200}/.exec(text)?.[0] ?? ''
  return { kind: 'report', messageId, failure: failed('address_refused', { said }) }
}

/** 5.7 is that they do not want it (RFC 3463); everything else that fails for good is the address. */
function failureOf(status: string): Failed {
  const code = /^status:\s*([245]\.\d{1,3}\.\d{1,3})/im.exec(status)?.[1] ?? ''
  const said = /^diagnostic-code:\s*(?:[\w-]+\s*;)?\s*(.{1,500})/im.exec(status)?.[1] ?? code
  return failed(code.startsWith('5.7.') ? 'refused' : 'address_refused', { said })
}

/** The first Message-ID of a mail of ours; that of a conversation is no mail's. */
function ours(text: string): string | undefined {
  const ids = text.slice(0, 300_000).match(/<(?:message|survey)\.[^<>\s\p{Cc}]{3,200}>/giu) ?? []
  return ids.find((id) => namedBy(id) !== null)
}

function unfolded(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/\n[ \t]+/g, ' ')
}

function textOf(content: ArrayBuffer | Uint8Array | string): string {
  if (typeof content === 'string') return content.slice(0, 100_000)
  return Buffer.from(content instanceof Uint8Array ? content : new Uint8Array(content))
    .subarray(0, 100_000)
    .toString('utf8')
}
