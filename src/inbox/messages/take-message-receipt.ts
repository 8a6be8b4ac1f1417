import type { Failed } from '../../channels/failure.ts'
import type { Tx } from '../../platform/database.ts'
import { tell } from '../../platform/live.ts'
import type { Instant } from '../../policy/decision.ts'
import type { ChannelId } from '../../policy/settings.ts'
import { findConversation } from '../find.ts'
import { noteProviderId } from './provider-ids.ts'

/** What became of a teammate's message that the provider had accepted: it arrived, or it did not. */
export async function takeMessageReceipt(
  tx: Tx,
  name: { workspaceId: string; messageId: string; conversationId: string },
  failure: Failed | null,
  at: Instant,
): Promise<void> {
  await tx
    .updateTable('message_deliveries')
    .set(
      failure
        ? { state: 'rejected', error: failure.sentence, updated_at: new Date(at) }
        : { delivered_at: new Date(at) },
    )
    .where('workspace_id', '=', name.workspaceId)
    .where('message_id', '=', name.messageId)
    .where('state', '=', 'accepted')
    .execute()
  const conversation = await findConversation(tx, name.workspaceId, name.conversationId)
  if (!failure || !conversation) return
  await tell(tx, {
    workspace_id: name.workspaceId,
    kind: 'message',
    conversation_id: conversation.id,
    contact_id: conversation.contact_id,
  })
}

/**
 * The provider has this message, which it says by our own name for it. True when that was not known and is now; an
 * attempt that is still being made only keeps it in mind.
 */
export async function proveMessageTaken(
  tx: Tx,
  { workspaceId, channel }: { workspaceId: string; channel: ChannelId },
  { messageId, providerId }: { messageId: string; providerId: string },
  now: Instant,
): Promise<boolean> {
  const row = await tx
    .selectFrom('message_deliveries as delivery')
    .innerJoin('messages', (join) =>
      join
        .onRef('messages.workspace_id', '=', 'delivery.workspace_id')
        .onRef('messages.id', '=', 'delivery.message_id'),
    )
    .select(['delivery.state', 'messages.conversation_id'])
    .where('delivery.workspace_id', '=', workspaceId)
    .where('delivery.message_id', '=', messageId)
    .where('delivery.state', 'in', ['started', 'unknown'])
    .forUpdate('delivery')
    .executeTakeFirst()
  if (!row) return false
  const isUnknown = row.state === 'unknown'
  await tx
    .updateTable('message_deliveries')
    .set({
      provider_id: providerId,
      ...(isUnknown ? { state: 'accepted', error: null, updated_at: new Date(now) } : {}),
    })
    .where('workspace_id', '=', workspaceId)
    .where('message_id', '=', messageId)
    .execute()
  if (!isUnknown) return false
  const { conversation_id: conversationId } = row
  await noteProviderId(tx, { workspaceId, channel, providerId, conversationId, messageId }, now)
  const conversation = await findConversation(tx, workspaceId, conversationId)
  await tell(tx, {
    workspace_id: workspaceId,
    kind: 'message',
    conversation_id: conversationId,
    contact_id: conversation!.contact_id,
  })
  return true
}
