import type { KeyObject } from 'node:crypto'
import { mac, sameBytes } from '../platform/crypto.ts'
import { uuidFromBytes, uuidToBytes } from '../platform/ids.ts'
import { fail } from '../platform/outcome.ts'

/** Whom a web chat token speaks for; `signed` when the host page vouches for him, not only his own browser. */
export type Visitor = { workspaceId: string; contactId: string; signed?: boolean }

const ID_BYTES = 16

/**
 * The credential of a visitor: both ids and their HMAC-SHA256 under `ctx.keys.visitors`, base64url. A forged
 * one is recognised without asking the database.
 */
export function visitorToken(key: KeyObject, { workspaceId, contactId, signed }: Visitor): string {
  const ids = Buffer.concat([uuidToBytes(workspaceId), uuidToBytes(contactId)])
  return Buffer.concat([ids, macOf(key, ids, signed === true)]).toString('base64url')
}

function macOf(key: KeyObject, ids: Buffer, signed: boolean): Buffer {
  return mac(key, signed ? Buffer.concat([Buffer.from('signed'), ids]) : ids)
}

/** Whom an `Authorization` header names, or null when it is missing, malformed or not signed by us. */
export function readVisitor(key: KeyObject, authorization: string | undefined): Visitor | null {
  const token = /^Bearer ([A-Za-z0-9_-]{86})$/.exec(authorization ?? '')?.[1]
  if (!token) return null
  const bytes = Buffer.from(token, 'base64url')
  const ids = bytes.subarray(0, 2 * ID_BYTES)
  const given = bytes.subarray(2 * ID_BYTES)
  const signed = sameBytes(given, macOf(key, ids, true))
  if (!signed && !sameBytes(given, macOf(key, ids, false))) return null
  return {
    ...(signed ? { signed } : {}),
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
