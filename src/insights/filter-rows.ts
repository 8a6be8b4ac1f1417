import { type RawBuilder, sql } from 'kysely'
import type { CountFilters } from './read-counts.ts'

/** The filters of a report as conditions on rows that bear what is counted by: `and r.team_id = … and …`. */
export function filterRows(row: RawBuilder<unknown>, filters: CountFilters): RawBuilder<unknown> {
  const { agent, team, channel, tag, handled_by: handledBy } = filters
  const named = (column: RawBuilder<unknown>, value: string | undefined): RawBuilder<unknown> => {
    if (value === undefined) return sql``
    return value === '' ? sql`and ${row}.${column} is null` : sql`and ${row}.${column} = ${value}::uuid`
  }
  return sql`${named(sql.ref('agent_id'), agent)} ${named(sql.ref('team_id'), team)}
    ${channel === undefined ? sql`` : sql`and ${row}.channel = ${channel}`}
    ${handledBy === undefined ? sql`` : sql`and ${row}.handled_by = ${handledBy}`}
    ${tag === undefined ? sql`` : sql`and ${tag} = any(${row}.tags)`}`
}
