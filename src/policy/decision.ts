/** A moment: milliseconds since 1970-01-01T00:00:00Z. The core never asks what time it is; it is told. */
export type Instant = number

/** What a decision rested on, as it is stored and shown. */
export type Facts = Record<string, string | number | boolean | null>

/** Yes, or no with a reason code. `sentences.ts` says it to people. */
export type Decision<Reason extends string> =
  | { allowed: true; reason: null; facts: Facts }
  | { allowed: false; reason: Reason; facts: Facts }

/** Why a survey is not made or not sent (SPEC § 4). */
export const MAKE_REFUSALS = [
  'csat_off',
  'channel_off',
  'audience_off',
  'status_not_ended',
  'not_by_hand',
  'group_conversation',
  'too_short',
  'too_old',
  'no_teammate_reply',
  'direct_outbound_excluded',
  'automated_outbound_excluded',
  'outbound_without_follow_up',
  'no_support_message',
  'already_asked',
  'pending_survey',
  'contact_cooldown',
  'tag_excluded',
  'not_sampled',
  'no_address',
  'unsubscribed',
  'replaced_by_app',
] as const
export type MakeRefusal = (typeof MAKE_REFUSALS)[number]

/** Why a rating is not taken (SPEC § 4). */
export const RATE_REFUSALS = [
  'withdrawn',
  'expired',
  'already_answered',
  'edit_window_over',
  'comment_locked',
  'superseded',
  'unknown_link',
] as const
export type RateRefusal = (typeof RATE_REFUSALS)[number]

export function allow(facts: Facts = {}): { allowed: true; reason: null; facts: Facts } {
  return { allowed: true, reason: null, facts }
}

export function refuse<Reason extends string>(
  reason: Reason,
  facts: Facts = {},
): { allowed: false; reason: Reason; facts: Facts } {
  return { allowed: false, reason, facts }
}
