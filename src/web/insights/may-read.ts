import { useQuery } from '@tanstack/react-query'
import { CHANNEL_IDS, policyForChannel } from '../../policy/settings.ts'
import { useMe } from '../access/session.ts'
import { settingsQuery } from '../surveys/settings-queries.ts'

/**
 * Are single answers open to this role at all, on any channel (C12)? The server decides; where it would show none,
 * nothing leads there. Yes while it is not known.
 */
export function useMayRead(): boolean {
  const { member, abilities } = useMe()
  const policy = useQuery(settingsQuery).data?.policy
  if (!abilities.includes('responses.read')) return false
  if (!policy) return true
  return CHANNEL_IDS.some((channel) => {
    const { individual_roles: roles, lead_sees_low_at_once: lowAtOnce } = policyForChannel(
      policy,
      channel,
    ).visibility
    return roles.includes(member.role) || (member.role === 'lead' && lowAtOnce)
  })
}
