import { brandOf } from '../../access/brands.ts'
import { addressOn, hasOptedOut } from '../../channels/address.ts'
import type { Channels, OutgoingMessage, SendResult } from '../../channels/channel.ts'
import { failed } from '../../channels/failure.ts'
import { sql } from 'kysely'
import type { Context } from '../../platform/context.ts'
import { outlast, type Patience } from '../../platform/database-outage.ts'
import { chance } from '../../platform/crypto.ts'
import type { Tx } from '../../platform/database.ts'
import { tell } from '../../platform/live.ts'
import type { Instant } from '../../policy/decision.ts'
import { type Doubt, isLost, missedTurnMs, planAttempt, planNext, planTurn } from '../../policy/hand-over.ts'
import type { ChannelId } from '../../policy/settings.ts'
import { enqueueMessage } from './enqueue-message.ts'
import { findContact, findConversation } from '../find.ts'
import type { ContactRow, ConversationRow, MessageRow } from '../present.ts'
import { lastInboundAt } from './last-inbound.ts'
import { noteProviderId } from './provider-ids.ts'
import { partsOf } from './send-message-parts.ts'

/**
 * Hands a teammate's message to the conversation's channel. The result stands on the message; a provider
 * that asks to wait is asked again with the same key, for the parts that are not there yet. One that is not to be asked
 * now costs no attempt. What may have arrived, for we were cut off or had no answer, is not sent again where that would
 * make two of it: the message says so, and a receipt may still settle it. What the provider said is not lost with the
 * database: the note of it is tried again for about a minute (`patience`).
 */
export async function sendMessage(
  ctx: Context,
  channels: Channels,
  workspaceId: string,
  messageId: string,
  patience?: Patience,
): Promise<void> {
  const found = await findWaiting(ctx, workspaceId, messageId)
  if (!found) return
  const { conversation, contact } = found
  const line = await channels.line(workspaceId, conversation.channel)
  const passage = await line?.gate.enter()
  if (passage?.kind === 'wait') {
    const { message } = found
    const now = ctx.clock.now()
    const turn = planTurn({ kind: 'reply', afterMs: passage.afterMs, since: message.sent_at, now })
    return ctx.db
      .transaction()
      .execute((tx) => (turn.next === 'over' ? giveUp(tx, ctx, found) : enqueueMessage(tx, message, turn.at)))
  }
  try {
    const known = line?.channel.capabilities.repeatsKnownMs ?? 0
    const hook = line?.hook ?? conversation.channel
    const begunAt = ctx.clock.now()
    const attempt = await beginAttempt(ctx, found, known, begunAt)
    if (attempt === null) return
    const to = addressOn(conversation.channel, contact)
    const channel = line?.channel
    let result: SendResult | null
    if (!channel?.sendMessage || !passage) result = failed('not_connected')
    else if (to === null) result = failed('no_address')
    else if (hasOptedOut(conversation.channel, contact)) result = failed('opted_out')
    else {
      const out = {
        ...(await outgoingMessage(ctx, found)),
        to,
        parts: partsOf(ctx, { ...found, done: found.delivery.partsDone, hook }, patience),
      }
      result = await passage.ask(() => channel.sendMessage!(out))
    }
    if (result === null) return await outlast(() => takeBack(ctx, found, begunAt), patience)
    passage?.leave()
    const over = { ...found, attempt, hook, known, begunAt }
    await outlast(() => ctx.db.transaction().execute((tx) => finishAttempt(tx, ctx, over, result)), patience)
  } finally {
    passage?.leave()
  }
}

type Found = {
  message: MessageRow
  delivery: { partsDone: number; doubtSince: Instant | null }
  conversation: ConversationRow
  contact: ContactRow
}

/** Null when it is with the provider already, or gone. */
async function findWaiting(ctx: Context, workspaceId: string, messageId: string): Promise<Found | null> {
  const found = await ctx.db
    .selectFrom('messages')
    .selectAll('messages')
    .innerJoin('message_deliveries as delivery', (join) =>
      join
        .onRef('delivery.workspace_id', '=', 'messages.workspace_id')
        .onRef('delivery.message_id', '=', 'messages.id'),
    )
    .select(['delivery.state', 'delivery.parts_done', 'delivery.doubt_since', 'delivery.updated_at'])
    .where('messages.workspace_id', '=', workspaceId)
    .where('messages.id', '=', messageId)
    .where('delivery.state', 'in', ['waiting', 'started'])
    .executeTakeFirst()
  if (!found) return null
  const { state, parts_done: partsDone, doubt_since, updated_at: updatedAt, ...message } = found
  // One that was begun and has no end was cut off.
  const doubtSince = doubt_since ?? (state === 'started' ? updatedAt : null)
  const conversation = await findConversation(ctx.db, workspaceId, message.conversation_id)
  const contact = conversation && (await findContact(ctx.db, workspaceId, conversation.contact_id))
  return contact ? { message, delivery: { partsDone, doubtSince }, conversation, contact } : null
}

/** Null when it is not to be sent: it was settled meanwhile, or an attempt that was cut off may have arrived. */
async function beginAttempt(
  ctx: Context,
  found: Found,
  repeatsKnownMs: number,
  begunAt: Instant,
): Promise<number | null> {
  const { message, delivery } = found
  const { doubtSince } = delivery
  const doubt = doubtFrom(doubtSince)
  const may = planAttempt({ kind: 'reply', doubt, repeatsKnownMs, now: begunAt })
  if (may.next !== 'go') {
    await ctx.db.transaction().execute((tx) => leaveUnknown(tx, ctx, found))
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

/** The provider was not asked: as if the attempt had not been begun. */
async function takeBack(ctx: Context, { message, delivery }: Found, begunAt: Instant): Promise<void> {
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

/** Nobody could be asked for too long: said on the message. One that may have arrived says that. */
async function giveUp(tx: Tx, ctx: Context, found: Found): Promise<void> {
  const { message, conversation, delivery } = found
  if (delivery.doubtSince !== null) return leaveUnknown(tx, ctx, found)
  await tx
    .updateTable('message_deliveries')
    .set({
      state: 'rejected',
      error: failed('unreachable').sentence,
      updated_at: new Date(ctx.clock.now()),
    })
    .where('workspace_id', '=', message.workspace_id)
    .where('message_id', '=', message.id)
    .where('state', '=', 'waiting')
    .execute()
  await tellOf(tx, conversation)
}

/** It may have arrived: said on the message, and left to receipts and to people. */
async function leaveUnknown(tx: Tx, ctx: Context, { message, conversation }: Found): Promise<void> {
  const left = await tx
    .updateTable('message_deliveries')
    .set({
      // A receipt may have been quicker.
      state: sql`case when provider_id is null then 'unknown' else 'accepted' end`,
      error: sql`case when provider_id is null then ${failed('no_answer').sentence} end`,
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

async function outgoingMessage(
  ctx: Context,
  { message, conversation, contact }: Found,
): Promise<Omit<OutgoingMessage, 'to'>> {
  return {
    workspaceId: message.workspace_id,
    deliveryKey: message.id,
    at: message.sent_at,
    brand: await brandOf(ctx.db, message.workspace_id),
    language: contact.locale ?? 'en',
    body: message.body,
    // A workflow's name is for the house alone.
    agentName: message.author_kind === 'workflow' ? null : message.author_name,
    contact,
    conversation,
    lastInboundAt: await lastInboundAt(ctx.db, contact, conversation.channel),
  }
}

async function finishAttempt(
  tx: Tx,
  ctx: Context,
  given: Found & { attempt: number; hook: ChannelId; known: number; begunAt: Instant },
  result: SendResult,
): Promise<void> {
  const { message, conversation, attempt, hook, known, begunAt } = given
  const { workspace_id: workspaceId, id: messageId } = message
  const now = ctx.clock.now()
  const doubtSince = given.delivery.doubtSince ?? (isLost(result) ? begunAt : null)
  const plan = planNext({
    kind: 'reply',
    outcome: result,
    attempts: attempt,
    doubt: doubtFrom(doubtSince),
    repeatsKnownMs: known,
    since: message.sent_at,
    now,
    chance: chance(),
  })
  if (plan.next === 'over' && plan.because === 'may_be_there') return leaveUnknown(tx, ctx, given)
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

/** The first attempt that may have arrived is all that is known of them. */
function doubtFrom(since: Instant | null): Doubt | null {
  return since === null ? null : { since, last: since }
}

async function tellOf(tx: Tx, conversation: ConversationRow): Promise<void> {
  await tell(tx, {
    workspace_id: conversation.workspace_id,
    kind: 'message',
    conversation_id: conversation.id,
    contact_id: conversation.contact_id,
  })
}
