import { systemClock } from './clock.ts'
import { randomSecret } from './crypto.ts'

/**
 * A new UUID version 7 (RFC 9562): 48 bits of milliseconds, then 74 random bits, so that ids made later
 * sort later and index pages stay warm.
 */
export function newId(): string {
  const bytes = randomSecret(16)
  bytes.writeUIntBE(systemClock.now(), 0, 6)
  bytes[6] = 0x70 | (bytes[6]! & 0x0f)
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  return uuidFromBytes(bytes)
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
