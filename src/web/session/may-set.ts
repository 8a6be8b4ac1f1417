import type { Ability } from '../../access/abilities.ts'
import { useMe } from './session.ts'

/** Any one of these opens the settings; what is in them differs by role. */
const OPENING: Ability[] = [
  'csat.manage',
  'settings.manage',
  'members.manage',
  'keys.manage',
  'workflows.manage',
  'webhooks.manage',
  'audit.read',
]

/** May this member open the settings at all (J11)? */
export function useMaySet(): boolean {
  const { abilities } = useMe()
  return OPENING.some((ability) => abilities.includes(ability))
}
