import { type RawBuilder, sql } from 'kysely'
import type { Dimension } from '../../platform/tables/words.ts'
import type { Filters } from '../schema.ts'

/** What a report is about: at most one name in each dimension. The empty name stands for "none". */
export type CountFilters = { [Name in Exclude<Dimension, 'all'>]?: string | undefined }

type Condition = RawBuilder<boolean>

/** The filters of an address as the counts know them: one name for each dimension. */
export function countFilters(query: Omit<Filters, 'from' | 'to'>): CountFilters {
  const name = (id: string | undefined): string | undefined => (id === 'none' ? '' : id)
  return {
    agent: name(query.agent_id),
    team: name(query.team_id),
    channel: query.channel,
    tag: query.tag,
    handled_by: query.handled_by,
  }
}

/**
 * The filters as conditions on rows. Resolutions, surveys, responses and all that is counted bear the same snapshots;
 * `alias` names the table.
 */
export function rowConditions(alias: string, filters: CountFilters): Condition[] {
  const { agent, team, channel, tag, handled_by: handledBy } = filters
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  const byId = (name: string, id: string | undefined): Condition[] => {
    if (id === undefined) return []
    return [id === '' ? sql`${column(name)} is null` : sql`${column(name)} = ${id}::uuid`]
  }
  return [
    ...byId('agent_id', agent),
    ...byId('team_id', team),
    ...(channel === undefined ? [] : [sql<boolean>`${column('channel')} = ${channel}`]),
    ...(handledBy === undefined ? [] : [sql<boolean>`${column('handled_by')} = ${handledBy}`]),
    ...(tag === undefined ? [] : [sql<boolean>`${tag} = any(${column('tags')})`]),
  ]
}

/** A response that stands: no later one of its conversation took its place. It may have been set aside. */
export function stands(alias: string): Condition {
  return sql`${sql.ref(`${alias}.superseded_at`)} is null`
}

/** A response that counts, as `tally_of` in the migrations has it: it stands and is not set aside. */
export function counts(alias: string): Condition {
  return sql`(not ${sql.ref(`${alias}.quarantined`)} and ${stands(alias)})`
}

/** All of them together. */
export function every(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? sql`true` : sql`(${sql.join([...conditions], sql` and `)})`
}
