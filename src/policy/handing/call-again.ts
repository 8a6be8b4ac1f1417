import type { Instant } from '../decision.ts'

/** When an address of another system is called again, for a webhook or a step of a workflow, what its answer means, and when an
 * endpoint is switched off (O8). */

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Pauses after the first, second, third… attempt, in milliseconds; the last one repeats. */
const PAUSES = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  12 * HOUR,
]
const LAST_PAUSE = 12 * HOUR
/** For so long a delivery is tried, and an endpoint may fail. */
const PATIENCE = 72 * HOUR
/** A pause is up to a fifth shorter or longer, so that what failed together does not come back together. */
const SPREAD = 0.2
/** No receiver makes us wait longer than that. */
const LONGEST_WISH = 24 * HOUR

/** What a receiver's status says: taken, never again, or not this time. A redirect is not followed, so not taken. */
export function meaningOf(status: number): 'taken' | 'gone' | 'failed' {
  if (status >= 200 && status <= 299) return 'taken'
  return status === 410 ? 'gone' : 'failed'
}

/**
 * When an attempt that failed is made again; null when it is given up, 72 hours after the first one. `attempts`
 * counts those made, `chance` is from 0 to 1, `wish` how long the receiver asked us to wait (milliseconds).
 * The last attempt is made exactly at the end.
 */
export function planRetry(facts: {
  attempts: number
  firstAt: Instant
  now: Instant
  chance: number
  wish: number | null
}): Instant | null {
  const { attempts, firstAt, now, chance, wish } = facts
  const end = firstAt + PATIENCE
  if (now >= end) return null
  const pause = PAUSES[attempts - 1] ?? LAST_PAUSE
  const spread = pause * (1 - SPREAD + 2 * SPREAD * chance)
  const wait = Math.max(spread, Math.min(wish ?? 0, LONGEST_WISH))
  return Math.min(now + Math.round(wait), end)
}

/** A workflow's step is tried so often, with pauses of 30 seconds, 2, 8 and 32 minutes. */
const STEP_ATTEMPTS = 5
const FIRST_STEP_PAUSE = 30 * SECOND

/**
 * When a step of a workflow that failed is tried again; null when it is given up (O9): after five attempts, or at
 * once when whom it calls is `gone`. `attempts` counts those made; `wish` is as for webhooks.
 */
export function planStepRetry(facts: {
  attempts: number
  now: Instant
  gone: boolean
  wish: number | null
}): Instant | null {
  const { attempts, now, gone, wish } = facts
  if (gone || attempts >= STEP_ATTEMPTS) return null
  const pause = FIRST_STEP_PAUSE * 4 ** (attempts - 1)
  return now + Math.max(pause, Math.min(wish ?? 0, LONGEST_WISH))
}

/** How long a `Retry-After` asks us to wait, in milliseconds: seconds or a date (RFC 9110). Null: it says nothing. */
export function wishOf(retryAfter: string | null, now: Instant): number | null {
  if (retryAfter === null) return null
  const text = retryAfter.trim()
  if (/^\d{1,9}$/.test(text)) return Number(text) * SECOND
  const at = /[A-Za-z]/.test(text) ? Date.parse(text) : NaN
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}

/** Is an endpoint switched off: did everything fail for 72 hours? */
export function isGivenUp(facts: { failingSince: Instant | null; now: Instant }): boolean {
  return facts.failingSince !== null && facts.now - facts.failingSince >= PATIENCE
}
