import { type Distribution, momentsOf, wilson95, Z_95 } from '../score.ts'
import { hasEnoughData } from '../view.ts'

export type Metric = 'csat' | 'response_rate' | 'average'

export type Progress = {
  value: number | null
  /** The answers, or for the response rate the asks, that the value is made of. */
  n: number
  interval: { low: number; high: number } | null
  /** Null without enough data. */
  on_track: boolean | null
  /** The whole interval lies on that side of the goal; null without enough data. */
  beyond_chance: boolean | null
  enough_data: boolean
}

/** The mean score with its 95 % interval by the normal approximation, kept within the scale; null without answers. */
export function averageInterval(
  distribution: Distribution,
): { value: number; n: number; interval: { low: number; high: number } } | null {
  const { n, mean: value, variance } = momentsOf(distribution)
  if (n === 0) return null
  // A single answer tells nothing of how others would differ.
  const half = n === 1 ? 4 : Z_95 * Math.sqrt(variance / n)
  return { value, n, interval: { low: Math.max(1, value - half), high: Math.min(5, value + half) } }
}

/** What a goal may be, in words, or null when it may be this one. */
export function goalFault(metric: Metric, goal: number): string | null {
  if (metric === 'average') return goal >= 1 && goal <= 5 ? null : 'must be between 1 and 5 for the average'
  return goal > 0 && goal <= 1 ? null : 'must be above 0 and at most 1, such as 0.9 for 90 %'
}

/** How a figure stands against its goal (I20). Too few answers are not held against anybody. */
export function judgeTarget(facts: {
  goal: number
  value: number | null
  n: number
  interval: Progress['interval']
  minN: number
}): Progress {
  const { goal, value, n, interval, minN } = facts
  if (value === null || interval === null || !hasEnoughData(n, minN)) {
    return { value, n, interval, on_track: null, beyond_chance: null, enough_data: false }
  }
  const isReached = value >= goal
  const isSure = isReached ? interval.low >= goal : interval.high < goal
  return { value, n, interval, on_track: isReached, beyond_chance: isSure, enough_data: true }
}

/** The asks that were answered, of the asks, as a figure with its interval. */
export function rateOf(part: number, whole: number) {
  return whole === 0 ? null : { value: part / whole, n: whole, interval: wilson95(part, whole) }
}
