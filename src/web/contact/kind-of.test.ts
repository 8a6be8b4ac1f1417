import { describe, expect, it } from 'vitest'
import { kindOf } from './kind-of.ts'

const lead = (
  channel: 'web_chat' | 'email' | 'telegram',
  origin: 'inbound' | 'direct_outbound' = 'inbound',
) => kindOf({ contact: { kind: 'lead' }, channel, origin })

describe('who a contact is', () => {
  it('J16: a lead is called by the way he came, and a visitor only in web chat', () => {
    expect(lead('web_chat')).toBe('Visitor who is not signed in')
    expect(lead('email')).toBe('Wrote by email')
    expect(lead('telegram')).toBe('Lead')
    expect(lead('email', 'direct_outbound')).toBe('Lead')
    expect(kindOf({ contact: { kind: 'user' }, channel: 'email', origin: 'inbound' })).toBe(
      'Signed-in customer',
    )
  })
})
