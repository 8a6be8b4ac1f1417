import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { deriveKeys } from '../platform/crypto.ts'
import { newId } from '../platform/ids.ts'
import { userHash, vouchedBy } from './identity.ts'
import { leadExternalId, readVisitor, visitorToken } from './visitor.ts'

const key = deriveKeys('a secret of the installation, long enough').visitors
const visitor = { workspaceId: newId(), contactId: newId() }

describe('the visitor token', () => {
  it('C6: names workspace and contact', () => {
    expect(readVisitor(key, `Bearer ${visitorToken(key, visitor)}`)).toEqual(visitor)
    const signed = { ...visitor, signed: true }
    expect(readVisitor(key, `Bearer ${visitorToken(key, signed)}`)).toEqual(signed)
  })

  it('C6: any changed byte, another key, or none at all is nobody', () => {
    const token = visitorToken(key, visitor)
    const bytes = Buffer.from(token, 'base64url')
    for (let i = 0; i < bytes.length; i++) {
      const forged = Buffer.from(bytes)
      forged[i]! ^= 1
      expect(readVisitor(key, `Bearer ${forged.toString('base64url')}`)).toBeNull()
    }
    const otherKey = deriveKeys('another secret of another installation').visitors
    expect(readVisitor(otherKey, `Bearer ${token}`)).toBeNull()
    for (const header of [undefined, '', token, 'Bearer ', `Bearer ${token}A`, `Basic ${token}`]) {
      expect(readVisitor(key, header)).toBeNull()
    }
  })

  it('C6: the same browser is the same lead, and its external_id does not give the browser key away', () => {
    expect(leadExternalId(key, 'k'.repeat(22))).toBe(leadExternalId(key, 'k'.repeat(22)))
    expect(leadExternalId(key, 'k'.repeat(22))).not.toContain('kkk')
  })
})

describe('the user hash', () => {
  const vouched = (secret: string, id: string, hash: string, more: object = {}) =>
    vouchedBy(secret, { id, hash, ...more })

  it('C6: is the hex HMAC-SHA256 of the user id, in either case of letters', () => {
    const expected = createHmac('sha256', 'shh').update('user-7').digest('hex')
    expect(userHash('shh', 'user-7')).toBe(expected)
    expect(vouched('shh', 'user-7', expected.toUpperCase())).toBe('id')
  })

  it('C6: another user, another secret, a cut hash or an empty secret is refused', () => {
    const hash = userHash('shh', 'user-7')
    expect(vouched('shh', 'user-8', hash)).toBe('nothing')
    expect(vouched('other', 'user-7', hash)).toBe('nothing')
    expect(vouched('shh', 'user-7', hash.slice(0, 32))).toBe('nothing')
    expect(vouched('', 'user-7', userHash('', 'user-7'))).toBe('nothing')
  })

  it('C6: over id and address, and a time if there is one, it vouches for just those', () => {
    const signed = createHmac('sha256', 'shh').update('user-7\nada@example.com\n1800000000').digest('hex')
    const all = { email: 'ada@example.com', exp: 1_800_000_000 }
    expect(vouched('shh', 'user-7', signed, all)).toBe('id_and_email')
    expect(vouched('shh', 'user-7', signed, { ...all, exp: 1_900_000_000 })).toBe('nothing')
    expect(vouched('shh', 'user-7', signed, { ...all, email: 'eve@example.com' })).toBe('nothing')
    expect(vouched('shh', 'user-7', signed, { email: all.email })).toBe('nothing')
    expect(vouched('shh', 'user-7', signed)).toBe('nothing')
    // An id that looks like the signed words of another user.
    expect(vouched('shh', 'user-7\nada@example.com\n1800000000', signed)).toBe('nothing')
    expect(vouched('shh', 'user-7', userHash('shh', 'user-7'), all)).toBe('id')
  })
})
