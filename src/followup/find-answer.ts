import type { Selectable } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { Tables } from '../platform/tables/tables.ts'

/** An answer as it stands. */
export async function findAnswer(
  db: Db | Tx,
  workspaceId: string,
  id: string,
): Promise<Selectable<Tables['responses']> | undefined> {
  return db
    .selectFrom('responses')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}
