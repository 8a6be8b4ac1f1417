import { type RawBuilder, sql } from 'kysely'
import type { Counts } from '../../platform/tables/words.ts'
import type { Day } from '../../policy/numbers/aggregate.ts'
import type { Row } from '../../policy/numbers/book.ts'
import type { Days, Few } from '../../policy/numbers/few.ts'
import { COUNTS, spread } from '../counting/counts.ts'
import type { Lens } from './lens.ts'
import type { Period } from '../counting/period.ts'

/** The names an answer can have, with the column that bears them. */
export const NAMED = {
  agent: 'agent_id',
  team: 'team_id',
  channel: 'channel',
  handled_by: 'handled_by',
  tag: 'tags',
} as const
export type Named = keyof typeof NAMED
export const NAMES = Object.keys(NAMED) as Named[]

/** Closed answers of a day with what they count as. */
export type ClosedRow = Row & { counts: Counts }

/** Closed answers in numbers by day, of each name of each dimension; `all` has one, the empty one. */
export type Cells = ReadonlyMap<string, ReadonlyMap<string, Days>>

/** Which answers: those that a condition on `r` finds, or all of the months that the period touches, or of some days. */
type Which = { openUntil: number } & (
  | { which: RawBuilder<boolean> }
  | { during: 'months' }
  | { on: readonly Day[] }
)

/** Reads closed answers that count, put together by day and by their names in some dimensions. */
export async function readClosed(
  lens: Lens,
  which: Which,
  dimensions: readonly Named[] = NAMES,
): Promise<ClosedRow[]> {
  const { db, workspaceId, period } = lens
  type Found = Counts & { day: Day } & Record<string, unknown>
  const columns = dimensions.map((each) => sql`t.${sql.ref(NAMED[each])}`)
  const sums = sql.join(COUNTS.map((name) => sql`sum(t.${sql.ref(name)})::int as ${sql.ref(name)}`))
  const day = sql`(t.at at time zone ${period.zone})::date`
  const { rows } = await sql<Found>`
    select ${sql.join([sql`${day} as day`, ...columns, sums])}
    from responses r cross join lateral tally_of(r) t
    where r.workspace_id = ${workspaceId} and ${conditionOf(period, which)}
    group by ${sql.join([sql`1`, ...columns])}`.execute(db)
  return rows.map((row) => ({
    day: row.day,
    counts: row,
    ...fewOf(row, which.openUntil),
    names: Object.fromEntries(dimensions.map((each) => [each, namesIn(row[NAMED[each]])])),
  }))
}

/** All answers of some days with all of their names. */
export function readDays(lens: Lens, days: readonly Day[], openUntil: number): Promise<ClosedRow[]> {
  return readClosed(lens, { on: days, openUntil })
}

function conditionOf({ zone, firstDay, lastDay }: Period, which: Which): RawBuilder<unknown> {
  if ('which' in which) return which.which
  const between = (first: RawBuilder<unknown>, after: RawBuilder<unknown>) =>
    sql`r.submitted_at >= day_start(${first}, ${zone}) and r.submitted_at < day_start(${after}, ${zone})`
  if ('during' in which) {
    return between(
      sql`date_trunc('month', ${firstDay}::date)::date`,
      sql`(date_trunc('month', ${lastDay}::date) + interval '1 month')::date`,
    )
  }
  const sorted = which.on.toSorted()
  return sql`${between(sql`${sorted[0]}::date`, sql`(${sorted.at(-1)}::date + 1)`)}
    and (r.submitted_at at time zone ${zone})::date = any(${sorted}::date[])`
}

/**
 * How many answers there are and were on every day, in all or by every name too: the cells' numbers and the notes that
 * are not in them yet.
 */
export async function readNames(
  { db, workspaceId, period: { zone } }: Lens,
  openUntil: number,
  named: boolean,
): Promise<Cells> {
  const scores = (from: number) =>
    sql.join(
      [1, 2, 3, 4, 5].filter((score) => score > from).map((score) => sql.ref(`score_${score}`)),
      sql` + `,
    )
  const mine = sql`workspace_id = ${workspaceId} ${named ? sql`` : sql`and dimension = 'all'`}`
  // As one text each: it is read much faster than an array of the database's.
  type Found = { dimension: string; key: string; days: string; n: string; most: string }
  const lists = sql`string_agg(day::text, ',') as days, string_agg(n::text, ',') as n, string_agg(most::text, ',') as most`
  const { rows } = await sql<Found>`
    select dimension, key, ${lists} from (
      select dimension, key, day, ${scores(openUntil)} as n, ${scores(0)} as most
      from report_cells where ${mine} and ${scores(0)} > 0
      union all
      select dimension, key, (at at time zone ${zone})::date, ${scores(openUntil)}, ${scores(0)}
      from report_tallies t ${spread(sql`t`)} where ${mine}) known
    group by dimension, key`.execute(db)
  const cells = new Map<string, Map<string, Map<Day, Few>>>()
  for (const { dimension, key, days, n, most } of rows) {
    const names = cells.get(dimension) ?? new Map<string, Map<Day, Few>>()
    cells.set(dimension, names)
    const known = names.get(key) ?? new Map<Day, Few>()
    names.set(key, known)
    const [sure, all] = [n.split(','), most.split(',')]
    for (const [at, day] of days.split(',').entries()) {
      const few = known.get(day) ?? { n: 0, most: 0 }
      known.set(day, { n: few.n + Number(sure[at]), most: few.most + Number(all[at]) })
    }
  }
  return cells
}

function namesIn(value: unknown): string[] {
  return Array.isArray(value) ? [...new Set(value as string[])] : [(value as string | null) ?? '']
}

/** How many answers there are, and how many of them are closed for sure: those above the scores that may be open. */
function fewOf(counts: Counts, openUntil: number): Few {
  const scores = [counts.score_1, counts.score_2, counts.score_3, counts.score_4, counts.score_5]
  const sum = (some: readonly number[]): number => some.reduce((total, each) => total + each, 0)
  return { n: sum(scores.slice(openUntil)), most: sum(scores) }
}
