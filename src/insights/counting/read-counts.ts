import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../../platform/database.ts'
import type { Counts, Dimension } from '../../platform/tables/words.ts'
import type { Instant } from '../../policy/decision.ts'
import type { Day } from '../../policy/numbers/aggregate.ts'
import { COUNTS, named, spread } from './counts.ts'
import { type CountFilters, every, rowConditions } from './filters.ts'

export type CountQuery = {
  workspaceId: string
  /** The zone whose days are counted: `zoneOf`. */
  zone: string
  /** From this instant on, until before that one. */
  from: Instant
  to: Instant
  filters: CountFilters
  /** One row for each name of it; `all`: one row. */
  by: Dimension
  /** One row for each day, or each week from its Monday on, too. */
  cut: 'day' | 'week' | null
}

export type CountRow = Counts & { key: string; day: Day | null }

/** The zone in which the workspace's days are cut right now. */
export async function zoneOf(db: Db | Tx, workspaceId: string): Promise<string> {
  const row = await db
    .selectFrom('workspaces as w')
    .leftJoin('report_zones as z', 'z.workspace_id', 'w.id')
    .select((eb) => eb.fn.coalesce('z.time_zone', 'w.time_zone').as('zone'))
    .where('w.id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  return row.zone
}

/**
 * Reads counts. Whole days under a single name, or by the names of a single dimension, come from the cells and
 * cost the same however long the history is; the hours before the first and after the last whole day, and questions
 * about two dimensions at once, come from the rows of the range.
 */
export async function readCounts(db: Db | Tx, query: CountQuery): Promise<CountRow[]> {
  const asked = Object.entries(query.filters).filter(([, key]) => key !== undefined)
  const [only] = asked
  const dimension = query.by === 'all' ? ((only?.[0] ?? 'all') as Dimension) : query.by
  const isSingle = asked.every(([name]) => name === dimension) && asked.length <= 1
  const source = isSingle ? fromCells(query, dimension, only?.[1]) : fromRows(query)
  const key = query.by === 'all' ? sql`''` : sql`key`
  const day = {
    day: sql`day`,
    week: sql`date_trunc('week', day)::date`,
    none: sql`null::date`,
  }[query.cut ?? 'none']
  const sums = sql.join(COUNTS.map((name) => sql`sum(${sql.ref(name)})::int as ${sql.ref(name)}`))
  const { rows } = await sql<CountRow>`select ${key} as key, ${day} as day, ${sums} from (${source}) counted
    group by 1, 2 order by 2, 1`.execute(db)
  return rows
}

const columns = sql.join(COUNTS.map((name) => sql.ref(name)))

function fromCells(
  { workspaceId, zone, from, to }: CountQuery,
  dimension: Dimension,
  key: string | undefined,
): RawBuilder<unknown> {
  const start = new Date(from)
  const end = new Date(to)
  // The first midnight at or after the start, and the last at or before the end.
  const first = sql`(((${start}::timestamptz - interval '1 microsecond') at time zone ${zone})::date + 1)`
  const after = sql`((${end}::timestamptz at time zone ${zone})::date)`
  const midnight = (day: RawBuilder<unknown>) => sql`day_start(${day}, ${zone})`
  const mine = sql`dimension = ${dimension} ${key === undefined ? sql`` : sql`and key = ${key}`}`
  return sql`
    select key, day, ${columns} from report_cells
    where workspace_id = ${workspaceId} and ${mine} and day >= ${first} and day < ${after}
    union all
    select key, (at at time zone ${zone})::date, ${columns} from report_tallies t ${spread(sql`t`)}
    where workspace_id = ${workspaceId} and ${mine} and at >= ${midnight(first)} and at < ${midnight(after)}
    union all
    select key, (at at time zone ${zone})::date, ${columns} from countable r ${spread(sql`r`)}
    where workspace_id = ${workspaceId} and ${mine} and at >= ${start} and at < ${end}
      and at < least(${midnight(first)}, ${end})
    union all
    select key, (at at time zone ${zone})::date, ${columns} from countable r ${spread(sql`r`)}
    where workspace_id = ${workspaceId} and ${mine} and at >= ${start} and at < ${end}
      and at >= greatest(${midnight(after)}, ${midnight(first)}, ${start})`
}

function fromRows({ workspaceId, zone, from, to, filters, by }: CountQuery): RawBuilder<unknown> {
  const { key, join } = named(by, sql`r`)
  return sql`
    select ${key} as key, (at at time zone ${zone})::date as day, ${columns} from countable r ${join}
    where workspace_id = ${workspaceId} and at >= ${new Date(from)} and at < ${new Date(to)}
      and ${every(rowConditions('r', filters))}`
}
