import type { Actor } from '../access/actor.ts'
import { audit } from '../access/audit.ts'
import type { Context } from '../platform/context.ts'
import { inTransaction, transact } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { done, fail, notFound, type Outcome } from '../platform/outcome.ts'
import { attempt } from './attempt.ts'
import { frame } from './build-payload.ts'
import { presentDelivery } from './deliveries.ts'
import { lookAt } from './job.ts'
import { noteSuccess, recordByHand } from './record-attempt.ts'
import type { WebhookDelivery } from './schema.ts'
import { type DeliveryRow, findDelivery, findEndpoint, findHead, lockEndpoint } from './store.ts'

/**
 * Sends a `webhook.test` event now, past the lane and even while the endpoint is off, and answers with what came of
 * it. It is tried once.
 */
export async function sendTest(ctx: Context, actor: Actor, id: string): Promise<Outcome<WebhookDelivery>> {
  const { workspaceId } = actor
  const endpoint = await findEndpoint(ctx.db, { workspaceId, id })
  if (!endpoint) return notFound('webhook')
  const now = ctx.clock.now()
  const eventId = newId()
  const data = { message: 'This is a test. Nothing has happened.' }
  const body = frame(eventId, 'webhook.test', now, workspaceId, data)
  const delivery = await transact(ctx.db, async (tx) => {
    await audit(tx, actor, 'webhook.tested', id, { url: endpoint.url }, now)
    return tx
      .insertInto('webhook_deliveries')
      .values({
        workspace_id: workspaceId,
        id: newId(),
        endpoint_id: id,
        event_id: eventId,
        type: 'webhook.test',
        body,
        state: 'failed',
        first_attempt_at: new Date(now),
        made_at: new Date(now),
        finished_at: new Date(now),
      })
      .returningAll()
      .executeTakeFirstOrThrow()
  })
  return tryNow(ctx, actor, delivery)
}

/**
 * Sends a delivery again, as it was and under the same `webhook-id`: now, past the lane, once. One that is still to
 * be delivered keeps its place; if it is its turn, it is tried now rather than later.
 */
export async function redeliver(ctx: Context, actor: Actor, id: string): Promise<Outcome<WebhookDelivery>> {
  const delivery = await findDelivery(ctx.db, { workspaceId: actor.workspaceId, id })
  if (!delivery) return notFound('delivery')
  if (delivery.state === 'waiting') return bringForward(ctx, actor, delivery)
  await transact(ctx.db, (tx) => note(tx, actor, delivery, ctx.clock.now()))
  return tryNow(ctx, actor, delivery)
}

async function tryNow(ctx: Context, actor: Actor, delivery: DeliveryRow): Promise<Outcome<WebhookDelivery>> {
  const { workspaceId } = actor
  const endpoint = await findEndpoint(ctx.db, { workspaceId, id: delivery.endpoint_id })
  if (!endpoint) return notFound('webhook')
  const made = await attempt(ctx, endpoint, delivery, { byHand: true })
  await recordByHand(ctx, { workspaceId, id: delivery.id }, made)
  if (made.meaning === 'taken') await noteSuccess(ctx, endpoint, ctx.clock.now())
  const after = await findDelivery(ctx.db, { workspaceId, id: delivery.id })
  return after ? done(presentDelivery(after)) : notFound('delivery')
}

async function bringForward(
  ctx: Context,
  actor: Actor,
  delivery: DeliveryRow,
): Promise<Outcome<WebhookDelivery>> {
  const { workspaceId } = actor
  const name = { workspaceId, id: delivery.endpoint_id }
  return inTransaction(ctx.db, async (tx) => {
    const endpoint = await lockEndpoint(tx, name)
    if (!endpoint) return notFound('webhook')
    if (!endpoint.enabled) {
      return fail({
        kind: 'conflict',
        message: 'It goes out when the endpoint is switched on again.',
        reason: 'endpoint_disabled',
      })
    }
    const head = await findHead(tx, name)
    if (head?.id !== delivery.id) {
      return fail({
        kind: 'conflict',
        message: 'It waits its turn: it goes out as soon as those before it have.',
        reason: 'waits_its_turn',
      })
    }
    const now = ctx.clock.now()
    const at = new Date(now)
    await tx
      .updateTable('webhook_deliveries')
      .set({ next_attempt_at: at })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', delivery.id)
      .execute()
    await tx
      .updateTable('webhook_endpoints')
      .set({ due_at: at })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', name.id)
      .execute()
    await lookAt(tx, name, now)
    await note(tx, actor, delivery, now)
    return done(presentDelivery({ ...head, next_attempt_at: now }))
  })
}

function note(
  tx: Parameters<typeof audit>[0],
  actor: Actor,
  delivery: DeliveryRow,
  now: number,
): Promise<void> {
  const { endpoint_id: endpoint, type } = delivery
  return audit(tx, actor, 'webhook.redelivered', delivery.id, { endpoint, type }, now)
}
