import { sql } from 'kysely'
import { membersHere } from '../access/directory.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { FollowUpMember } from '../policy/follow-up/follow-up.ts'

/** The members who could be given a case, with whose turn it is. */
export async function followUpMembers(db: Db | Tx, workspaceId: string): Promise<FollowUpMember[]> {
  const members = await membersHere(db, workspaceId)
  const { rows } = await sql<{ id: string; last: number }>`select given_to as id, max(seq) as last from cases
    where workspace_id = ${workspaceId} and given_to is not null group by given_to`.execute(db)
  const last = new Map(rows.map((row) => [row.id, Number(row.last)]))
  return members.map(({ id, role, teamIds }) => ({ id, role, teamIds, lastGiven: last.get(id) ?? 0 }))
}
