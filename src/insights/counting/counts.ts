import { type RawBuilder, sql } from 'kysely'
import type { Counts } from '../../platform/tables.ts'

/** The counts in the order of their columns. */
export const COUNTS = [
  'resolved',
  'reopened',
  'eligible',
  'sent',
  'sent_answered',
  'sent_open',
  'score_1',
  'score_2',
  'score_3',
  'score_4',
  'score_5',
  'satisfied',
] as const satisfies readonly (keyof Counts)[]

export const NO_COUNTS: Counts = Object.fromEntries(COUNTS.map((name) => [name, 0])) as Counts

/** The sum of many. */
export function sumOf(rows: readonly Counts[]): Counts {
  const sum = { ...NO_COUNTS }
  for (const row of rows) for (const name of COUNTS) sum[name] += row[name]
  return sum
}

/**
 * The dimensions under which a row counts, and its name in each, as a join that adds `dimension` and `key`. A
 * row with two tags counts under both; nobody and no team have the empty name.
 */
export function spread(row: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`cross join lateral (
    values ('all', ''), ('agent', coalesce(${row}.agent_id::text, '')), ('team', coalesce(${row}.team_id::text, '')),
      ('channel', ${row}.channel), ('handled_by', ${row}.handled_by)
    union all select distinct 'tag', tag from unnest(${row}.tags) tag
  ) as spread (dimension, key)`
}
