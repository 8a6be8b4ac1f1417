import type { Group } from '../../../insights/schema.ts'
import type { ChannelId } from '../../../policy/settings.ts'
import { text } from '../../text.ts'
import type { SatisfactionSearch } from '../filters/search.ts'

export const DIMENSIONS = ['agent', 'team', 'tag', 'channel', 'handled_by'] as const
export type Dimension = (typeof DIMENSIONS)[number]

const PATHS: Record<Dimension, string> = {
  agent: 'agents',
  team: 'teams',
  tag: 'topics',
  channel: 'channels',
  handled_by: 'handled-by',
}

export const pathOf = (by: Dimension): string => PATHS[by]

/** What an address means; by agent where it means nothing. */
export const dimensionOf = (path: string | undefined): Dimension =>
  DIMENSIONS.find((by) => PATHS[by] === path) ?? 'agent'

/** How a row is called. */
export function rowName({ key, name }: Pick<Group, 'key' | 'name'>, by: Dimension): string {
  if (key === '') return text.insights.breakdown.none[by]
  if (by === 'channel') return text.channels[key as ChannelId] ?? key
  if (by === 'handled_by') return text.insights.handledBy[key] ?? key
  return name || text.insights.filter.unknown
}

/** The filter that leaves one row; null where there is none for it. */
export function rowFilter({ key }: Pick<Group, 'key'>, by: Dimension): SatisfactionSearch | null {
  if (by === 'agent') return { agent_id: key || 'none' }
  if (by === 'team') return { team_id: key || 'none' }
  return key === '' ? null : ({ [by]: key } as SatisfactionSearch)
}

export const SORTS = ['name', 'csat', 'answered', 'response_rate', 'average', 'reopen_rate'] as const
export type Sort = (typeof SORTS)[number]
export type Order = { by: Sort; down: boolean }

/** What stands in the address: `-csat` is the highest first. */
export function orderOf(sort: string | undefined): Order {
  const by = SORTS.find((name) => name === sort?.replace('-', ''))
  return by ? { by, down: sort!.startsWith('-') } : { by: 'answered', down: true }
}

/** Rows in order; whoever has no value, or too few answers for a score, comes last either way. */
export function sortRows(rows: readonly Group[], { by, down }: Order, dimension: Dimension): Group[] {
  const nameOf = (row: Group): string => rowName(row, dimension)
  if (by === 'name') {
    const sorted = rows.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)))
    return down ? sorted.toReversed() : sorted
  }
  const valueOf = (row: Group): number | null =>
    (by === 'csat' || by === 'average') && !row.enough_data ? null : row[by]
  return rows.toSorted((a, b) => {
    const [one, other] = [valueOf(a), valueOf(b)]
    if (one === null || other === null) return Number(one === null) - Number(other === null)
    return (down ? other - one : one - other) || nameOf(a).localeCompare(nameOf(b))
  })
}
