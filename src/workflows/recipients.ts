import { type MemberHere, membersHere } from '../access/directory.ts'
import type { Db, Tx } from '../platform/database.ts'
import { leadsOrHeadsOf } from '../policy/follow-up/leads.ts'
import type { Recipient } from '../policy/workflow/workflow-definition.ts'

/** A member as a notice finds him. */
export type Reader = MemberHere

/**
 * Whom a notice reaches, each once: members who joined and are still there. The leads are those of the
 * conversation's team, all leads where it has no team; where the team has none, who manages the workspace.
 */
export async function readersOf(
  db: Db | Tx,
  conversation: { workspace_id: string; team_id: string | null; assignee_id: string | null },
  to: readonly Recipient[],
): Promise<Reader[]> {
  const members = await membersHere(db, conversation.workspace_id)
  const chosen = to.flatMap((recipient) => {
    switch (recipient.type) {
      case 'member':
        return members.filter(({ id }) => id === recipient.member_id)
      case 'team':
        return members.filter(({ teamIds }) => teamIds.includes(recipient.team_id))
      case 'assignee':
        return members.filter(({ id }) => id === conversation.assignee_id)
      case 'leads':
        return leadsOrHeadsOf(members, conversation.team_id)
    }
  })
  return [...new Map(chosen.map((reader) => [reader.id, reader])).values()]
}

/** The same for one; undefined once he is gone. */
export async function findReader(db: Db | Tx, workspaceId: string, id: string): Promise<Reader | undefined> {
  return (await membersHere(db, workspaceId)).find((reader) => reader.id === id)
}
