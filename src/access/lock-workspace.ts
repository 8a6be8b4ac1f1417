import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'

/** Whatever changes members, teams or settings of one workspace takes turns; nobody else waits for it. */
export async function lockWorkspace(tx: Tx, workspaceId: string): Promise<void> {
  await sql`select 1 from workspaces where id = ${workspaceId} for no key update`.execute(tx)
}
