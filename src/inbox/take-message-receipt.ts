import type { Failed } from '../channels/failure.ts'
import type { Tx } from '../platform/database.ts'
import { tell } from '../platform/live.ts'
import type { Instant } from '../policy/decision.ts'
import { findConversation } from './find.ts'

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
