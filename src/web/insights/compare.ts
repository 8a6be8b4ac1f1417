import type { Figures } from '../../insights/schema.ts'
import { wilson95 } from '../../policy/score.ts'
import { type Change, changeOfAverage, changeOfCount, changeOfShare } from './format.ts'

/** What a figure may be compared with, and whether the change says anything. */
export type Compared = { change: Change | null; isChance: boolean }

type Pair = { now: Figures; before: Figures | null; minN: number }
type Interval = Figures['interval']

const NOT: Compared = { change: null, isChance: false }

const overlap = (one: Interval, other: Interval): boolean =>
  one !== null && other !== null && one.low <= other.high && other.low <= one.high

/** The scores of both periods, where both have enough answers for one (A10). */
export function compareScores({ now, before }: Pair): Record<'csat' | 'average' | 'positive', Compared> {
  if (!before || !now.enough_data || !before.enough_data) return { csat: NOT, average: NOT, positive: NOT }
  const isChance = overlap(now.interval, before.interval)
  const [positive, positiveBefore] = [positiveShare(now), positiveShare(before)]
  return {
    csat: { change: changeOfShare(now.csat, before.csat), isChance },
    average: { change: changeOfAverage(now.average, before.average), isChance },
    positive: { change: changeOfShare(positive, positiveBefore), isChance },
  }
}

/** A rate of both periods, where neither is made of a handful. */
export function compareRate({ now, before, minN }: Pair, rate: 'response_rate' | 'reopen_rate'): Compared {
  const whole = rate === 'response_rate' ? 'sent' : 'resolved'
  if (!before || now[whole] < minN || before[whole] < minN) return NOT
  const intervalOf = (figures: Figures) =>
    wilson95(Math.round((figures[rate] ?? 0) * figures[whole]), figures[whole])
  return {
    change: changeOfShare(now[rate], before[rate]),
    isChance: overlap(intervalOf(now), intervalOf(before)),
  }
}

/** How many more or fewer; of a handful a share would only startle. */
export function compareCount({ now, before, minN }: Pair, name: 'sent' | 'answered'): Compared {
  if (!before || before[name] < minN) return NOT
  return { change: changeOfCount(now[name], before[name]), isChance: false }
}

/** The share of 4s and 5s in the answers that are told. */
export function positiveShare({ positive, answered, withheld }: Figures): number | null {
  return positive === null || answered === withheld ? null : positive / (answered - withheld)
}
