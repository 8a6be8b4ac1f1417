import { CHANNEL_IDS, type Policy, policyForChannel, type Role } from '../../policy/settings.ts'

/**
 * How many hours after it was given an answer opens to a role by itself (C12, C13); null: never; `varied` where
 * channels differ.
 */
export function opensAfter(policy: Policy, role: Role): number | null | 'varied' {
  const hours = CHANNEL_IDS.map((channel) => {
    const { individual_roles: roles, embargo_hours: embargo } = policyForChannel(policy, channel).visibility
    return roles.includes(role) ? embargo : null
  })
  const [first = null] = hours
  return hours.every((each) => each === first) ? first : 'varied'
}
