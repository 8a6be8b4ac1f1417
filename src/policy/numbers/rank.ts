import { type Rate } from './chance.ts'
import { wilson95 } from '../score.ts'
import { hasEnoughData } from '../view.ts'

/** Somebody's score with its 95 % interval; null without any answers that may be told. */
export type Contender = { key: string; n: number; interval: { low: number; high: number } | null }

export type Place = {
  key: string
  /** Shared by everybody of a tie group; null without enough answers. */
  rank: number | null
  tied: boolean
}

/**
 * The honest leaderboard (§ 3.4): in the order of the intervals' lower bounds, so that few lucky answers do not
 * win. Walking down, the first opens a tie group as its leader, and whoever's interval still overlaps the
 * leader's is tied with it; the first whose does not opens the next group. The rank is one more than how many
 * stand in the groups above. Fewer than `minN` answers are not ranked and come last.
 */
export function rank(contenders: readonly Contender[], minN: number): Place[] {
  const isRanked = ({ n, interval }: Contender): boolean => interval !== null && hasEnoughData(n, minN)
  const ordered = contenders
    .filter(isRanked)
    .toSorted(
      (a, b) =>
        b.interval!.low - a.interval!.low ||
        b.interval!.high - a.interval!.high ||
        b.n - a.n ||
        (a.key < b.key ? -1 : 1),
    )
  const groups: Contender[][] = []
  for (const each of ordered) {
    const group = groups.at(-1)
    if (group && each.interval!.high >= group[0]!.interval!.low) group.push(each)
    else groups.push([each])
  }
  let above = 0
  const places: Place[] = []
  for (const group of groups) {
    for (const { key } of group) places.push({ key, rank: above + 1, tied: group.length > 1 })
    above += group.length
  }
  const rest = contenders
    .filter((each) => !isRanked(each))
    .toSorted((a, b) => b.n - a.n || (a.key < b.key ? -1 : 1))
  return [...places, ...rest.map(({ key }) => ({ key, rank: null, tied: false }))]
}

/** Is a share higher than the others', beyond what their 95 % intervals leave to chance (§ 3.5)? */
export function standsOut(own: Rate, others: Rate): boolean {
  if (own.whole === 0 || others.whole === 0) return false
  return wilson95(own.part, own.whole).low > wilson95(others.part, others.whole).high
}
