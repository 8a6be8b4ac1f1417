import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import type { Instant } from '../policy/decision.ts'
import { matchesText } from './response-search.ts'
import { periodOf } from './period.ts'
import { zoneOf } from './read-counts.ts'
import type { ResponseFilters } from './responses-schema.ts'

type Condition = RawBuilder<boolean>
type Named = Omit<ResponseFilters, 'from' | 'to' | 'quarantined'>

/**
 * Conditions on what a row is about: everything that a survey has before it is answered. They hold for surveys and
 * for responses alike, which carry the same snapshots; `alias` names the table.
 */
export function aboutConditions(filters: Named, alias: string): Condition[] {
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  const conditions: Condition[] = []
  for (const name of ['conversation_id', 'contact_id', 'agent_id', 'team_id'] as const) {
    const value = filters[name]
    if (value === 'none') conditions.push(sql`${column(name)} is null`)
    else if (value !== undefined) conditions.push(sql`${column(name)} = ${value}::uuid`)
  }
  for (const name of ['channel', 'handled_by'] as const) {
    if (filters[name] !== undefined) conditions.push(sql`${column(name)} = ${filters[name]}`)
  }
  if (filters.tag !== undefined) conditions.push(sql`${filters.tag} = any(${column('tags')})`)
  return conditions
}

/** Conditions on the time of a row: days are the workspace's own. */
export async function timeConditions(
  db: Db,
  workspaceId: string,
  { from, to }: Pick<ResponseFilters, 'from' | 'to'>,
  time: RawBuilder<unknown>,
  now: Instant,
): Promise<Condition[]> {
  if (from === undefined && to === undefined) return []
  const zone = await zoneOf(db, workspaceId)
  const period = await periodOf(db, zone, { from, to }, now, { wholeDays: false })
  return [
    ...(from === undefined ? [] : [sql<boolean>`${time} >= ${new Date(period.from)}`]),
    ...(to === undefined ? [] : [sql<boolean>`${time} < ${new Date(period.to)}`]),
  ]
}

/** Conditions on what was said. Only ever asked of answers that the asker may see: a match would tell the rest. */
export function contentConditions(filters: Named, alias: string, low: Condition): Condition[] {
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  const scores = [filters.score ?? []].flat().flatMap((some) => some.split(',').map(Number))
  const conditions: Condition[] = []
  if (scores.length > 0) conditions.push(sql`${column('score')} in (${sql.join(scores)})`)
  if (filters.has_comment !== undefined) {
    const has = filters.has_comment === 'true'
    conditions.push(sql`${column('comment')} is ${has ? sql`not null` : sql`null`}`)
  }
  if (filters.view === 'negative_remarks') conditions.push(sql`(${low} and ${column('comment')} is not null)`)
  if (filters.q?.trim()) conditions.push(matchesText(column('comment'), filters.q))
  return conditions
}

/** All of them together. */
export function every(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? sql`true` : sql`(${sql.join([...conditions], sql` and `)})`
}
