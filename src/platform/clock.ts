import type { Instant } from '../policy/decision.ts'

/** Tells the present instant (epoch milliseconds). Everything that needs "now" is handed one. */
export type Clock = { now(): Instant }

/** The machine's clock: the only place in Candor that reads it. */
export const systemClock: Clock = { now: () => Date.now() }

/** An instant as the database and JSON write it: ISO 8601 UTC with milliseconds. */
export function toIso(instant: Instant): string {
  return new Date(instant).toISOString()
}

/** Same, passing null through. */
export function toIsoOrNull(instant: Instant | null | undefined): string | null {
  return instant == null ? null : toIso(instant)
}
