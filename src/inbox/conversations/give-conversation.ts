import { memberLeftAt } from '../../access/directory.ts'
import type { Tx } from '../../platform/database.ts'
import { invalid } from '../../platform/outcome.ts'
import type { Instant } from '../../policy/decision.ts'
import { planGiving } from '../../policy/people/give.ts'
import { type ConversationStatus, isEnded } from '../../policy/settings.ts'
import { type By, bySystem } from '../by.ts'
import type { ConversationRow } from '../present.ts'
import { tellAssigned } from './tell-assigned.ts'

/** Whether a conversation may be given to a member, or nobody, at a moment (`planGiving`). */
export async function giving(
  tx: Tx,
  workspaceId: string,
  { assigneeId, status, at }: { assigneeId: string | null; status: ConversationStatus; at: Instant },
): Promise<ReturnType<typeof planGiving>> {
  const leftAt = assigneeId === null ? null : await memberLeftAt(tx, workspaceId, assigneeId)
  return planGiving({ leftAt, isActive: !isEnded(status), at })
}

/** The refusal of what `giving` refuses. */
export function refuseGone(): ReturnType<typeof invalid> {
  return invalid('assignee_id', 'has left this workspace: choose somebody who is here')
}

/**
 * Takes a conversation off who has left, and its timeline says so. One that was given to him before that with the moment
 * of the giving, so that whoever got it after that, and before he left, still gets it.
 */
export async function takeOff(
  tx: Tx,
  { depth }: By,
  { workspace_id: workspaceId, id }: ConversationRow,
  { at, now }: { at: Instant; now: Instant },
): Promise<ConversationRow> {
  const updated = await tx
    .updateTable('conversations')
    .set({ assignee_id: null, assignee_at: new Date(at), updated_at: new Date(now) })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await tellAssigned(tx, { ...bySystem(workspaceId), depth }, updated, at, 'assignee_left')
  return updated
}
