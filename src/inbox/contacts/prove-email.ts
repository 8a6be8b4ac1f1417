import type { Tx } from '../../platform/database.ts'
import type { Instant } from '../../policy/decision.ts'
import type { ContactRow } from '../present.ts'

/** What the contact said his address is has proven to be so: from now on he is known by it. */
export async function proveEmail(tx: Tx, contact: ContactRow, now: Instant): Promise<void> {
  await tx
    .updateTable('contacts')
    .set((eb) => ({ email: eb.ref('claimed_email'), claimed_email: null, updated_at: new Date(now) }))
    .where('workspace_id', '=', contact.workspace_id)
    .where('id', '=', contact.id)
    .execute()
}
