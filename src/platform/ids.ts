import { systemClock } from './clock.ts'
import { randomSecret } from './crypto.ts'

/** The millisecond of the newest id, and how many were made within it. */
let newest = { ms: 0, nth: 0 }
const MOST = 0xfff

/**
 * A new UUID version 7 (RFC 9562): 48 bits of milliseconds, 12 that count the ids of one millisecond, then 62 random
 * bits. Ids made later by this process sort later, also within a millisecond, so that what bears the same instant
 * stands in the order in which it was written, and index pages stay warm.
 */
export function newId(): string {
  const bytes = randomSecret(16)
  const { ms, nth } = followOn(systemClock.now())
  bytes.writeUIntBE(ms, 0, 6)
  bytes.writeUInt16BE(0x7000 | nth, 6)
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  return uuidFromBytes(bytes)
}

/** A millisecond that is full, and a clock that was set back, lend from the next. */
function followOn(now: number): { ms: number; nth: number } {
  if (now > newest.ms) newest = { ms: now, nth: 0 }
  else if (newest.nth < MOST) newest = { ms: newest.ms, nth: newest.nth + 1 }
  else newest = { ms: newest.ms + 1, nth: 0 }
  return newest
}

/** The canonical text of 16 bytes. */
export function uuidFromBytes(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** The 16 bytes of a canonical UUID. */
export function uuidToBytes(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex')
}
