import { sql } from 'kysely'
import { failed } from '../../channels/failure.ts'
import type { Context } from '../../platform/context.ts'
import type { Instant } from '../../policy/decision.ts'
import { doubtFrom, missedTurnMs, planAttempt, planTurn } from '../../policy/handing/hand-over.ts'
import { enqueueMessage } from './enqueue-message.ts'
import { giveUpMessage } from './finish-message.ts'
import type { WaitingMessage } from './outgoing-message.ts'

/**
 * The first step of sending a message: notes that an attempt begins. Answers with its number; null when it is not to be sent:
 * it was settled meanwhile, or an attempt that was cut off may have arrived.
 */
export async function beginMessage(
  ctx: Context,
  found: WaitingMessage,
  repeatsKnownMs: number,
  begunAt: Instant,
): Promise<number | null> {
  const { message, delivery } = found
  const { doubtSince } = delivery
  const doubt = doubtFrom(doubtSince)
  const may = planAttempt({ kind: 'reply', doubt, repeatsKnownMs, now: begunAt })
  if (may.next !== 'go') {
    await putOffMessage(ctx, found, may)
    return null
  }
  const begun = await ctx.db
    .updateTable('message_deliveries')
    .set((eb) => ({
      state: 'started',
      attempts: eb('attempts', '+', 1),
      doubt_since: doubtSince === null ? null : new Date(doubtSince),
      updated_at: new Date(begunAt),
    }))
    .where('workspace_id', '=', message.workspace_id)
    .where('message_id', '=', message.id)
    .where('state', 'in', ['waiting', 'started'])
    .returning('attempts')
    .executeTakeFirst()
  return begun?.attempts ?? null
}

/** It has no turn at the provider, which has it wait for `afterMs`: it comes again, or has waited too long. */
export async function waitForTurn(
  ctx: Context,
  found: WaitingMessage,
  { afterMs, repeatsKnownMs }: { afterMs: number; repeatsKnownMs: number },
): Promise<void> {
  const { message, delivery } = found
  const doubt = doubtFrom(delivery.doubtSince)
  const now = ctx.clock.now()
  await putOffMessage(
    ctx,
    found,
    planTurn({ kind: 'reply', afterMs, since: message.sent_at, doubt, repeatsKnownMs, now }),
  )
}

async function putOffMessage(
  ctx: Context,
  found: WaitingMessage,
  plan: ReturnType<typeof planTurn>,
): Promise<void> {
  await ctx.db
    .transaction()
    .execute((tx) =>
      plan.next === 'over'
        ? giveUpMessage(tx, ctx, found, plan.because, failed('unreachable'))
        : enqueueMessage(tx, found.message, plan.at),
    )
}

/** The provider was not asked: as if the attempt had not been begun. */
export async function takeBackMessage(
  ctx: Context,
  { message, delivery }: WaitingMessage,
  begunAt: Instant,
): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    const taken = await tx
      .updateTable('message_deliveries')
      .set((eb) => ({
        state: 'waiting',
        attempts: eb('attempts', '-', 1),
        doubt_since: delivery.doubtSince === null ? null : new Date(delivery.doubtSince),
        updated_at: new Date(ctx.clock.now()),
      }))
      .where('workspace_id', '=', message.workspace_id)
      .where('message_id', '=', message.id)
      .where('state', '=', 'started')
      // This one, and not the next, which has its number when a commit has taken it back whose answer was lost.
      .where('updated_at', '=', sql<Instant>`${new Date(begunAt)}`)
      .returning('state')
      .executeTakeFirst()
    if (taken) await enqueueMessage(tx, message, ctx.clock.now() + missedTurnMs('reply'))
  })
}
