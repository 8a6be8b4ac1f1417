import type { Changes } from '../../../insights/schema.ts'
import { type Change, changeOf, changeOfCount } from './format.ts'

/** What a figure may be compared with, and whether the change says anything. */
export type Compared = { change: Change | null; isChance: boolean }

/** A change as the report tells it; whether it is more than chance is judged there, for screen and mail alike (A10). */
export function toldChange(change: Changes['csat'] | undefined, of: 'share' | 'average' = 'share'): Compared {
  if (!change) return { change: null, isChance: false }
  return { change: changeOf(change.points, of), isChance: !change.beyond_chance }
}

/** How many more or fewer were counted. */
export function toldGrowth(growth: Changes['sent'] | undefined): Compared {
  return { change: typeof growth === 'number' ? changeOfCount(growth) : null, isChance: false }
}
