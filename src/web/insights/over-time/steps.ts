import type { Group } from '../../../insights/schema.ts'
import type { Day } from '../../../policy/numbers/aggregate.ts'
import { SCORES, type Score } from '../../../policy/score.ts'
import { text } from '../../text.ts'
import type { Measured } from '../figures/evidence.tsx'
import { addDays, longDay, mondayOf, type Range, shortDay } from '../filters/days.ts'

/** One bar of the chart, one row of its table: a day, or a week as far as it lies in the period. */
export type Step = {
  from: Day
  to: Day
  label: string
  name: string
  answered: number
  /** Null while its scores are not open to the reader. */
  scores: Record<Score, number> | null
  /** How many answers `scores` are made of. */
  n: number
  ones: number | null
  /** The score with what it rests on; null where nothing was asked and nothing answered. */
  measured: Measured | null
}

/** More bars than this are not told apart; before the first answer they say nothing either. */
const MANY = 120

/** Every day or week of the period, also those without an answer, which the report leaves out. */
export function stepsOf(groups: readonly Group[], range: Range, bucket: 'day' | 'week'): Step[] {
  const byKey = new Map(groups.map((group) => [group.key, group]))
  const size = bucket === 'day' ? 1 : 7
  const startOf = (day: Day): Day => (bucket === 'week' ? mondayOf(day) : day)
  const all: Step[] = []
  for (let key = startOf(range.from); key <= range.to; key = addDays(key, size)) {
    const from = key < range.from ? range.from : key
    const end = addDays(key, size - 1)
    all.push(stepOf({ from, to: end > range.to ? range.to : end }, byKey.get(key)))
  }
  if (all.length <= MANY) return all
  const first = all.findIndex(({ answered }) => answered > 0)
  return first > 0 ? all.slice(first) : all
}

function stepOf({ from, to }: Range, group: Group | undefined): Step {
  const answered = group?.answered ?? 0
  const scores = answered === 0 ? null : (group?.distribution ?? null)
  const n = scores ? SCORES.reduce((sum, score) => sum + scores[score], 0) : 0
  return {
    from,
    to,
    label: shortDay(from),
    name: from === to ? longDay(from) : text.insights.chart.week(shortDay(from), longDay(to)),
    answered,
    scores: n > 0 ? scores : null,
    n,
    measured: group ?? null,
    ones: scores && n > 0 ? scores[1] / n : null,
  }
}

/**
 * The share of 1s at each step, for a line one can read: a single day has too few answers for that, so it is taken
 * together with the six before it. Until there are seven, there is no point: fewer would be another figure.
 */
export function onesOver(steps: readonly Step[], bucket: 'day' | 'week'): (number | null)[] {
  if (bucket === 'week') return steps.map(({ ones }) => ones)
  return steps.map((_, index) => {
    if (index < 6) return null
    const days = steps.slice(index - 6, index + 1)
    const n = days.reduce((sum, day) => sum + day.n, 0)
    return n === 0 ? null : days.reduce((sum, day) => sum + (day.scores?.[1] ?? 0), 0) / n
  })
}
