import { chanceOfRise, percent } from './chance.ts'
import { type Distribution, SCORES, wilson95 } from './score.ts'

export type Metric = 'csat' | 'response_rate' | 'average'

export type Progress = {
  value: number | null
  /** The answers, or for the response rate the asks, that the value is made of. */
  n: number
  interval: { low: number; high: number } | null
  /** Null without enough data. */
  on_track: boolean | null
  enough_data: boolean
  sentence: string
}

/** The 97.5 % quantile of the standard normal distribution. */
const Z = 1.959963984540054

/** The mean score with its 95 % interval by the normal approximation, kept within the scale; null without answers. */
export function averageOf(
  distribution: Distribution,
): { value: number; n: number; interval: { low: number; high: number } } | null {
  const n = SCORES.reduce((sum, score) => sum + distribution[score], 0)
  if (n === 0) return null
  const value = SCORES.reduce((sum, score) => sum + score * distribution[score], 0) / n
  const squares = SCORES.reduce((sum, score) => sum + distribution[score] * (score - value) ** 2, 0)
  // A single answer tells nothing of how others would differ.
  const half = n === 1 ? 4 : Z * Math.sqrt(squares / (n - 1) / n)
  return { value, n, interval: { low: Math.max(1, value - half), high: Math.min(5, value + half) } }
}

/** What a goal may be, in words, or null when it may be this one. */
export function goalFault(metric: Metric, goal: number): string | null {
  if (metric === 'average') return goal >= 1 && goal <= 5 ? null : 'must be between 1 and 5 for the average'
  return goal > 0 && goal <= 1 ? null : 'must be above 0 and at most 1, such as 0.9 for 90 %'
}

/** How a figure stands against its goal (I20). Too few answers are not held against anybody. */
export function judgeTarget(facts: {
  metric: Metric
  goal: number
  value: number | null
  n: number
  interval: Progress['interval']
  minN: number
}): Progress {
  const { metric, goal, value, n, interval, minN } = facts
  const counted = metric === 'response_rate' ? `${n} asks` : `${n} ${n === 1 ? 'rating' : 'ratings'}`
  const show = (figure: number): string => (metric === 'average' ? figure.toFixed(2) : percent(figure))
  if (value === null || interval === null || n < Math.max(1, minN)) {
    return {
      value,
      n,
      interval,
      on_track: null,
      enough_data: false,
      sentence: `Not enough data yet: ${counted} so far, of at least ${Math.max(1, minN)}.`,
    }
  }
  const isReached = value >= goal
  const isSure = isReached ? interval.low >= goal : interval.high < goal
  const verdict = isReached ? 'reached' : 'not reached'
  const doubt = isSure ? '' : ', though it could still be chance'
  return {
    value,
    n,
    interval,
    on_track: isReached,
    enough_data: true,
    sentence:
      `${show(value)} over ${counted} so far (95 % interval ${show(interval.low)} to ${show(interval.high)}): ` +
      `the goal of ${show(goal)} is ${verdict}${doubt}.`,
  }
}

/** How a share moved from one period to the next: by how much, and whether chance alone would do it. */
export function describeChange(
  now: { part: number; whole: number },
  before: { part: number; whole: number },
): { points: number; isBeyondChance: boolean } | null {
  if (now.whole === 0 || before.whole === 0) return null
  const points = (now.part / now.whole - before.part / before.whole) * 100
  const chance = points >= 0 ? chanceOfRise(before, now) : chanceOfRise(now, before)
  return { points, isBeyondChance: chance < 0.025 }
}

/** The asks that were answered, of the asks, as a figure with its interval. */
export function rateOf(part: number, whole: number) {
  return whole === 0 ? null : { value: part / whole, n: whole, interval: wilson95(part, whole) }
}
