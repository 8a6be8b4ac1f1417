import type { Role } from '../policy/settings.ts'

/** Everything a credential may be allowed to do. An API key's scopes are these words too. */
export const ABILITIES = [
  'inbox.read',
  'inbox.write',
  'csat.send',
  'csat.view',
  'csat.manage',
  'insights.manage',
  'responses.read',
  'responses.review',
  'cases.read',
  'cases.work',
  'settings.manage',
  'members.read',
  'members.manage',
  'keys.manage',
  'webhooks.manage',
  'workflows.manage',
  'audit.read',
  'privacy.manage',
] as const

export type Ability = (typeof ABILITIES)[number]

const AGENT = [
  'inbox.read',
  'inbox.write',
  'csat.send',
  'csat.view',
  'responses.read',
  'cases.read',
  'cases.work',
  'members.read',
] as const
const LEAD = [...AGENT, 'insights.manage', 'audit.read'] as const
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
