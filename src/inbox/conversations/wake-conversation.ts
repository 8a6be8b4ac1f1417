import type { Context } from '../../platform/context.ts'
import { applyStatus } from './apply-status.ts'
import { bySystem } from '../by.ts'
import { lockConversation } from '../find.ts'

/** Opens a snoozed conversation again when its time has come. Woken too early or too late, it does nothing. */
export async function wakeConversation(
  ctx: Context,
  workspaceId: string,
  conversationId: string,
): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    const locked = await lockConversation(tx, workspaceId, conversationId)
    const now = ctx.clock.now()
    if (locked?.conversation.status !== 'snoozed') return
    if (locked.conversation.snoozed_until === null || locked.conversation.snoozed_until > now) return
    await applyStatus(tx, bySystem(workspaceId), locked.conversation, { status: 'open', now })
  })
}
