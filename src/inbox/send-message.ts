import { addressOn } from '../channels/address.ts'
import type { Channel, Channels, OutgoingMessage, SendResult } from '../channels/channel.ts'
import { failed } from '../channels/failure.ts'
import type { Context } from '../platform/context.ts'
import { enqueue } from '../platform/jobs.ts'
import { tell } from '../platform/live.ts'
import { findContact, findConversation } from './find.ts'

const MAX_ATTEMPTS = 8

/**
 * Hands a teammate's message to the conversation's channel. The result stands on the message; a provider
 * that asks to wait is asked again with the same key.
 */
export async function sendMessage(
  ctx: Context,
  channels: Channels,
  workspaceId: string,
  messageId: string,
): Promise<void> {
  const waiting = await ctx.db
    .updateTable('message_deliveries')
    .set((eb) => ({
      state: 'started',
      attempts: eb('attempts', '+', 1),
      updated_at: new Date(ctx.clock.now()),
    }))
    .where('workspace_id', '=', workspaceId)
    .where('message_id', '=', messageId)
    .where('state', 'in', ['waiting', 'started'])
    .returning('attempts')
    .executeTakeFirst()
  if (!waiting) return
  const message = await ctx.db
    .selectFrom('messages')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', messageId)
    .executeTakeFirstOrThrow()
  const conversation = (await findConversation(ctx.db, workspaceId, message.conversation_id))!
  const contact = (await findContact(ctx.db, workspaceId, conversation.contact_id))!
  const workspace = await ctx.db
    .selectFrom('workspaces')
    .select(['name', 'brand_color', 'logo'])
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  const result = await hand(channels[conversation.channel], addressOn(conversation.channel, contact), {
    workspaceId,
    deliveryKey: message.id,
    at: message.sent_at,
    brand: { name: workspace.name, color: workspace.brand_color, iconUrl: workspace.logo },
    language: contact.locale ?? 'en',
    body: message.body,
    agentName: message.author_name,
    contact,
    conversation,
  })

  await ctx.db.transaction().execute(async (tx) => {
    const now = ctx.clock.now()
    const goesOn = result.kind === 'retry' && waiting.attempts < MAX_ATTEMPTS
    await tx
      .updateTable('message_deliveries')
      .set({
        state: result.kind === 'accepted' ? 'accepted' : goesOn ? 'waiting' : 'rejected',
        provider_id: result.kind === 'accepted' ? result.providerId : null,
        error: result.kind === 'accepted' ? null : result.sentence,
        updated_at: new Date(now),
      })
      .where('workspace_id', '=', workspaceId)
      .where('message_id', '=', messageId)
      .execute()
    if (result.kind === 'retry' && goesOn) {
      await enqueue(
        tx,
        'send_message',
        { workspace_id: workspaceId, id: messageId },
        { key: `message:${messageId}`, runAt: now + result.afterMs * waiting.attempts },
      )
    }
    await tell(tx, {
      workspace_id: workspaceId,
      kind: 'message',
      conversation_id: conversation.id,
      contact_id: conversation.contact_id,
    })
  })
}

async function hand(
  channel: Channel | undefined,
  to: string | null,
  message: Omit<OutgoingMessage, 'to'>,
): Promise<SendResult> {
  if (!channel?.sendMessage) return failed('not_connected')
  return to === null ? failed('no_address') : channel.sendMessage({ ...message, to })
}
