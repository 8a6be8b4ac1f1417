import type { Role } from '../settings.ts'

type Placed = { role: Role; teamIds: readonly string[] }

/** The leads of a team; without a team every lead answers for it. A team may have none. */
export function leadsOf<M extends Placed>(members: readonly M[], teamId: string | null): M[] {
  return members.filter(
    ({ role, teamIds }) => role === 'lead' && (teamId === null || teamIds.includes(teamId)),
  )
}

/** Owners and admins. */
export function headsOf<M extends Placed>(members: readonly M[]): M[] {
  return members.filter(({ role }) => role === 'owner' || role === 'admin')
}

/** Who answers for a team: its leads, and where it has none owners and admins; never the leads of other teams. */
export function leadsOrHeadsOf<M extends Placed>(members: readonly M[], teamId: string | null): M[] {
  const leads = leadsOf(members, teamId)
  return leads.length > 0 ? leads : headsOf(members)
}
