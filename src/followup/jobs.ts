import { bySystem } from '../inbox/by.ts'
import { lockConversation } from '../inbox/find.ts'
import type { Context } from '../platform/context.ts'
import { transact } from '../platform/database.ts'
import { escalateTo, planCase } from '../policy/follow-up/follow-up.ts'
import { isEnded } from '../policy/settings.ts'
import { writeStatus } from '../surveys/asking/change-status.ts'
import { factsOf, outsideKnowsAt } from './case-facts.ts'
import { noteCase, tellOfCase } from './note-case.ts'
import { enqueueAlert, enqueueAt, enqueueDue } from './schedule-case.ts'
import { changeCaseRow, findCase, lockCase } from './store.ts'

/** The time of a case is over, if it still waits for a word to the customer: leads and admins hear of it, once. */
export async function caseDue(ctx: Context, workspaceId: string, id: string): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now()
    const row = await lockCase(tx, workspaceId, id)
    if (!row || row.state !== 'open' || row.overdue_at !== null) return
    if (now < row.due_at) return enqueueDue(tx, row)
    const overdue = await changeCaseRow(tx, row, { overdue_at: new Date(now) }, now)
    const facts = await factsOf(tx, row)
    await noteCase(tx, bySystem(workspaceId), overdue, { kind: 'overdue', at: now })
    await tellOfCase(tx, overdue, 'case.overdue', { now, facts })
    for (const memberId of escalateTo(facts, now)) {
      await enqueueAlert(tx, row, 'overdue', { memberId, at: now })
    }
  })
}

/**
 * Opens the conversation of a case again, if it still stands ended since before and nobody has written yet. As a change
 * of status like any other: an answered survey stays (J4), and what else waits there follows the policy (J3).
 */
export async function reopenForCase(ctx: Context, workspaceId: string, id: string): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now()
    const found = await findCase(tx, workspaceId, id)
    const locked = found && (await lockConversation(tx, workspaceId, found.conversation_id))
    const row = locked && (await lockCase(tx, workspaceId, id))
    if (!row || row.state !== 'open') return
    const { reopenAt } = planCase(await factsOf(tx, row))
    if (reopenAt === null) return
    if (now < reopenAt) return enqueueAt(tx, row, 'reopen_for_case', reopenAt)
    const { status, ended_at: endedAt } = locked.conversation
    if (!isEnded(status) || (endedAt !== null && endedAt > row.opened_at)) return
    const by = bySystem(workspaceId)
    await writeStatus({ ctx }, tx, by, locked, { status: 'open', choice: 'skip' })
    await noteCase(tx, by, row, { kind: 'conversation_reopened', at: now })
  })
}

/** Says outside of the house that there is a case, once an admin may know of the answer (C13). */
export async function publishCase(ctx: Context, workspaceId: string, id: string): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now()
    const row = await lockCase(tx, workspaceId, id)
    if (!row || row.published_at !== null) return
    const facts = await factsOf(tx, row)
    const knows = outsideKnowsAt(facts)
    if (knows !== null && knows > now) return enqueueAt(tx, row, 'publish_case', knows)
    await tellOfCase(tx, row, 'case.opened', { now, facts })
  })
}
