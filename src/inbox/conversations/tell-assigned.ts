import type { Tx } from '../../platform/database.ts'
import { publish } from '../../platform/events.ts'
import type { Instant } from '../../policy/decision.ts'
import type { By } from '../by.ts'
import type { ConversationRow } from '../present.ts'
import { addEntry } from '../timeline/timeline.ts'

/** Whose a conversation is now stands in its timeline, and is news; where we did that, with why. */
export async function tellAssigned(
  tx: Tx,
  by: By,
  { id, contact_id: contactId, assignee_id, team_id }: ConversationRow,
  at: Instant,
  because?: 'assignee_left',
): Promise<void> {
  const payload = { assignee_id, team_id }
  const data = because ? { ...payload, because } : payload
  await addEntry(tx, by, { conversationId: id, contactId, kind: 'assigned', data, at })
  const { workspaceId, depth } = by
  await publish(tx, {
    workspaceId,
    type: 'conversation.assigned',
    conversationId: id,
    payload,
    depth,
    at,
  })
}
