import type { Role } from '../policy/settings.ts'

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
  actor: { memberId: string | null; isOwner: boolean }
  target: { id: string; role: Role; joined: boolean }
  next: Role | null
  /** Owners who have joined: one who was only invited can do nothing yet. */
  owners: number
}): { reason: MemberRefusal; message: string } | null {
  const { actor, target, next, owners } = facts
  const refuse = (reason: MemberRefusal) => ({ reason, message: SENTENCES[reason] })
  if (next === target.role) return null
  if ((target.role === 'owner' || next === 'owner') && !actor.isOwner) return refuse('owners_only')
  if (target.role === 'owner' && target.joined && owners <= 1) return refuse('last_owner')
  if (actor.memberId === target.id) return refuse('own_role')
  return null
}
