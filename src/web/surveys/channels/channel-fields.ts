import { type Field, FIELDS } from '../../../policy/fields.ts'
import type { ChannelId, Policy } from '../../../policy/settings.ts'
import { getAt, overridesOf } from '../policy/policy-path.ts'

/** The rules a channel may have of its own: all but the main switch. The window is one rule of two fields. */
export const CHANNEL_FIELDS = FIELDS.filter(({ path }) => path !== 'enabled' && path !== 'rating.edit.hours')

/** The rules that a channel has of its own, in the order of the settings. */
export function overriddenFields(policy: Policy, channel: ChannelId): Field[] {
  const own = overridesOf(policy, channel)
  return FIELDS.filter(({ path }) => getAt(own, path) !== undefined)
}
