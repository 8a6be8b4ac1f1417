import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { Role } from '../policy/settings.ts'
import type { Recipient } from '../policy/workflow-definition.ts'

/** A member as a notice finds him. */
export type Reader = { id: string; name: string; email: string; role: Role; teamIds: string[] }

/**
 * Whom a notice reaches, each once: members who joined and are still there. The leads are those of the
 * conversation's team; where it has none, all leads; where there are none, who manages the workspace.
 */
export async function readersOf(
  db: Db | Tx,
  conversation: { workspace_id: string; team_id: string | null; assignee_id: string | null },
  to: readonly Recipient[],
): Promise<Reader[]> {
  const members = await allReaders(db, conversation.workspace_id)
  const chosen = to.flatMap((recipient) => {
    switch (recipient.type) {
      case 'member':
        return members.filter(({ id }) => id === recipient.member_id)
      case 'team':
        return members.filter(({ teamIds }) => teamIds.includes(recipient.team_id))
      case 'assignee':
        return members.filter(({ id }) => id === conversation.assignee_id)
      case 'leads':
        return leadsOf(members, conversation.team_id)
    }
  })
  return [...new Map(chosen.map((reader) => [reader.id, reader])).values()]
}

function leadsOf(members: readonly Reader[], teamId: string | null): Reader[] {
  const leads = members.filter(({ role }) => role === 'lead')
  const own = leads.filter(({ teamIds }) => teamId !== null && teamIds.includes(teamId))
  if (own.length > 0) return own
  return leads.length > 0 ? leads : members.filter(({ role }) => role === 'owner' || role === 'admin')
}

/** The same for one; undefined once he is gone. */
export async function findReader(db: Db | Tx, workspaceId: string, id: string): Promise<Reader | undefined> {
  return (await allReaders(db, workspaceId)).find((reader) => reader.id === id)
}

async function allReaders(db: Db | Tx, workspaceId: string): Promise<Reader[]> {
  const { rows } = await sql<Reader>`
    select m.id, m.name, u.email, m.role, array(select t.team_id::text from team_members t
      where t.workspace_id = m.workspace_id and t.member_id = m.id) as "teamIds"
    from members m join users u on u.id = m.user_id
    where m.workspace_id = ${workspaceId} and m.removed_at is null and m.joined_at is not null
    order by m.id`.execute(db)
  return rows
}
