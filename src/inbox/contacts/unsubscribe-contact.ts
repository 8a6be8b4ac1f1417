import type { Tx } from '../../platform/database.ts'
import type { Instant } from '../../policy/decision.ts'

/** The contact gets no more surveys. Doing it twice keeps the first time. */
export async function unsubscribeContact(
  tx: Tx,
  workspaceId: string,
  id: string,
  at: Instant,
): Promise<void> {
  await tx
    .updateTable('contacts')
    .set({ unsubscribed_at: new Date(at) })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('unsubscribed_at', 'is', null)
    .execute()
}
