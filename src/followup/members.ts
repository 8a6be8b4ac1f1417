import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { FollowUpMember } from '../policy/follow-up.ts'
import type { Role } from '../policy/settings.ts'

/** The members who could be given a case: those who joined and are still there, with whose turn it is. */
export async function followUpMembers(db: Db | Tx, workspaceId: string): Promise<FollowUpMember[]> {
  const { rows } = await sql<{ id: string; role: Role; teams: string[]; last: number }>`
    select m.id, m.role,
      array(select t.team_id::text from team_members t
        where t.workspace_id = m.workspace_id and t.member_id = m.id order by 1) as teams,
      coalesce((select max(c.seq) from cases c
        where c.workspace_id = m.workspace_id and c.given_to = m.id), 0) as last
    from members m
    where m.workspace_id = ${workspaceId} and m.removed_at is null and m.joined_at is not null
    order by m.id`.execute(db)
  return rows.map(({ id, role, teams, last }) => ({ id, role, teamIds: teams, lastGiven: Number(last) }))
}
