import { brandOf } from '../../access/brands.ts'
import type { OutgoingMessage } from '../../channels/channel.ts'
import type { Context } from '../../platform/context.ts'
import type { Instant } from '../../policy/decision.ts'
import { findContact, findConversation } from '../find.ts'
import type { ContactRow, ConversationRow, MessageRow } from '../present.ts'
import { lastInboundAt } from './last-inbound.ts'

/** A message that is not with its provider yet: how much of it is there, and since when more of it may be. */
export type WaitingMessage = {
  message: MessageRow
  delivery: { partsDone: number; doubtSince: Instant | null }
  conversation: ConversationRow
  contact: ContactRow
}

/** Null when it is with the provider already, or gone. */
export async function findWaitingMessage(
  ctx: Context,
  workspaceId: string,
  messageId: string,
): Promise<WaitingMessage | null> {
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

/** Gathers what an adapter needs to hand a message over, but for where to and its parts. Reads only. */
export async function outgoingMessage(
  ctx: Context,
  { message, conversation, contact }: WaitingMessage,
): Promise<Omit<OutgoingMessage, 'to' | 'parts'>> {
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
