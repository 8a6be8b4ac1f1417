import type { KeyObject } from 'node:crypto'
import { mac, sameBytes } from '../platform/crypto.ts'
import { uuidFromBytes, uuidToBytes } from '../platform/ids.ts'
import { fail } from '../platform/outcome.ts'

/** Whom a web chat token speaks for. */
export type Visitor = { workspaceId: string; contactId: string }

const ID_BYTES = 16

/**
 * The credential of a visitor: both ids and their HMAC-SHA256 under `ctx.keys.visitors`, base64url. A forged
 * one is recognised without asking the database.
 */
export function visitorToken(key: KeyObject, { workspaceId, contactId }: Visitor): string {
  const ids = Buffer.concat([uuidToBytes(workspaceId), uuidToBytes(contactId)])
  return Buffer.concat([ids, mac(key, ids)]).toString('base64url')
}

/** Whom an `Authorization` header names, or null when it is missing, malformed or not signed by us. */
export function readVisitor(key: KeyObject, authorization: string | undefined): Visitor | null {
  const token = /^Bearer ([A-Za-z0-9_-]{86})$/.exec(authorization ?? '')?.[1]
  if (!token) return null
  const bytes = Buffer.from(token, 'base64url')
  const ids = bytes.subarray(0, 2 * ID_BYTES)
  if (!sameBytes(bytes.subarray(2 * ID_BYTES), mac(key, ids))) return null
  return {
    workspaceId: uuidFromBytes(ids.subarray(0, ID_BYTES)),
    contactId: uuidFromBytes(ids.subarray(ID_BYTES)),
  }
}

/**
 * The external_id of the lead behind a browser's secret key: the same key finds the same lead again, and
 * whoever reads the external_id in the inbox cannot become him.
 */
export function leadExternalId(key: KeyObject, browserKey: string): string {
  return `web:${mac(key, `lead ${browserKey}`, 18).toString('base64url')}`
}

/** The answer to a credential that names nobody here. */
export function unknownVisitor(): ReturnType<typeof fail> {
  return fail({ kind: 'unauthenticated', message: 'This visitor is not known here.' })
}
