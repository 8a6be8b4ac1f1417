import { sql } from 'kysely'
import type { SendResult } from '../../channels/channel.ts'
import { type Failed, failed } from '../../channels/failure.ts'
import type { Context } from '../../platform/context.ts'
import { chance } from '../../platform/crypto.ts'
import type { Tx } from '../../platform/database.ts'
import { tell } from '../../platform/live.ts'
import type { Instant } from '../../policy/decision.ts'
import { doubtFrom, isLost, type OverBecause, planNext } from '../../policy/handing/hand-over.ts'
import type { ChannelId } from '../../policy/settings.ts'
import type { ConversationRow } from '../present.ts'
import { enqueueMessage } from './enqueue-message.ts'
import type { WaitingMessage } from './outgoing-message.ts'
import { noteProviderId } from './provider-ids.ts'

/** An attempt that is over: `hook` is where the provider tells of it. */
type HandedMessage = WaitingMessage & {
  attempt: number
  begunAt: Instant
  hook: ChannelId
  repeatsKnownMs: number
}

/** The last step of sending a message: notes what came of the attempt, and makes another where there is to be one. */
export async function finishMessage(
  tx: Tx,
  ctx: Context,
  handed: HandedMessage,
  result: SendResult,
): Promise<void> {
  const { message, conversation, attempt, hook, repeatsKnownMs, begunAt } = handed
  const { workspace_id: workspaceId, id: messageId } = message
  const now = ctx.clock.now()
  const doubtSince = handed.delivery.doubtSince ?? (isLost(result) ? begunAt : null)
  const plan = planNext({
    kind: 'reply',
    outcome: result,
    attempts: attempt,
    doubt: doubtFrom(doubtSince),
    repeatsKnownMs,
    since: message.sent_at,
    now,
    chance: chance(),
  })
  if (plan.next === 'over' && plan.because === 'may_be_there') {
    return giveUpMessage(tx, ctx, handed, plan.because)
  }
  const isAccepted = result.kind === 'accepted'
  const noted = await tx
    .updateTable('message_deliveries')
    .set({
      state: STATES[plan.next],
      provider_id: isAccepted ? result.providerId : null,
      error: isAccepted ? null : result.sentence,
      doubt_since: doubtSince === null ? null : new Date(doubtSince),
      updated_at: new Date(now),
    })
    .where('workspace_id', '=', workspaceId)
    .where('message_id', '=', messageId)
    // A commit whose answer was lost has noted it before, and the next attempt is under way.
    .where('attempts', '=', attempt)
    .returning('state')
    .executeTakeFirst()
  if (!noted) return
  if (isAccepted && result.providerId !== null) {
    const name = { workspaceId, channel: hook, providerId: result.providerId }
    await noteProviderId(tx, { ...name, conversationId: conversation.id, messageId }, now)
  }
  if (plan.next === 'again') await enqueueMessage(tx, message, plan.at)
  await tellOf(tx, conversation)
}

const STATES = { sent: 'accepted', again: 'waiting', over: 'rejected' } as const

/**
 * No attempt is made any more: that stands on the message with its reason. One that may have arrived says that, and is left to
 * receipts, one of which may have been quicker, and to people.
 */
export async function giveUpMessage(
  tx: Tx,
  ctx: Context,
  { message, conversation }: WaitingMessage,
  because: OverBecause,
  failure: Failed = failed('no_answer'),
): Promise<void> {
  const mayBeThere = because === 'may_be_there'
  const sentence = mayBeThere ? failed('no_answer').sentence : failure.sentence
  const left = await tx
    .updateTable('message_deliveries')
    .set({
      state: sql`case when provider_id is not null then 'accepted' else ${mayBeThere ? 'unknown' : 'rejected'} end`,
      error: sql`case when provider_id is null then ${sentence} end`,
      updated_at: new Date(ctx.clock.now()),
    })
    .where('workspace_id', '=', message.workspace_id)
    .where('message_id', '=', message.id)
    .where('state', 'in', ['waiting', 'started'])
    .returning('provider_id')
    .executeTakeFirst()
  if (!left) return
  if (left.provider_id !== null) {
    const { workspace_id: workspaceId, id: messageId } = message
    const name = { workspaceId, channel: conversation.channel, providerId: left.provider_id }
    await noteProviderId(tx, { ...name, conversationId: conversation.id, messageId }, ctx.clock.now())
  }
  await tellOf(tx, conversation)
}

async function tellOf(tx: Tx, conversation: ConversationRow): Promise<void> {
  await tell(tx, {
    workspace_id: conversation.workspace_id,
    kind: 'message',
    conversation_id: conversation.id,
    contact_id: conversation.contact_id,
  })
}
