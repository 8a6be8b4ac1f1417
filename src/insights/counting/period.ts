import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { edgeOf } from '../../platform/when.ts'
import type { Instant } from '../../policy/decision.ts'
import type { Day } from '../../policy/numbers/aggregate.ts'
import type { Filters } from '../schema.ts'

/** A range of time and the calendar it is cut by. */
export type Period = {
  zone: string
  from: Instant
  to: Instant
  /** The first and the last day that it touches. */
  firstDay: Day
  lastDay: Day
  /** Whether it has a beginning: one asked for, not the beginning of everything. */
  begins: boolean
}

/**
 * The range that somebody asked for in words (days or instants). With `wholeDays` it is widened to whole days, for
 * somebody to whom an hour's answers must not be told apart.
 */
export async function periodOf(
  db: Db,
  zone: string,
  { from, to }: Pick<Filters, 'from' | 'to'>,
  now: Instant,
  { wholeDays }: { wholeDays: boolean },
): Promise<Period> {
  const start = from === undefined ? sql`to_timestamp(0)` : edgeOf(from, zone, 'from')
  const end = to === undefined ? sql`${new Date(now + 1)}::timestamptz` : edgeOf(to, zone, 'to')
  const { rows } = await sql<{ from: Instant; to: Instant; first_day: Day; last_day: Day }>`
    with asked as (select ${start} as start, greatest(${start}, ${end}) as finish),
    days as (select *, (start at time zone ${zone})::date as first_day,
      greatest((start at time zone ${zone})::date,
        ((finish - interval '1 microsecond') at time zone ${zone})::date) as last_day from asked)
    select first_day, last_day,
      ${wholeDays ? sql`day_start(first_day, ${zone})` : sql`start`} as "from",
      ${wholeDays ? sql`day_start(last_day + 1, ${zone})` : sql`finish`} as "to"
    from days`.execute(db)
  const [row] = rows
  return {
    zone,
    from: row!.from,
    to: row!.to,
    firstDay: row!.first_day,
    lastDay: row!.last_day,
    begins: from !== undefined,
  }
}

/** The Monday of a day's week. */
export function weekOf(day: Day): Day {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7))
  return date.toISOString().slice(0, 10)
}

/** The day on which an instant falls in a zone. */
export function dayOf(instant: Instant, zone: string): Day {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(instant)
}
