import { sql } from 'kysely'
import { toIso, toIsoOrNull } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { decodeCursor, toPage } from '../platform/http/paging.ts'
import { done, invalid, notFound, type Outcome } from '../platform/outcome.ts'
import { SIGNED_HEADERS } from '../platform/outside/call-signed.ts'
import type { DeliveryQuery, WebhookDelivery } from './schema.ts'
import { type DeliveryRow, findEndpoint } from './store.ts'

const ATTEMPTS_SHOWN = 50

/** What was sent to an endpoint and what came of it, newest first; 30 days are kept. */
export async function listDeliveries(
  ctx: Context,
  workspaceId: string,
  endpointId: string,
  query: DeliveryQuery,
): Promise<Outcome<{ data: WebhookDelivery[]; next_cursor: string | null }>> {
  if (!(await findEndpoint(ctx.db, { workspaceId, id: endpointId }))) return notFound('webhook')
  const after = query.cursor === undefined ? null : decodeCursor(query.cursor)
  if (query.cursor !== undefined && !after) return invalid('cursor', 'is not a cursor of this list')
  let rows = ctx.db
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('endpoint_id', '=', endpointId)
    .orderBy('made_at', 'desc')
    .orderBy(PLACE, 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
  if (query.state !== undefined) rows = rows.where(CONDITIONS[query.state])
  if (after) {
    const place = sql`(select ${PLACE} from webhook_deliveries
      where workspace_id = ${workspaceId} and id = ${after.id}::uuid)`
    rows = rows.where(
      sql<boolean>`(made_at, ${PLACE}, id) < (${new Date(after.at)}, ${place}, ${after.id}::uuid)`,
    )
  }
  const found = toPage(await rows.execute(), query.limit, (row) => ({ at: row.made_at, id: row.id }))
  return done({ data: found.data.map(presentDelivery), next_cursor: found.next_cursor })
}

/** What happened in the same instant stands in the order in which it happened. */
const PLACE = sql<number>`coalesce(position, 0)`

const CONDITIONS = {
  waiting: sql<boolean>`state = 'waiting' and first_attempt_at is null`,
  retrying: sql<boolean>`state = 'waiting' and first_attempt_at is not null`,
  delivered: sql<boolean>`state = 'delivered'`,
  failed: sql<boolean>`state = 'failed'`,
  problems: sql<boolean>`(state = 'failed' or state = 'waiting' and first_attempt_at is not null)`,
} as const

/** A delivery as the API shows it. The signature is left out: with it, a message could be played again. */
export function presentDelivery(row: DeliveryRow): WebhookDelivery {
  return {
    id: row.id,
    endpoint_id: row.endpoint_id,
    event_id: row.event_id,
    type: row.type,
    state: row.state === 'waiting' && row.attempts.length > 0 ? 'retrying' : row.state,
    body: row.body,
    made_at: toIso(row.made_at),
    next_attempt_at: toIsoOrNull(row.next_attempt_at),
    finished_at: toIsoOrNull(row.finished_at),
    attempts: row.attempts.slice(-ATTEMPTS_SHOWN).map((each) => ({
      at: toIso(each.at),
      duration_ms: each.ms,
      by_hand: each.by_hand,
      request_headers: {
        ...SIGNED_HEADERS,
        'webhook-id': row.event_id,
        'webhook-timestamp': String(Math.floor(each.at / 1000)),
      },
      status: each.status,
      response_body: each.response,
      error: each.error,
    })),
  }
}
