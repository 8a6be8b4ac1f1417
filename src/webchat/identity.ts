import { createHmac } from 'node:crypto'
import { sameBytes } from '../platform/crypto.ts'

/**
 * What the host page's server puts beside `user_id`: hex HMAC-SHA256 of the id under the workspace's web
 * chat secret. Without it nobody could be kept from chatting as somebody else.
 */
export function userHash(secret: string, userId: string): string {
  return createHmac('sha256', secret).update(userId).digest('hex')
}

/** Is this the hash of that user? Never, while the workspace has no secret. */
export function isUserHash(secret: string, userId: string, hash: string): boolean {
  return secret !== '' && sameBytes(Buffer.from(userHash(secret, userId)), Buffer.from(hash.toLowerCase()))
}
