import { sql } from 'kysely'
import type { Actor } from '../../access/actor.ts'
import type { Context } from '../../platform/context.ts'
import { decodeCursor, toPage } from '../../platform/http/paging.ts'
import { done, invalid, notFound, type Outcome } from '../../platform/outcome.ts'
import { edgeOf } from '../../platform/when.ts'
import { currentPolicy } from '../settings/current-policy.ts'
import { eyesOf, presentSurvey } from './present.ts'
import type { Survey, SurveyFilter } from '../schema.ts'
import { type ResponseRow, type SurveyRow } from '../store.ts'

/** Surveys, newest first, as this asker may see them. */
export async function listSurveys(
  ctx: Context,
  actor: Actor,
  filter: SurveyFilter,
): Promise<Outcome<{ data: Survey[]; next_cursor: string | null }>> {
  const after = filter.cursor === undefined ? null : decodeCursor(filter.cursor)
  if (filter.cursor !== undefined && !after) return invalid('cursor', 'is not a cursor of this list')
  let query = ctx.db
    .selectFrom('surveys')
    .selectAll()
    .where('workspace_id', '=', actor.workspaceId)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
  if (after) query = query.where(sql<boolean>`(made_at, id) < (${new Date(after.at)}, ${after.id}::uuid)`)
  for (const field of ['conversation_id', 'contact_id', 'agent_id', 'channel', 'state'] as const) {
    const value = filter[field]
    if (value !== undefined) query = query.where(field, '=', value as never)
  }
  const zone = sql`(select time_zone from workspaces where id = ${actor.workspaceId})`
  if (filter.from) query = query.where(sql<boolean>`made_at >= ${edgeOf(filter.from, zone, 'from')}`)
  if (filter.to) query = query.where(sql<boolean>`made_at < ${edgeOf(filter.to, zone, 'to')}`)
  const result = toPage(await query.execute(), filter.limit, (row) => ({ at: row.made_at, id: row.id }))
  return done({ data: await presentSurveys(ctx, actor, result.data), next_cursor: result.next_cursor })
}

/** One survey. */
export async function getSurvey(ctx: Context, actor: Actor, id: string): Promise<Outcome<Survey>> {
  const row = await ctx.db
    .selectFrom('surveys')
    .selectAll()
    .where('workspace_id', '=', actor.workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ? done((await presentSurveys(ctx, actor, [row]))[0]!) : notFound('survey')
}

/** Presents rows with their responses. */
export async function presentSurveys(ctx: Context, actor: Actor, rows: SurveyRow[]): Promise<Survey[]> {
  const eyes = await eyesOf(ctx, actor, (await currentPolicy(ctx.db, actor.workspaceId)).policy)
  const ids = rows.map((row) => row.response_id).filter((id) => id !== null)
  const responses: ResponseRow[] =
    ids.length === 0
      ? []
      : await ctx.db
          .selectFrom('responses')
          .selectAll()
          .where('workspace_id', '=', actor.workspaceId)
          .where('id', 'in', ids)
          .execute()
  return rows.map((row) =>
    presentSurvey(ctx, eyes, row, responses.find(({ id }) => id === row.response_id) ?? null),
  )
}
