import type { Role } from '../policy/settings.ts'

/** Everything a credential may be allowed to do. An API key's scopes are these words too. */
export const ABILITIES = [
  'inbox.read',
  'inbox.write',
  'csat.send',
  'csat.view',
  'csat.manage',
  'responses.read',
  'responses.review',
  'settings.manage',
  'members.read',
  'members.manage',
  'keys.manage',
  'audit.read',
] as const

export type Ability = (typeof ABILITIES)[number]

const AGENT = [
  'inbox.read',
  'inbox.write',
  'csat.send',
  'csat.view',
  'responses.read',
  'members.read',
] as const
const LEAD = [...AGENT, 'audit.read'] as const
const ADMIN = [...ABILITIES] as const

/**
 * Who may do what (C1, C12, J10, J11). `responses.read` opens the list; which single responses are in it is
 * the policy's word (policy/view.ts).
 */
export const ROLE_ABILITIES: Record<Role, readonly Ability[]> = {
  owner: ADMIN,
  admin: ADMIN,
  lead: LEAD,
  agent: AGENT,
}
