import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

/** Keys for separate purposes, each derived from the installation's one secret (HKDF-SHA256). */
export type Keys = {
  surveyTokens: KeyObject
  unsubscribe: KeyObject
  visitors: KeyObject
  sealing: Buffer
  sessions: string
  addresses: KeyObject
  devices: KeyObject
  ownAnswers: KeyObject
  replyAddresses: KeyObject
}

/** Derives every key from the secret, so that leaking one of them does not give away another. */
export function deriveKeys(secret: string): Keys {
  const derive = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, 'candor', purpose, 32))
  // Prepared once: a bare buffer is prepared anew for each MAC, which takes longer than the MAC.
  const macKey = (purpose: string): KeyObject => createSecretKey(derive(purpose))
  return {
    surveyTokens: macKey('survey tokens'),
    unsubscribe: macKey('unsubscribe links'),
    visitors: macKey('visitor sessions'),
    sealing: derive('sealing'),
    sessions: derive('member sessions').toString('base64url'),
    addresses: macKey('network addresses'),
    devices: macKey('known devices'),
    ownAnswers: macKey('own answers'),
    replyAddresses: macKey('reply addresses'),
  }
}

/** HMAC-SHA256 of the parts, cut to `length` bytes. */
export function mac(key: KeyObject, data: Buffer | string, length = 32): Buffer {
  return createHmac('sha256', key).update(data).digest().subarray(0, length)
}

/** Compares without telling by its duration where the first difference is. */
export function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

/** SHA-256 of a text or bytes. */
export function sha256(data: string | Buffer): Buffer {
  return createHash('sha256').update(data).digest()
}

/** Bytes nobody can guess: secrets and keys are made of them. */
export function randomSecret(bytes = 32): Buffer {
  return randomBytes(bytes)
}

/** A number from 0 up to 1, for what must not happen to everybody at the same moment. */
export function chance(): number {
  return randomBytes(4).readUInt32BE() / 2 ** 32
}

/** Encrypts a small secret for the database (AES-256-GCM; 12-byte nonce, 16-byte tag, then the text). */
export function seal(key: Buffer, text: string): string {
  const nonce = randomSecret(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
}

/** Opens what `seal` closed; throws when the key is another or the text was touched. */
export function unseal(key: Buffer, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}
