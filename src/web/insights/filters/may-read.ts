import { useQuery } from '@tanstack/react-query'
import { readsAny } from '../../../policy/numbers/aggregate.ts'
import { CHANNEL_IDS, policyForChannel } from '../../../policy/settings.ts'
import { useMe } from '../../session/session.ts'
import { settingsQuery } from '../../surveys/policy/settings-queries.ts'

/**
 * Are single answers open to this role at all, on any channel (C12)? The server decides; where it would show none,
 * nothing leads there. Yes while it is not known.
 */
export function useMayRead(): boolean {
  const { member, abilities } = useMe()
  const policy = useQuery(settingsQuery).data?.policy
  if (!abilities.includes('responses.read')) return false
  if (!policy) return true
  const policies = CHANNEL_IDS.map((channel) => policyForChannel(policy, channel))
  return readsAny({ role: member.role, readsResponses: true }, policies)
}
