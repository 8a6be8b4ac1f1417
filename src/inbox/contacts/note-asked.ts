import type { Tx } from '../../platform/database.ts'
import type { Instant } from '../../policy/decision.ts'
import type { ContactRow } from '../present.ts'

/** Remembers when a contact was last asked, from which the contact cooldown counts (A5). */
export async function noteAsked(
  tx: Tx,
  { workspace_id: workspaceId, id }: Pick<ContactRow, 'workspace_id' | 'id'>,
  at: Instant,
): Promise<void> {
  await tx
    .updateTable('contacts')
    .set({ last_asked_at: new Date(at) })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
}
