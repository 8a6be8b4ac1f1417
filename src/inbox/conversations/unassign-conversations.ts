import { hasLeft } from '../../access/directory.ts'
import { toUnassign } from '../../access/members.ts'
import type { Context } from '../../platform/context.ts'
import { transact } from '../../platform/database.ts'
import type { StillToDo } from '../../platform/jobs.ts'
import { bySystem } from '../by.ts'
import { lockConversation } from '../find.ts'
import { takeOff } from './give-conversation.ts'

export const stillToUnassignConversations: StillToDo = {
  ...toUnassign.conversations,
  rows: `select m.workspace_id, m.id, m.removed_at as at from members m
    where m.removed_at is not null and exists (select from conversations v
      where v.workspace_id = m.workspace_id and v.assignee_id = m.id and v.status in ('open', 'snoozed'))`,
}

/**
 * A member is gone: the conversations that he has open or snoozed are nobody's, so that others find them among those. What
 * ended stays his, for that is how it was; it is nobody's when it is opened again (`applyStatus`).
 */
export async function unassignConversations(
  ctx: Context,
  workspaceId: string,
  memberId: string,
): Promise<void> {
  // He came back meanwhile.
  if (!(await hasLeft(ctx.db, workspaceId, memberId))) return
  const his = await ctx.db
    .selectFrom('conversations')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('assignee_id', '=', memberId)
    .where('status', 'in', ['open', 'snoozed'])
    .orderBy('id')
    .execute()
  for (const { id } of his) {
    await transact(ctx.db, async (tx) => {
      const conversation = (await lockConversation(tx, workspaceId, id))?.conversation
      if (conversation?.assignee_id !== memberId) return
      const now = ctx.clock.now()
      const at = Math.max(now, conversation.assignee_at ?? now)
      await takeOff(tx, bySystem(workspaceId), conversation, { at, now })
    })
  }
}
