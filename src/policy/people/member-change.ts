import { ROLES, type Role } from '../settings.ts'

/** Who gives which role, and who ends whose membership (J11). */

export type MemberRefusal = 'own_role' | 'owners_only' | 'last_owner'

const SENTENCES: Record<MemberRefusal, string> = {
  own_role: 'You cannot change your own role or remove yourself; ask another owner or admin.',
  owners_only: 'Only an owner can make, change or remove an owner.',
  last_owner: 'This is the last owner. Make somebody else an owner first.',
}

type Manager = { memberId: string | null; isOwner: boolean }

type Facts = {
  actor: Manager
  target: { id: string; role: Role; joined: boolean }
  /** Owners who have joined: one who was only invited can do nothing yet. */
  owners: number
}

/** Of those who manage members, may this one invite somebody in a role, and hand over what such an invitation opens? */
export function mayGive({ isOwner }: Pick<Manager, 'isOwner'>, role: Role): boolean {
  return role !== 'owner' || isOwner
}

/** The roles in which he may invite somebody, the highest first. */
export function rolesToGive(actor: Pick<Manager, 'isOwner'>): Role[] {
  return ROLES.filter((role) => mayGive(actor, role))
}

/**
 * May he give this member another role, or remove him (`next` null)? Owners are the business of owners, nobody changes
 * his own role, and a workspace always keeps an owner.
 */
export function refuseMemberChange(
  facts: Facts & { next: Role | null },
): { reason: MemberRefusal; message: string } | null {
  const { actor, target, next, owners } = facts
  const refuse = (reason: MemberRefusal) => ({ reason, message: SENTENCES[reason] })
  if (next === target.role) return null
  if (!mayGive(actor, target.role) || (next !== null && !mayGive(actor, next))) return refuse('owners_only')
  if (target.role === 'owner' && target.joined && owners <= 1) return refuse('last_owner')
  if (actor.memberId === target.id) return refuse('own_role')
  return null
}

/** All that he may do with this member: the other roles he may give him, and whether he may remove him. */
export function memberChanges(facts: Facts): { roles: Role[]; remove: boolean } {
  const may = (next: Role | null): boolean => refuseMemberChange({ ...facts, next }) === null
  return { roles: ROLES.filter((role) => role !== facts.target.role && may(role)), remove: may(null) }
}
