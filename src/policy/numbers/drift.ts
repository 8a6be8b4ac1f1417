import { chanceOfRise, chiSquareTail, normalTails } from './chance.ts'
import { type Distribution, momentsOf, type Score, SCORES } from '../score.ts'
import { hasEnoughData } from '../view.ts'

/** A chance so small that it is worth an alert: with a dozen teams, a false one about twice a year for each kind. */
const ALERT_BELOW = 0.01
/** The average counts as steady while a difference this likely explains it. */
const STEADY_FROM = 0.05
/** The smallest count that is expected in a cell of the chi-square test. */
const EXPECTED = 5

export type Drift = {
  kinds: ('distribution' | 'ones')[]
  week: Summary
  before: Summary & { weeks: number }
  /** Null where too few answers leave nothing to compare. */
  p_distribution: number | null
  p_ones: number
  steady_average: boolean
}

type Counted = { n: number; distribution: Distribution }
type Summary = { n: number; distribution: Distribution; average: number }

/**
 * Did a week's scores come out differently than in the weeks before, beyond chance (A8)? Two tests: chi-square over
 * all scores, and whether the share of 1s has risen, which a steady average hides. Null: no, or fewer than `minN`
 * answers on either side.
 */
export function findDrift(facts: {
  week: Distribution
  before: Distribution
  weeks: number
  minN: number
}): Drift | null {
  const week = summary(facts.week)
  const before = { ...summary(facts.before), weeks: facts.weeks }
  if (!hasEnoughData(Math.min(week.n, before.n), facts.minN)) return null
  const pDistribution = chanceOfDifference(facts.week, facts.before)
  const pOnes = chanceOfRise(
    { part: facts.before[1], whole: before.n },
    { part: facts.week[1], whole: week.n },
  )
  const kinds: Drift['kinds'] = []
  if (pDistribution !== null && pDistribution < ALERT_BELOW) kinds.push('distribution')
  if (pOnes < ALERT_BELOW) kinds.push('ones')
  if (kinds.length === 0) return null
  return {
    kinds,
    week,
    before,
    p_distribution: pDistribution,
    p_ones: pOnes,
    steady_average: isSteady(week, before),
  }
}

/**
 * The chance that two sets of scores differ this much though they are drawn alike: chi-square over the scores, where
 * neighbours are taken together while fewer than five are expected. Null when that leaves a single bin.
 * @internal
 */
export function chanceOfDifference(one: Distribution, other: Distribution): number | null {
  const sizes = [total(one), total(other)] as const
  const all = sizes[0] + sizes[1]
  const smaller = Math.min(...sizes)
  let open: [number, number] = [0, 0]
  const bins: [number, number][] = []
  for (const score of SCORES) {
    open = [open[0] + one[score], open[1] + other[score]]
    if (((open[0] + open[1]) * smaller) / all < EXPECTED) continue
    bins.push(open)
    open = [0, 0]
  }
  const last = bins.at(-1)
  if (!last) return null
  last[0] += open[0]
  last[1] += open[1]
  if (bins.length < 2) return null
  const statistic = bins.reduce((sum, bin) => {
    const both = bin[0] + bin[1]
    return [0, 1].reduce((within, side) => {
      const expected = (both * sizes[side as 0 | 1]) / all
      return within + (bin[side as 0 | 1] - expected) ** 2 / expected
    }, sum)
  }, 0)
  return chiSquareTail(statistic, bins.length - 1)
}

function isSteady(week: Summary, before: Summary): boolean {
  const error = Math.sqrt(
    momentsOf(week.distribution).variance / week.n + momentsOf(before.distribution).variance / before.n,
  )
  const difference = week.average - before.average
  return error === 0 ? difference === 0 : normalTails(difference / error) >= STEADY_FROM
}

/** The score whose share moved most from one time to another. */
export function mostMoved(week: Counted, before: Counted): Score {
  const moved = (score: Score): number =>
    Math.abs(week.distribution[score] / week.n - before.distribution[score] / before.n)
  return SCORES.toSorted((a, b) => moved(b) - moved(a))[0]!
}

function summary(distribution: Distribution): Summary {
  const { n, mean } = momentsOf(distribution)
  return { n, distribution, average: mean }
}

function total(distribution: Distribution): number {
  return SCORES.reduce((sum, score) => sum + distribution[score], 0)
}
