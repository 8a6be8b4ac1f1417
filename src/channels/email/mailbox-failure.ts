import { type Failed, failed } from '../failure.ts'
import type { EmailInAccount } from './mailbox-account.ts'

/** The host leads nowhere that we may ask. */
export class NotOutside extends Error {}

type ImapError = Error & {
  authenticationFailed?: boolean
  responseText?: string
  code?: string
  tlsFailed?: boolean
}
type Account = Pick<EmailInAccount, 'password' | 'port' | 'secure'>

/** Why a mailbox cannot be read, in the words of its server. */
export function failureOf(error: unknown, account: Account): Failed {
  if (error instanceof NotOutside) return failed('unreachable')
  const mismatch = mismatchOf(error, account)
  if (mismatch) return failed('unreachable', { why: mismatch.sentence })
  const { authenticationFailed, responseText, message } = error as ImapError
  const words = { said: responseText || message, secrets: [account.password] }
  return failed(authenticationFailed ? 'login_refused' : 'unreachable', words)
}

/**
 * The server was reached, and one of us spoke TLS where the other did not, or it showed a certificate that is not its
 * own: which setting that is, and what to change. Null: it is something else.
 */
export function mismatchOf(
  error: unknown,
  { secure, port }: Pick<Account, 'secure' | 'port'>,
): { field: 'secure' | 'host'; sentence: string } | null {
  const { code = '', tlsFailed = false, message } = error as ImapError
  if (!secure && code === 'GREETING_TIMEOUT') {
    const sentence = `The server was reached on port ${port}, but said nothing: it may wait for TLS from the start. Switch that on${port === 143 ? ' and use port 993' : ''}.`
    return { field: 'secure', sentence }
  }
  if (secure && NOT_TLS.test(code)) {
    const sentence = `The server was reached on port ${port}, but speaks no TLS from the start there. Switch that off${port === 993 ? ' and use port 143' : ', or use port 993'}.`
    return { field: 'secure', sentence }
  }
  if (CERTIFICATE.test(code)) {
    const why = 'The server was reached, but its certificate is not accepted.'
    return { field: 'host', sentence: failed('refused', { why, said: message }).sentence }
  }
  if (!secure && tlsFailed) {
    const sentence = `The server was reached on port ${port}, but the connection cannot become TLS there (STARTTLS). Switch TLS from the start on and use its port, mostly 993.`
    return { field: 'secure', sentence }
  }
  return null
}

/** What answered the handshake was no TLS. */
const NOT_TLS =
  /^(EPROTO|ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|UNEXPECTED_MESSAGE|.*RECORD.*))$/
const CERTIFICATE = /CERT|^ERR_TLS_CERT|^UNABLE_TO_(VERIFY|GET)/
