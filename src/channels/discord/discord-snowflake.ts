import type { Instant } from '../../policy/decision.ts'

/** Discord's ids hold the moment at which they were made: milliseconds since 2015 in their first 42 bits. */
const EPOCH = 1_420_070_400_000

export function instantOf(snowflake: string): Instant {
  return Number(BigInt(snowflake) >> 22n) + EPOCH
}

/** The least id of a moment: what comes after it was made then or later. */
export function snowflakeAt(at: Instant): string {
  return String(BigInt(Math.max(Math.trunc(at) - EPOCH, 0)) << 22n)
}

/** The older one first. */
export function byAge(a: { id: string }, b: { id: string }): number {
  const [first, second] = [BigInt(a.id), BigInt(b.id)]
  return first < second ? -1 : first > second ? 1 : 0
}
