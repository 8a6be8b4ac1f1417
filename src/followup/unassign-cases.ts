import { hasLeft } from '../access/directory.ts'
import { toUnassign } from '../access/members.ts'
import { bySystem } from '../inbox/by.ts'
import { lockConversation } from '../inbox/find.ts'
import type { Context } from '../platform/context.ts'
import { transact } from '../platform/database.ts'
import type { StillToDo } from '../platform/jobs.ts'
import { alertsOf } from '../policy/follow-up/follow-up.ts'
import { factsOf } from './case-facts.ts'
import { noteCase, tellOfCase } from './note-case.ts'
import { enqueueAlert } from './schedule-case.ts'
import { changeCaseRow, lockCase } from './store.ts'

export const stillToUnassignCases: StillToDo = {
  ...toUnassign.cases,
  rows: `select m.workspace_id, m.id, m.removed_at as at from members m
    where m.removed_at is not null and exists (select from cases c
      where c.workspace_id = m.workspace_id and c.owner_id = m.id and c.state <> 'closed')`,
}

/**
 * A member is gone: the cases that he had are nobody's, and who answers for their teams hears of it. It is for people
 * to say whose they are now; the clock runs on.
 */
export async function unassignCases(ctx: Context, workspaceId: string, memberId: string): Promise<void> {
  // He came back meanwhile.
  if (!(await hasLeft(ctx.db, workspaceId, memberId))) return
  const cases = await ctx.db
    .selectFrom('cases')
    .select(['id', 'conversation_id'])
    .where('workspace_id', '=', workspaceId)
    .where('owner_id', '=', memberId)
    .where('state', '<>', 'closed')
    .orderBy('seq')
    .execute()
  for (const { id, conversation_id: conversationId } of cases) {
    await transact(ctx.db, async (tx) => {
      const now = ctx.clock.now()
      await lockConversation(tx, workspaceId, conversationId)
      const row = await lockCase(tx, workspaceId, id)
      if (!row || row.state === 'closed' || row.owner_id !== memberId) return
      const unowned = await changeCaseRow(tx, row, { owner_id: null }, now)
      const facts = await factsOf(tx, unowned)
      const data = { owner_id: null, because: 'owner_left' }
      await noteCase(tx, bySystem(workspaceId), unowned, { kind: 'assigned', data, at: now })
      await tellOfCase(tx, unowned, 'case.updated', { now, facts })
      for (const { memberId: to, at } of alertsOf(facts, null)) {
        await enqueueAlert(tx, unowned, 'unowned', { memberId: to, at: Math.max(now, at) })
      }
    })
  }
}
