import { type Selectable, sql } from 'kysely'
import type { z } from 'zod'
import { contactNameColumn } from '../../inbox/contacts/contact-name.ts'
import { toIso, toIsoOrNull } from '../../platform/clock.ts'
import type { Context } from '../../platform/context.ts'
import { decodeCursor, toPage } from '../../platform/http/paging.ts'
import { done, invalid, notFound, type Outcome } from '../../platform/outcome.ts'
import type { Tables } from '../../platform/tables/tables.ts'
import type { delivery, deliveryFilter, listedDelivery } from '../schema.ts'
import { findSurvey } from '../store.ts'

type DeliveryRow = Selectable<Tables['deliveries']>
type ListedRow = DeliveryRow & {
  conversation_id: string
  contact_id: string
  contact_name: string | null
  end_reason: string | null
  moved_at: number
}

/** Every attempt to hand a survey over, oldest first. */
export async function listSurveyDeliveries(
  ctx: Context,
  workspaceId: string,
  surveyId: string,
): Promise<Outcome<{ data: z.infer<typeof delivery>[] }>> {
  if (!(await findSurvey(ctx.db, workspaceId, surveyId))) return notFound('survey')
  const rows = await ctx.db
    .selectFrom('deliveries')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('survey_id', '=', surveyId)
    .orderBy('attempt')
    .execute()
  return done({ data: rows.map(present) })
}

/**
 * Attempts of the whole workspace in a state, newest first. `dead`: the last attempt of each survey that has failed,
 * which is not tried any more.
 */
export async function listDeliveries(
  ctx: Context,
  workspaceId: string,
  { state, cursor, limit }: z.infer<typeof deliveryFilter>,
): Promise<Outcome<{ data: z.infer<typeof listedDelivery>[]; next_cursor: string | null }>> {
  const after = cursor === undefined ? null : decodeCursor(cursor)
  if (cursor !== undefined && !after) return invalid('cursor', 'is not a cursor of this list')
  const isDead = state === 'dead'
  const moved = isDead ? sql.ref('s.updated_at') : sql.ref('d.started_at')
  const { rows } = await sql<ListedRow>`
    select d.*, s.conversation_id, s.contact_id, s.end_reason, ${moved} as moved_at,
      ${contactNameColumn('c')} as contact_name
    from surveys s join deliveries d on d.workspace_id = s.workspace_id and d.survey_id = s.id
      join contacts c on c.workspace_id = s.workspace_id and c.id = s.contact_id
    where s.workspace_id = ${workspaceId}
      and ${
        isDead
          ? sql`s.state = 'failed' and d.attempt = (select max(attempt) from deliveries x
        where x.workspace_id = s.workspace_id and x.survey_id = s.id)`
          : sql`d.state = ${state}`
      }
      ${after ? sql`and (${moved}, s.id) < (${new Date(after.at)}, ${after.id}::uuid)` : sql``}
    order by ${moved} desc, s.id desc limit ${limit + 1}`.execute(ctx.db)
  const result = toPage(rows, limit, (row) => ({ at: row.moved_at, id: row.survey_id }))
  return done({
    next_cursor: result.next_cursor,
    data: result.data.map((row) => ({
      ...present(row),
      conversation_id: row.conversation_id,
      contact_id: row.contact_id,
      contact_name: row.contact_name,
      reason: row.end_reason,
    })),
  })
}

function present(row: DeliveryRow): z.infer<typeof delivery> {
  return {
    survey_id: row.survey_id,
    attempt: row.attempt,
    channel: row.channel,
    state: row.state,
    provider_id: row.provider_id,
    error: row.error,
    started_at: toIso(row.started_at),
    finished_at: toIsoOrNull(row.finished_at),
    delivered_at: toIsoOrNull(row.delivered_at),
  }
}
