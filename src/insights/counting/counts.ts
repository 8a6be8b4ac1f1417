import { type RawBuilder, sql } from 'kysely'
import type { Counts, Dimension } from '../../platform/tables/words.ts'

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

type Sql = RawBuilder<unknown>

/** The name of a row in each dimension in which it has one; nobody and no team have the empty name. */
const NAME: Record<Exclude<Dimension, 'tag'>, (row: Sql) => Sql> = {
  all: () => sql`''`,
  agent: (row) => sql`coalesce(${row}.agent_id::text, '')`,
  team: (row) => sql`coalesce(${row}.team_id::text, '')`,
  channel: (row) => sql`${row}.channel`,
  handled_by: (row) => sql`${row}.handled_by`,
}
const tagsOf = (row: Sql): Sql => sql`(select distinct tag from unnest(${row}.tags) tag)`

/** A row's name in one dimension; a row with two tags comes twice. */
export function named(dimension: Dimension, row: Sql): { key: Sql; join: Sql } {
  if (dimension === 'tag')
    return { key: sql`named.tag`, join: sql`cross join lateral ${tagsOf(row)} as named` }
  return { key: NAME[dimension](row), join: sql`` }
}

/**
 * The dimensions under which a row counts, and its name in each, as a join that adds `dimension` and `key`. A
 * row with two tags counts under both.
 */
export function spread(row: Sql): Sql {
  const single = Object.entries(NAME).map(([dimension, name]) => sql`(${sql.lit(dimension)}, ${name(row)})`)
  return sql`cross join lateral (
    values ${sql.join(single)} union all select 'tag', tag from ${tagsOf(row)} as named
  ) as spread (dimension, key)`
}
