import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { Instant } from '../policy/decision.ts'
import type { Role } from '../policy/settings.ts'
import type { Viewer } from '../policy/view.ts'
import { ROLE_ABILITIES } from './abilities.ts'

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

/** Was a member and is none any more, whatever he is still named in. */
export async function hasLeft(db: Db | Tx, workspaceId: string, memberId: string): Promise<boolean> {
  return (await memberLeftAt(db, workspaceId, memberId)) !== null
}

/** When he left; null for who is here. */
export async function memberLeftAt(
  db: Db | Tx,
  workspaceId: string,
  memberId: string,
): Promise<Instant | null> {
  const row = await db
    .selectFrom('members')
    .select('removed_at')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', memberId)
    .executeTakeFirst()
  return row?.removed_at ?? null
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

/** A member who could be told or given something, with his eyes. */
export type MemberHere = Viewer & { id: string; name: string; email: string; role: Role }

/** The members who have joined and are still here, by id. */
export async function membersHere(db: Db | Tx, workspaceId: string): Promise<MemberHere[]> {
  const { rows } = await sql<Omit<MemberHere, 'reviews'>>`
    select m.id, m.name, u.email, m.role, array(select t.team_id::text from team_members t
      where t.workspace_id = m.workspace_id and t.member_id = m.id order by 1) as "teamIds"
    from members m join users u on u.id = m.user_id
    where m.workspace_id = ${workspaceId} and m.removed_at is null and m.joined_at is not null
    order by m.id`.execute(db)
  return rows.map((row) => ({ ...row, reviews: ROLE_ABILITIES[row.role].includes('responses.review') }))
}
