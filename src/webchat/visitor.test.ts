import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { deriveKeys } from '../platform/crypto.ts'
import { newId } from '../platform/ids.ts'
import { isUserHash, userHash } from './identity.ts'
import { leadExternalId, readVisitor, visitorToken } from './visitor.ts'

const key = deriveKeys('a secret of the installation, long enough').visitors
const visitor = { workspaceId: newId(), contactId: newId() }

describe('the visitor token', () => {
  it('C6: names workspace and contact', () => {
    expect(readVisitor(key, `Bearer ${visitorToken(key, visitor)}`)).toEqual(visitor)
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
  it('C6: is the hex HMAC-SHA256 of the user id, in either case of letters', () => {
    const expected = createHmac('sha256', 'shh').update('user-7').digest('hex')
    expect(userHash('shh', 'user-7')).toBe(expected)
    expect(isUserHash('shh', 'user-7', expected.toUpperCase())).toBe(true)
  })

  it('C6: another user, another secret, a cut hash or an empty secret is refused', () => {
    const hash = userHash('shh', 'user-7')
    expect(isUserHash('shh', 'user-8', hash)).toBe(false)
    expect(isUserHash('other', 'user-7', hash)).toBe(false)
    expect(isUserHash('shh', 'user-7', hash.slice(0, 32))).toBe(false)
    expect(isUserHash('', 'user-7', userHash('', 'user-7'))).toBe(false)
  })
})
