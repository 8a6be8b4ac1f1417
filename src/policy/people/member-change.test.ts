import { describe, expect, it } from 'vitest'
import { memberChanges, refuseMemberChange, rolesToGive } from './member-change.ts'
import { ROLES, type Role } from '../settings.ts'

const admin = { memberId: 'admin', isOwner: false }
const owner = { memberId: 'owner', isOwner: true }
const member = (role: Role, joined = true) => ({ id: 'somebody', role, joined })

describe('J11: who may do what with a member', () => {
  it('J11: an admin gives every role but the owner’s, to everybody but owners', () => {
    expect(rolesToGive(admin)).toEqual(['admin', 'lead', 'agent'])
    const changes = (role: Role) => memberChanges({ actor: admin, target: member(role), owners: 2 })
    expect(changes('agent')).toEqual({ roles: ['admin', 'lead'], remove: true })
    expect(changes('owner')).toEqual({ roles: [], remove: false })
  })

  it('J11: an owner gives every role, to owners too while another one is left', () => {
    expect(rolesToGive(owner)).toEqual(ROLES)
    const changes = (owners: number, joined = true) =>
      memberChanges({ actor: owner, target: member('owner', joined), owners })
    expect(changes(2)).toEqual({ roles: ['admin', 'lead', 'agent'], remove: true })
    expect(changes(1)).toEqual({ roles: [], remove: false })
    // Who was only invited is not the one who is left.
    expect(changes(1, false)).toEqual({ roles: ['admin', 'lead', 'agent'], remove: true })
  })

  it('J11: nobody changes his own role or removes himself; a key that is nobody may change anybody', () => {
    const target = { id: 'owner', role: 'owner' as const, joined: true }
    expect(memberChanges({ actor: owner, target, owners: 2 })).toEqual({ roles: [], remove: false })
    expect(refuseMemberChange({ actor: owner, target, owners: 2, next: 'lead' })?.reason).toBe('own_role')
    const key = { memberId: null, isOwner: true }
    expect(memberChanges({ actor: key, target, owners: 2 }).remove).toBe(true)
  })

  it('J11: the role that a member has is no change', () => {
    for (const role of ROLES) {
      const facts = { actor: admin, target: member(role), owners: 1, next: role }
      expect(refuseMemberChange(facts)).toBeNull()
    }
  })
})
