import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import { chance } from '../platform/crypto.ts'
import { transact, type Tx } from '../platform/database.ts'
import type { WebhookAttempt } from '../platform/tables/webhooks.ts'
import type { Instant } from '../policy/decision.ts'
import { isGivenUp, planRetry } from '../policy/handing/call-again.ts'
import type { Made } from './attempt.ts'
import { switchOff } from './switch-off.ts'
import type { DeliveryRow, EndpointRow, Name } from './store.ts'

/** Success is noted that often at most, in milliseconds: an endpoint with much news has no time for more. */
const NOTE_EVERY_MS = 10_000

/** Writes down what came of an attempt in the lane: delivered, to be tried again, or given up. */
export async function recordAttempt(
  ctx: Context,
  endpoint: EndpointRow,
  delivery: DeliveryRow,
  { attempt, meaning, wish }: Made,
): Promise<void> {
  const now = ctx.clock.now()
  if (meaning === 'taken') {
    await write(ctx.db, delivery, attempt, { state: 'delivered', next: null, now })
    await noteSuccess(ctx, endpoint, now)
    return
  }
  await transact(ctx.db, async (tx) => {
    const attempts = delivery.attempts.length + 1
    const firstAt = delivery.first_attempt_at ?? attempt.at
    const next = meaning === 'gone' ? null : planRetry({ attempts, firstAt, now, chance: chance(), wish })
    const state = next === null ? 'failed' : 'waiting'
    if (!(await write(tx, delivery, attempt, { state, next, now }))) return
    const failingSince = await noteFailure(tx, endpoint, attempt)
    const name = { workspaceId: endpoint.workspace_id, id: endpoint.id }
    if (meaning === 'gone') await switchOff(tx, name, 'gone', now)
    else if (isGivenUp({ failingSince, now })) await switchOff(tx, name, 'failing', now)
  })
}

/** False: it was written by somebody else meanwhile. */
async function write(
  db: Tx | Context['db'],
  delivery: DeliveryRow,
  attempt: WebhookAttempt,
  after: { state: DeliveryRow['state']; next: Instant | null; now: Instant },
): Promise<boolean> {
  const { state, next, now } = after
  const written = await db
    .updateTable('webhook_deliveries')
    .set({
      state,
      attempts: sql<string>`attempts || ${JSON.stringify([attempt])}::jsonb`,
      first_attempt_at: new Date(delivery.first_attempt_at ?? attempt.at),
      next_attempt_at: next === null ? null : new Date(next),
      finished_at: state === 'waiting' ? null : new Date(now),
    })
    .where('workspace_id', '=', delivery.workspace_id)
    .where('id', '=', delivery.id)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  return written.numUpdatedRows > 0n
}

/** Something got through, so it is not failing. */
export async function noteSuccess(
  { db }: Pick<Context, 'db'>,
  endpoint: Pick<EndpointRow, 'workspace_id' | 'id' | 'failing_since' | 'last_success_at'>,
  now: Instant,
): Promise<void> {
  const isFresh = endpoint.last_success_at !== null && now - endpoint.last_success_at < NOTE_EVERY_MS
  if (endpoint.failing_since === null && isFresh) return
  await db
    .updateTable('webhook_endpoints')
    .set({ last_success_at: new Date(now), failing_since: null, last_error: null })
    .where('workspace_id', '=', endpoint.workspace_id)
    .where('id', '=', endpoint.id)
    .execute()
}

async function noteFailure(tx: Tx, endpoint: EndpointRow, attempt: WebhookAttempt): Promise<Instant | null> {
  const row = await tx
    .updateTable('webhook_endpoints')
    .set({
      failing_since: sql<Date>`coalesce(failing_since, ${new Date(attempt.at)})`,
      last_error: attempt.error,
    })
    .where('workspace_id', '=', endpoint.workspace_id)
    .where('id', '=', endpoint.id)
    .returning('failing_since')
    .executeTakeFirst()
  return row?.failing_since ?? null
}

/** An attempt by hand: it counts for what it brought, and takes nothing back. */
export async function recordByHand(
  ctx: Context,
  { workspaceId, id }: Name,
  { attempt, meaning }: Made,
): Promise<void> {
  const isTaken = meaning === 'taken'
  await ctx.db
    .updateTable('webhook_deliveries')
    .set({
      attempts: sql<string>`attempts || ${JSON.stringify([attempt])}::jsonb`,
      ...(isTaken ? { state: 'delivered' as const, finished_at: new Date(ctx.clock.now()) } : {}),
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
}
