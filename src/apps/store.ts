import type { Selectable } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { Tables } from '../platform/tables/tables.ts'

export type AppRow = Selectable<Tables['apps']>
export type CardRow = Selectable<Tables['closing_cards']>

/** The apps of a workspace, the first made first: that is also the order in which they are asked. */
export async function findApps(db: Db | Tx, workspaceId: string): Promise<AppRow[]> {
  return db
    .selectFrom('apps')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

export async function findApp(db: Db | Tx, workspaceId: string, id: string): Promise<AppRow | undefined> {
  return db
    .selectFrom('apps')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function findCard(db: Db | Tx, workspaceId: string, id: string): Promise<CardRow | undefined> {
  return db
    .selectFrom('closing_cards')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}
