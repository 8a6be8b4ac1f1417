import type { Changes, Figures } from '../../insights/schema.ts'
import { type Change, changeOf, changeOfCount } from './format.ts'

/** What a figure may be compared with, and whether the change says anything. */
export type Compared = { change: Change | null; isChance: boolean }

/** A change as the report tells it; whether it is more than chance is judged there, for screen and mail alike (A10). */
export function toldChange(change: Changes['csat'] | undefined, of: 'share' | 'average' = 'share'): Compared {
  if (!change) return { change: null, isChance: false }
  return { change: changeOf(change.points, of), isChance: !change.beyond_chance }
}

type Pair = { now: Figures; before: Figures | null; minN: number }

/** How many more or fewer; of a handful a share would only startle. */
export function compareCount({ now, before, minN }: Pair, name: 'sent' | 'answered'): Compared {
  const isFew = !before || before[name] < minN
  return { change: isFew ? null : changeOfCount(now[name], before[name]), isChance: false }
}
