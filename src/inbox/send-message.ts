import { addressOn, hasOptedOut } from '../channels/address.ts'
import type { Channels, OutgoingMessage, SendResult } from '../channels/channel.ts'
import { failed } from '../channels/failure.ts'
import type { Context } from '../platform/context.ts'
import { chance } from '../platform/crypto.ts'
import type { Tx } from '../platform/database.ts'
import { enqueue } from '../platform/jobs.ts'
import { tell } from '../platform/live.ts'
import type { Instant } from '../policy/decision.ts'
import type { ChannelId } from '../policy/settings.ts'
import { findContact, findConversation } from './find.ts'
import type { ContactRow, ConversationRow, MessageRow } from './present.ts'
import { lastInboundAt } from './last-inbound.ts'
import { noteProviderId } from './provider-ids.ts'

const MAX_ATTEMPTS = 8

/**
 * Hands a teammate's message to the conversation's channel. The result stands on the message; a provider
 * that asks to wait is asked again with the same key. One that is not to be asked now costs no attempt.
 */
export async function sendMessage(
  ctx: Context,
  channels: Channels,
  workspaceId: string,
  messageId: string,
): Promise<void> {
  const found = await findWaiting(ctx, workspaceId, messageId)
  if (!found) return
  const { conversation, contact } = found
  const line = await channels.line(workspaceId, conversation.channel)
  const passage = line?.gate.enter()
  if (passage?.kind === 'wait') {
    const runAt = ctx.clock.now() + passage.afterMs
    return ctx.db.transaction().execute((tx) => enqueueMessage(tx, found.message, runAt))
  }
  let result: SendResult | null = null
  try {
    const attempt = await beginAttempt(ctx, found.message)
    if (attempt === null) return
    const to = addressOn(conversation.channel, contact)
    const channel = line?.channel
    if (!channel?.sendMessage) result = failed('not_connected')
    else if (to === null) result = failed('no_address')
    else if (hasOptedOut(conversation.channel, contact)) result = failed('opted_out')
    else result = await channel.sendMessage({ ...(await outgoingMessage(ctx, found)), to })
    const taken = result
    const hook = line?.hook ?? conversation.channel
    await ctx.db.transaction().execute((tx) => finishAttempt(tx, ctx, { ...found, attempt, hook }, taken))
  } finally {
    passage?.leave(result)
  }
}

type Found = { message: MessageRow; conversation: ConversationRow; contact: ContactRow }

/** Null when it is with the provider already, or gone. */
async function findWaiting(ctx: Context, workspaceId: string, messageId: string): Promise<Found | null> {
  const message = await ctx.db
    .selectFrom('messages')
    .selectAll('messages')
    .innerJoin('message_deliveries as delivery', (join) =>
      join
        .onRef('delivery.workspace_id', '=', 'messages.workspace_id')
        .onRef('delivery.message_id', '=', 'messages.id'),
    )
    .where('messages.workspace_id', '=', workspaceId)
    .where('messages.id', '=', messageId)
    .where('delivery.state', 'in', ['waiting', 'started'])
    .executeTakeFirst()
  const conversation = message && (await findConversation(ctx.db, workspaceId, message.conversation_id))
  const contact = conversation && (await findContact(ctx.db, workspaceId, conversation.contact_id))
  return contact ? { message, conversation, contact } : null
}

async function beginAttempt(ctx: Context, message: MessageRow): Promise<number | null> {
  const begun = await ctx.db
    .updateTable('message_deliveries')
    .set((eb) => ({
      state: 'started',
      attempts: eb('attempts', '+', 1),
      updated_at: new Date(ctx.clock.now()),
    }))
    .where('workspace_id', '=', message.workspace_id)
    .where('message_id', '=', message.id)
    .where('state', 'in', ['waiting', 'started'])
    .returning('attempts')
    .executeTakeFirst()
  return begun?.attempts ?? null
}

async function outgoingMessage(
  ctx: Context,
  { message, conversation, contact }: Found,
): Promise<Omit<OutgoingMessage, 'to'>> {
  const workspace = await ctx.db
    .selectFrom('workspaces')
    .select(['name', 'brand_color', 'logo'])
    .where('id', '=', message.workspace_id)
    .executeTakeFirstOrThrow()
  return {
    workspaceId: message.workspace_id,
    deliveryKey: message.id,
    at: message.sent_at,
    brand: { name: workspace.name, color: workspace.brand_color, iconUrl: workspace.logo },
    language: contact.locale ?? 'en',
    body: message.body,
    agentName: message.author_name,
    contact,
    conversation,
    lastInboundAt: await lastInboundAt(ctx.db, contact, conversation.channel),
  }
}

async function finishAttempt(
  tx: Tx,
  ctx: Context,
  { message, conversation, attempt, hook }: Found & { attempt: number; hook: ChannelId },
  result: SendResult,
): Promise<void> {
  const { workspace_id: workspaceId, id: messageId } = message
  const now = ctx.clock.now()
  const isAccepted = result.kind === 'accepted'
  const goesOn = result.kind === 'retry' && attempt < MAX_ATTEMPTS
  await tx
    .updateTable('message_deliveries')
    .set({
      state: isAccepted ? 'accepted' : goesOn ? 'waiting' : 'rejected',
      provider_id: isAccepted ? result.providerId : null,
      error: isAccepted ? null : result.sentence,
      updated_at: new Date(now),
    })
    .where('workspace_id', '=', workspaceId)
    .where('message_id', '=', messageId)
    .execute()
  if (isAccepted && result.providerId !== null) {
    const name = { workspaceId, channel: hook, providerId: result.providerId }
    await noteProviderId(tx, { ...name, conversationId: conversation.id, messageId }, now)
  }
  if (goesOn) await enqueueMessage(tx, message, now + result.afterMs * attempt * (1 + chance() / 4))
  await tell(tx, {
    workspace_id: workspaceId,
    kind: 'message',
    conversation_id: conversation.id,
    contact_id: conversation.contact_id,
  })
}

async function enqueueMessage(
  tx: Tx,
  { workspace_id: workspaceId, id }: MessageRow,
  runAt: Instant,
): Promise<void> {
  await enqueue(tx, 'send_message', { workspace_id: workspaceId, id }, { key: `message:${id}`, runAt })
}
