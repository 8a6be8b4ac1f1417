import type { Role } from '../platform/tables.ts'

export type MemberRefusal = 'own_role' | 'owners_only' | 'last_owner'

const SENTENCES: Record<MemberRefusal, string> = {
  own_role: 'You cannot change your own role or remove yourself; ask another owner or admin.',
  owners_only: 'Only an owner can make, change or remove an owner.',
  last_owner: 'This is the last owner. Make somebody else an owner first.',
}

/**
 * May this member be given another role, or be removed (`next` null)? Owners are the business of owners,
 * nobody changes his own role, and a workspace always keeps an owner.
 */
export function refuseMemberChange(facts: {
  actor: { memberId: string | null; role: Role | null }
  target: { id: string; role: Role }
  next: Role | null
  owners: number
}): { reason: MemberRefusal; message: string } | null {
  const { actor, target, next, owners } = facts
  const refuse = (reason: MemberRefusal) => ({ reason, message: SENTENCES[reason] })
  if (next === target.role) return null
  if (target.role === 'owner' && owners <= 1) return refuse('last_owner')
  if (actor.memberId === target.id) return refuse('own_role')
  const touchesOwner = target.role === 'owner' || next === 'owner'
  // A key that speaks for the whole workspace was made by an owner's or admin's hand, and acts as an owner.
  if (touchesOwner && actor.role !== null && actor.role !== 'owner') return refuse('owners_only')
  return null
}
