import { CHANNEL_IDS, type ChannelId } from '../../../policy/settings.ts'
import { addDays, isDay, mondayOf, type Range } from './days.ts'

export const PERIODS = ['week', 'month', '7d', '30d', '90d'] as const
export type Period = (typeof PERIODS)[number]
const USUAL = '30d' satisfies Period

export const HANDLED_BY = ['human', 'bot', 'both'] as const

/** What the numbers are about, as it stands in the address: it can be shared, and the back button works. */
export type SatisfactionSearch = {
  period?: Exclude<Period, typeof USUAL>
  /** A period of one's own choosing, by its first and its last day. */
  from?: string
  to?: string
  agent_id?: string
  team_id?: string
  channel?: ChannelId
  tag?: string
  handled_by?: (typeof HANDLED_BY)[number]
  sort?: string
  view?: 'table'
  /** Who is compared where both are possible: agents, or teams. */
  by?: 'team'
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const idOf = (value: unknown) =>
  typeof value === 'string' && (value === 'none' || ID.test(value)) ? value : undefined

/** Reads the address; whatever is not understood is left out. */
export function readSearch(search: Record<string, unknown>): SatisfactionSearch {
  const tag = typeof search.tag === 'number' ? String(search.tag) : search.tag
  const sort =
    typeof search.sort === 'string' && /^-?[a-z_]{1,20}$/.test(search.sort) ? search.sort : undefined
  return withoutEmpty({
    ...readPeriod(search),
    agent_id: idOf(search.agent_id),
    team_id: idOf(search.team_id),
    channel: CHANNEL_IDS.find((id) => id === search.channel),
    tag: typeof tag === 'string' && tag !== '' && tag.length <= 100 ? tag : undefined,
    handled_by: HANDLED_BY.find((name) => name === search.handled_by),
    sort,
    view: search.view === 'table' ? 'table' : undefined,
    by: search.by === 'team' ? 'team' : undefined,
  })
}

/** Two days in either order; one alone stands for itself. */
function readPeriod(search: Record<string, unknown>): Pick<SatisfactionSearch, 'period' | 'from' | 'to'> {
  const days = [search.from, search.to].filter(isDay).toSorted()
  if (days.length > 0) return { from: days[0]!, to: days.at(-1)! }
  const period = PERIODS.find((name) => name === search.period)
  return period && period !== USUAL ? { period } : {}
}

/** Without what says nothing, so that addresses stay short. */
export function withoutEmpty<T extends object>(search: T): T {
  return Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  ) as T
}

/** Which of the named periods it is; null for one of one's own choosing. */
export function periodOf({
  period,
  from,
}: Pick<SatisfactionSearch, 'period' | 'from' | 'to'>): Period | null {
  return from ? null : (period ?? USUAL)
}

/** The days that are meant, the last one whole. */
export function rangeOf(search: Pick<SatisfactionSearch, 'period' | 'from' | 'to'>, today: string): Range {
  if (search.from && search.to) return { from: search.from, to: search.to }
  const to = today
  const period = periodOf(search)
  if (period === 'week') return { from: mondayOf(today), to }
  if (period === 'month') return { from: `${today.slice(0, 8)}01`, to }
  return { from: addDays(today, 1 - Number.parseInt(period ?? USUAL, 10)), to }
}

/** The filters alone, in the words of every address of the insights. */
export function filtersOf({
  agent_id,
  team_id,
  channel,
  tag,
  handled_by,
}: Pick<SatisfactionSearch, 'agent_id' | 'team_id' | 'channel' | 'tag' | 'handled_by'>) {
  return withoutEmpty({ agent_id, team_id, channel, tag, handled_by })
}

/** The part of the address that goes along from page to page: period and filters. */
export function sharedOf(
  search: SatisfactionSearch,
): Pick<SatisfactionSearch, 'period' | 'from' | 'to' | keyof ReturnType<typeof filtersOf>> {
  const { period, from, to } = search
  return withoutEmpty({ period, from, to, ...filtersOf(search) })
}

/** Time by day where that is readable, else by week. */
export function bucketOf(days: number): 'day' | 'week' {
  return days <= 35 ? 'day' : 'week'
}
