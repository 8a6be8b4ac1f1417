import type { Db, Tx } from '../platform/database.ts'

/** Members and teams by id: whether there is one, and what it is called. Every query names the workspace. */

export async function memberExists(db: Db | Tx, workspaceId: string, memberId: string): Promise<boolean> {
  const row = await db
    .selectFrom('members')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', memberId)
    .executeTakeFirst()
  return row !== undefined
}

export async function memberName(db: Db | Tx, workspaceId: string, memberId: string): Promise<string | null> {
  const row = await db
    .selectFrom('members')
    .select('name')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', memberId)
    .executeTakeFirst()
  return row?.name ?? null
}

export async function teamExists(db: Db | Tx, workspaceId: string, teamId: string): Promise<boolean> {
  const row = await db
    .selectFrom('teams')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', teamId)
    .executeTakeFirst()
  return row !== undefined
}
