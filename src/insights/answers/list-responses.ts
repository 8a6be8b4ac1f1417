import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '../../access/actor.ts'
import { toIso } from '../../platform/clock.ts'
import type { Context } from '../../platform/context.ts'
import { decodeCursor, encodeCursor, type Position } from '../../platform/http/paging.ts'
import { done, fail, invalid, type Outcome } from '../../platform/outcome.ts'
import type { Instant } from '../../policy/decision.ts'
import { moment } from '../../policy/moment.ts'
import { sentence } from '../../policy/sentences.ts'
import { caseConditions } from './case-state.ts'
import { counts, every, stands } from '../counting/filters.ts'
import { aboutConditions, contentConditions, timeConditions } from './response-filters.ts'
import { itemRows, type ItemRow, type Look, lookOf, presentItem } from './response-rows.ts'
import type { ResponsePage, ResponseQuery } from './responses-schema.ts'

/** Answers are counted as far as this. */
const MOST = 10_000

/**
 * Single answers that count, as this asker may see them (C12, C13, I16, O15), or those set aside, for reviewers.
 * Role and embargo are part of the query. Refused for a role that the policy shows no single answer.
 */
export async function listResponses(
  ctx: Context,
  actor: Actor,
  query: ResponseQuery,
): Promise<Outcome<ResponsePage>> {
  const look = await lookOf(ctx, actor)
  if (look.seesNone) return fail({ kind: 'forbidden', reason: 'role', message: sentence('role', {}) })
  const setAside = query.quarantined === 'true'
  if (setAside && !look.eyes.viewer.reviews) {
    return fail({
      kind: 'forbidden',
      reason: 'missing_ability',
      message: 'The answers that wait for review need the permission responses.review.',
    })
  }
  const from = query.cursor === undefined ? null : toPlace(query.cursor)
  if (query.cursor !== undefined && !from) return invalid('cursor', 'is not a cursor of this list')
  const about = every([
    setAside ? sql`(r.quarantined and ${stands('r')})` : counts('r'),
    ...aboutConditions(query, 'r'),
    ...(await timeConditions(ctx.db, look.workspaceId, query, sql`r.submitted_at`, look.now)),
  ])
  const content = [...contentConditions(query, 'r', look), ...caseConditions(query, 'r', look.now)]
  const { order, after } = SORTS[query.sort]
  const rest = sql`and ${every([about, ...content, ...(from ? [after(from)] : [])])}
    order by ${order} limit ${query.limit + 1}`
  const { rows } = await itemRows(look, rest).execute(ctx.db)
  const data = rows.slice(0, query.limit)
  const last = data.at(-1)
  return done({
    data: data.map(presentItem),
    next_cursor: rows.length > query.limit && last ? toCursor(last) : null,
    ...(await countOnes(ctx, look, every([about, ...content]))),
    // A count among scores or comments would tell what they are.
    closed: content.length > 0 ? null : await closedOnes(ctx, look, about),
  })
}

/** How many match in all that may be seen, counted up to a bound. */
async function countOnes(
  ctx: Context,
  look: Look,
  matching: RawBuilder<boolean>,
): Promise<Pick<ResponsePage, 'total' | 'total_is_more'>> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (select from responses r
      where r.workspace_id = ${look.workspaceId} and ${look.visible} and ${matching} limit ${MOST + 1}) one`.execute(
    ctx.db,
  )
  const { count } = rows[0]!
  return { total: Math.min(count, MOST), total_is_more: count > MOST }
}

/** How many match that the embargo still hides, and when the first of them opens (C13). */
async function closedOnes(
  ctx: Context,
  look: Look,
  about: RawBuilder<boolean>,
): Promise<ResponsePage['closed']> {
  const { rows } = await sql<{ count: number; until: Instant | null }>`
    select count(*) as count, min(${look.opensAt}) as until from responses r
    where r.workspace_id = ${look.workspaceId} and ${look.embargoed} and ${about}`.execute(ctx.db)
  const { count, until } = rows[0]!
  if (count === 0 || until === null) return null
  const answers = count === 1 ? 'One answer is' : `${count} answers are`
  const opens = count === 1 ? 'It opens' : 'The next one opens'
  return {
    count,
    until: toIso(until),
    sentence: `${answers} still closed. ${opens} on ${moment(until)}.`,
  }
}

/** Where a page ended; in a list by score, the score as well. */
type Place = Position & { score: number }

const CURSOR = /^([1-5])_(.+)$/

function toCursor({ score, submitted_at: at, id }: ItemRow): string {
  return `${score}_${encodeCursor({ at, id })}`
}

function toPlace(cursor: string): Place | null {
  const [, score, rest] = CURSOR.exec(cursor) ?? []
  const position = rest === undefined ? null : decodeCursor(rest)
  return position && { ...position, score: Number(score) }
}

type Sort = { order: RawBuilder<unknown>; after: (place: Place) => RawBuilder<boolean> }

const place = ({ at, id }: Place) => sql`(${new Date(at)}, ${id}::uuid)`

/** Among the same score, the newest first. */
const SORTS: Record<ResponseQuery['sort'], Sort> = {
  newest: {
    order: sql`r.submitted_at desc, r.id desc`,
    after: (last) => sql`(r.submitted_at, r.id) < ${place(last)}`,
  },
  oldest: {
    order: sql`r.submitted_at, r.id`,
    after: (last) => sql`(r.submitted_at, r.id) > ${place(last)}`,
  },
  lowest: {
    order: sql`r.score, r.submitted_at desc, r.id desc`,
    after: (last) =>
      sql`(r.score > ${last.score} or (r.score = ${last.score} and (r.submitted_at, r.id) < ${place(last)}))`,
  },
  highest: {
    order: sql`r.score desc, r.submitted_at desc, r.id desc`,
    after: (last) =>
      sql`(r.score < ${last.score} or (r.score = ${last.score} and (r.submitted_at, r.id) < ${place(last)}))`,
  },
}
