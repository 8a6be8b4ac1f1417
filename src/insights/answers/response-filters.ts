import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Instant } from '../../policy/decision.ts'
import { countFilters, rowConditions } from '../counting/filters.ts'
import { periodOf } from '../counting/period.ts'
import { zoneOf } from '../counting/read-counts.ts'
import type { Look } from './response-rows.ts'
import { matchesText } from './response-search.ts'
import type { ResponseFilters } from './responses-schema.ts'

type Condition = RawBuilder<boolean>
type Named = Omit<ResponseFilters, 'from' | 'to' | 'quarantined'>
type Asker = Pick<Look, 'workspaceId' | 'eyes' | 'low'>

/**
 * Conditions on what a row is about: everything that a survey has before it is answered. They hold for surveys and
 * for responses alike, which carry the same snapshots; `alias` names the table.
 */
export function aboutConditions(filters: Named, alias: string): Condition[] {
  const named = (['conversation_id', 'contact_id'] as const).flatMap((name): Condition[] =>
    filters[name] === undefined ? [] : [sql`${sql.ref(`${alias}.${name}`)} = ${filters[name]}::uuid`],
  )
  return [...named, ...rowConditions(alias, countFilters(filters))]
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
export function contentConditions(filters: Named, alias: string, asker: Asker): Condition[] {
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  const scores = [filters.score ?? []].flat().flatMap((some) => some.split(',').map(Number))
  const conditions: Condition[] = []
  if (scores.length > 0) conditions.push(sql`${column('score')} in (${sql.join(scores)})`)
  if (filters.has_comment !== undefined) {
    const has = filters.has_comment === 'true'
    conditions.push(sql`${column('comment')} is ${has ? sql`not null` : sql`null`}`)
  }
  // With and without a comment: a low score is a remark, too (I16).
  if (filters.view === 'negative_remarks') conditions.push(asker.low)
  if (filters.q?.trim()) conditions.push(saying(filters.q, alias, asker))
  return conditions
}

/**
 * Answers with the words in the comment; for who may read the inbox also in the contact's name or the conversation's
 * subject. Found by id, so that each text has its index; found once, and not anew for every row, also while the
 * database has not counted its rows yet.
 */
function saying(query: string, alias: string, { workspaceId, eyes }: Asker): Condition {
  const id = sql.ref(`${alias}.id`)
  if (!eyes.actor.abilities.has('inbox.read')) return matchesText(sql.ref(`${alias}.comment`), query)
  const mine = (text: RawBuilder<unknown>) =>
    sql`where said.workspace_id = ${workspaceId} and ${matchesText(text, query)}`
  return sql`${id} = any(array(
    select said.id from responses said ${mine(sql`said.comment`)}
    union all select said.id from responses said
      join contacts on contacts.workspace_id = said.workspace_id and contacts.id = said.contact_id
      ${mine(sql`contacts.name`)}
    union all select said.id from responses said join conversations
      on conversations.workspace_id = said.workspace_id and conversations.id = said.conversation_id
      ${mine(sql`conversations.subject`)}))`
}
