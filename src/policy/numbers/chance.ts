import { type Distribution, momentsOf } from '../score.ts'

/** How likely chance alone makes what was counted. Textbook statistics, without tables and without dependencies. */

/** A count out of a count: 12 of 200. */
export type Rate = { part: number; whole: number }

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const

/**
 * The natural logarithm of the gamma function at `x` > 0 (Lanczos 1964).
 * @internal
 */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const at = x - 1
  const sum = LANCZOS.reduce((total, term, index) => total + (index === 0 ? term : term / (at + index)), 0)
  const base = at + 7.5
  return 0.5 * Math.log(2 * Math.PI) + (at + 0.5) * Math.log(base) - base + Math.log(sum)
}

const PRECISION = 1e-15
const STEPS = 10_000

/** The regularized upper incomplete gamma function Q(a, x), for a > 0 and x ≥ 0: 1 at 0, falling to 0. */
function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1
  const factor = Math.exp(a * Math.log(x) - x - logGamma(a))
  return x < a + 1 ? 1 - factor * lowerSeries(a, x) : factor * upperFraction(a, x)
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a
  let sum = term
  for (let step = 1; step < STEPS && term > sum * PRECISION; step += 1) {
    term *= x / (a + step)
    sum += term
  }
  return sum
}

/** The continued fraction, by Lentz's method. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a
  let c = Number.MAX_VALUE
  let d = 1 / b
  let value = d
  for (let step = 1; step < STEPS; step += 1) {
    const weight = -step * (step - a)
    b += 2
    d = 1 / nonZero(weight * d + b)
    c = nonZero(b + weight / c)
    value *= d * c
    if (Math.abs(d * c - 1) < PRECISION) break
  }
  return value
}

const nonZero = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value)

/** The chance of a chi-square statistic of at least `value` with so many degrees of freedom. */
export function chiSquareTail(value: number, degrees: number): number {
  return upperGamma(degrees / 2, value / 2)
}

/** The chance of a standard normal value at least as far from zero as `z`, on either side. */
export function normalTails(z: number): number {
  return upperGamma(0.5, (z * z) / 2)
}

/**
 * The chance that a share rises at least this much though nothing has changed: Fisher's exact test, one-sided.
 * Small only when `now` is the larger share. 1 where there is nothing to compare.
 */
export function chanceOfRise(before: Rate, now: Rate): number {
  const all = before.whole + now.whole
  const parts = before.part + now.part
  if (before.whole === 0 || now.whole === 0) return 1
  const low = Math.max(0, parts - before.whole)
  const high = Math.min(parts, now.whole)
  const likely = (k: number): number =>
    Math.exp(logChoose(parts, k) + logChoose(all - parts, now.whole - k) - logChoose(all, now.whole))
  // The shorter way round: up from what was counted, or down from just below it.
  const isAbove = now.part * all >= parts * now.whole
  let sum = 0
  if (isAbove) {
    let term = likely(now.part)
    for (let k = now.part; k <= high && (term > sum * PRECISION || k === now.part); k += 1) {
      sum += term
      term *= ((parts - k) * (now.whole - k)) / ((k + 1) * (before.whole - parts + k + 1))
    }
    return Math.min(1, sum)
  }
  let term = now.part > low ? likely(now.part - 1) : 0
  for (let k = now.part - 1; k >= low && term > sum * PRECISION; k -= 1) {
    sum += term
    term *= (k * (before.whole - parts + k)) / ((parts - k + 1) * (now.whole - k + 1))
  }
  return Math.max(0, 1 - sum)
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1)
}

/** How far a figure moved: in percentage points, or points of the scale for the average. */
export type Change = { points: number; beyond_chance: boolean }

/** A change counts as more than chance when chance would make one as large, up or down, less than once in 20 times. */
const CHANCE_BELOW = 0.05

/** How a share moved from one period to the next, and whether chance alone would do it (A10). Null: nothing to compare. */
export function describeChange(now: Rate, before: Rate): Change | null {
  if (now.whole === 0 || before.whole === 0) return null
  const points = (now.part / now.whole - before.part / before.whole) * 100
  const chance = points >= 0 ? chanceOfRise(before, now) : chanceOfRise(now, before)
  return { points, beyond_chance: chance < CHANCE_BELOW / 2 }
}

/** The same of the mean score, by the normal approximation; one answer alone tells nothing of how others differ. */
export function describeAverageChange(now: Distribution, before: Distribution): Change | null {
  const [here, there] = [momentsOf(now), momentsOf(before)]
  if (here.n === 0 || there.n === 0) return null
  const points = here.mean - there.mean
  if (here.n === 1 || there.n === 1) return { points, beyond_chance: false }
  const error = Math.sqrt(here.variance / here.n + there.variance / there.n)
  if (error > 0) return { points, beyond_chance: normalTails(points / error) < CHANCE_BELOW }
  // All gave the same score here, and all the same there: as telling as all against none.
  const chance = chanceOfRise({ part: 0, whole: there.n }, { part: here.n, whole: here.n })
  return { points, beyond_chance: points !== 0 && chance < CHANCE_BELOW / 2 }
}

/** A share for a sentence: whole percents, one decimal below ten. */
export function percent(share: number): string {
  const value = share * 100
  return `${value > 0 && value < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : Math.round(value)} %`
}
