import { createHmac } from 'node:crypto'
import { sameBytes } from '../platform/crypto.ts'

/** A user as the host page names him; `exp` in seconds since 1970. */
export type NamedUser = { id: string; email?: string | undefined; exp?: number | undefined }

/**
 * What the host page's server puts beside `user_id`: hex HMAC-SHA256 under the workspace's web chat secret. Without it
 * nobody could be kept from chatting as somebody else. Over the id alone it vouches for the id; over id, email and, if
 * there is one, `exp`, with line feeds between, for the address as well.
 */
export function userHash(secret: string, user: string | NamedUser): string {
  const { id, email, exp } = typeof user === 'string' ? { id: user } : user
  const signed = email === undefined ? id : [id, email, ...(exp === undefined ? [] : [exp])].join('\n')
  return createHmac('sha256', secret).update(signed).digest('hex')
}

/** What this hash vouches for: nothing that has a line feed in it, and nothing while the workspace has no secret. */
export function vouchedBy(
  secret: string,
  user: NamedUser & { hash: string },
): 'nothing' | 'id' | 'id_and_email' {
  if (secret === '' || user.id.includes('\n') || user.email?.includes('\n')) return 'nothing'
  const isOf = (named: string | NamedUser): boolean =>
    sameBytes(Buffer.from(userHash(secret, named)), Buffer.from(user.hash.toLowerCase()))
  if (user.email !== undefined && isOf(user)) return 'id_and_email'
  return isOf(user.id) ? 'id' : 'nothing'
}
