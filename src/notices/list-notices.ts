import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { Actor } from '../access/actor.ts'
import { toIso, toIsoOrNull } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { decodeCursor, toPage } from '../platform/http/paging.ts'
import { done, invalid, type Outcome } from '../platform/outcome.ts'
import type { Tables } from '../platform/tables/tables.ts'
import { currentPolicy } from '../surveys/settings/current-policy.ts'
import { eyesOf } from '../surveys/seeing/present.ts'
import { viewConditions } from '../surveys/seeing/view-conditions.ts'
import type { Notice, NoticePage, NoticeQuery } from './schema.ts'

type Row = Selectable<Tables['notices']>

/** What the asker was told, newest first, with how much of it he has not seen. A key without a member is told nothing. */
export async function listNotices(
  ctx: Context,
  actor: Actor,
  query: NoticeQuery,
): Promise<Outcome<NoticePage>> {
  const after = query.cursor === undefined ? null : decodeCursor(query.cursor)
  if (query.cursor !== undefined && !after) return invalid('cursor', 'is not a cursor of this list')
  const mine = await noticesOf(ctx, actor)
  const older = after ? sql`and (n.at, n.id) < (${new Date(after.at)}, ${after.id}::uuid)` : sql``
  const unread = query.unread === 'true' ? sql`and n.read_at is null` : sql``
  const { rows } = await sql<Row>`select n.* from notices n where ${mine} ${unread} ${older}
    order by n.at desc, n.id desc limit ${query.limit + 1}`.execute(ctx.db)
  const counted = await sql<{ n: number }>`select count(*)::int as n from notices n
    where ${mine} and n.read_at is null`.execute(ctx.db)
  const { data, next_cursor } = toPage(rows, query.limit, ({ at, id }) => ({ at, id }))
  return done({ data: data.map(present), next_cursor, unread: counted.rows[0]!.n })
}

/** The asker has seen these, or all of them. */
export async function readNotices(
  ctx: Context,
  actor: Actor,
  ids: readonly string[] | undefined,
): Promise<Outcome<null>> {
  if (actor.memberId === null) return done(null)
  // What is closed to him yet is news when it opens.
  const mine = await noticesOf(ctx, actor)
  const named = ids === undefined ? sql`` : sql`and n.id = any(${[...ids]}::uuid[])`
  await sql`update notices n set read_at = ${new Date(ctx.clock.now())}
    where ${mine} and n.read_at is null ${named}`.execute(ctx.db)
  return done(null)
}

/**
 * The asker's notices (`n`). One that tells of answers is there for who may see each of them as it was given then
 * (SPEC § 3.1, C12, C13), whatever could be seen when it was written.
 */
async function noticesOf(ctx: Context, actor: Actor): Promise<RawBuilder<boolean>> {
  const { policy } = await currentPolicy(ctx.db, actor.workspaceId)
  const { viewer, now } = await eyesOf(ctx, actor, policy)
  const { visible } = viewConditions(viewer, policy, now, 'seen')
  return sql<boolean>`n.workspace_id = ${actor.workspaceId} and n.member_id = ${actor.memberId}::uuid
    and not exists (
      select from jsonb_to_recordset(n.tells) as told(response_id uuid, score int, at timestamptz)
      left join responses r on r.workspace_id = n.workspace_id and r.id = told.response_id
      cross join lateral (select told.score, r.team_id, r.channel, told.at as submitted_at,
        null::timestamptz as edited_at, r.quarantined) seen
      where ${visible} is not true)`
}

function present({ id, kind, subject, body, link, at, read_at: readAt }: Row): Notice {
  return { id, kind, subject, body, link, at: toIso(at), read_at: toIsoOrNull(readAt) }
}
