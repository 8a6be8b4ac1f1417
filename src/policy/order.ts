import type { Instant } from './decision.ts'

/**
 * When a change counts as having happened, or null when a newer one is known already (O14). One that bears no
 * time of its own happens now, after all that came before; one from a clock ahead of ours happened now.
 */
export function momentOf(
  newest: Instant | null,
  { at, now }: { at?: Instant | undefined; now: Instant },
): Instant | null {
  if (at !== undefined && newest !== null && at < newest) return null
  return Math.max(Math.min(at ?? now, now), newest ?? -Infinity)
}

/** Unlike one without a time of its own, one that bears a time may not lie further ahead than clocks go wrong. */
export function isAhead(at: Instant, now: Instant): boolean {
  return at > now + CLOCK_SKEW_MS
}

/** How far a caller's clock may run ahead of ours. */
const CLOCK_SKEW_MS = 5 * 60_000
