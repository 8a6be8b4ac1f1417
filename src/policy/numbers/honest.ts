import { chanceOfRise, type Rate } from './chance.ts'

/** Many rows are judged at once; a rise counts when chance would make it less than once in a hundred. */
const RISE_BELOW = 0.01

/** How far those who did not answer may be able to move CSAT before it is said aloud. */
const TURN_ABOVE = 0.5

/** For how long after a rating a customer's leaving is held against it, in days (A9). */
export const CHURN_DAYS = 90

/**
 * The honest test (A9): should a good score not be believed as it stands? Where CSAT is above the workspace's while
 * reopens, or customers leaving, climb beyond chance.
 */
export function isDoubtful(facts: {
  csat: number | null
  workspaceCsat: number | null
  before: Rate | null
  now: Rate | null
}): boolean {
  const { csat, workspaceCsat, before, now } = facts
  if (csat === null || workspaceCsat === null || csat <= workspaceCsat) return false
  return before !== null && now !== null && chanceOfRise(before, now) < RISE_BELOW
}

export type Caution = { sent: number; response_rate: number; csat: number; low: number; high: number }

/**
 * What CSAT could be if those who were asked and stayed silent had all been dissatisfied, or all satisfied; told
 * where that is further from the CSAT measured than it can be trusted, null elsewhere (A10).
 */
export function caution(facts: {
  csat: number | null
  sent: number
  responseRate: number | null
}): Caution | null {
  const { csat, sent, responseRate } = facts
  if (csat === null || responseRate === null) return null
  const low = csat * responseRate
  const high = low + 1 - responseRate
  if (Math.max(csat - low, high - csat) <= TURN_ABOVE) return null
  return { sent, response_rate: responseRate, csat, low, high }
}
