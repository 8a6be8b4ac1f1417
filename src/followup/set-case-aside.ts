import { sql } from 'kysely'
import { bySystem } from '../inbox/by.ts'
import { lockConversation } from '../inbox/find.ts'
import { settleNotices } from '../notices/settle-notices.ts'
import type { Context } from '../platform/context.ts'
import { transact, type Tx } from '../platform/database.ts'
import type { StillToDo } from '../platform/jobs.ts'
import type { Instant } from '../policy/decision.ts'
import { toSettle } from '../surveys/answering/set-answer-aside.ts'
import { findAnswer } from './find-answer.ts'
import { noteCase, tellOfCase } from './note-case.ts'
import { enqueueDue } from './schedule-case.ts'
import { caseLink } from './case-link.ts'
import { type CaseRow, changeCaseRow, lockCase, openCaseOf } from './store.ts'

export const stillToSettle: StillToDo = {
  ...toSettle,
  rows: `select r.workspace_id, r.id, max(c.updated_at) as at from cases c
    join responses r on r.workspace_id = c.workspace_id and r.id = c.response_id
    where case when r.quarantined then c.state <> 'closed' else c.set_aside end group by 1, 2`,
}

/** An answer was set aside, or counts again (SPEC § 3.1): its case follows, as the answer stands by now. */
export async function settleCase(ctx: Context, workspaceId: string, responseId: string): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const found = await findAnswer(tx, workspaceId, responseId)
    const locked = found && (await lockConversation(tx, workspaceId, found.conversation_id))
    const answer = locked && (await findAnswer(tx, workspaceId, responseId))
    if (!answer) return
    const settle = answer.quarantined ? setCaseAside : restoreCase
    await settle(tx, workspaceId, responseId, ctx.clock.now())
  })
}

/**
 * It does not count any more: its case is closed as not genuine, unless another low answer was
 * noted on it that does count; then it is about that one.
 */
async function setCaseAside(tx: Tx, workspaceId: string, responseId: string, now: Instant): Promise<void> {
  const by = bySystem(workspaceId)
  const row = await caseAbout(tx, workspaceId, responseId, false)
  if (!row) return
  const other = await otherLowAnswer(tx, row)
  if (other) {
    const moved = await changeCaseRow(tx, row, { response_id: other.id, revision: other.revision }, now)
    await tellOfCase(tx, moved, 'case.updated', { now })
    return
  }
  const closed = await changeCaseRow(
    tx,
    row,
    { state: 'closed', outcome: 'not_genuine', closed_at: new Date(now), set_aside: true },
    now,
  )
  await noteCase(tx, by, closed, {
    kind: 'closed',
    data: { outcome: 'not_genuine', set_aside: true },
    at: now,
  })
  await tellOfCase(tx, closed, 'case.closed', { now })
  await settleNotices(tx, { workspaceId: row.workspace_id, link: caseLink(row.id) }, now)
}

/** It counts again: the case that was closed for it is as it was, with time left if it still waits. */
async function restoreCase(tx: Tx, workspaceId: string, responseId: string, now: Instant): Promise<void> {
  const by = bySystem(workspaceId)
  const row = await caseAbout(tx, workspaceId, responseId, true)
  if (!row) return
  const { conversation_id: conversationId, contact_id: contactId } = row
  if (await openCaseOf(tx, workspaceId, { conversationId, contactId, aboutAnswer: true })) return
  const wasClosedFor = now - row.closed_at!
  const opened = await changeCaseRow(
    tx,
    row,
    {
      state: row.contacted_at === null ? 'open' : 'contacted',
      outcome: null,
      closed_at: null,
      set_aside: false,
      due_at: new Date(row.due_at + wasClosedFor),
    },
    now,
  )
  await enqueueDue(tx, opened)
  await noteCase(tx, by, opened, { kind: 'reopened', data: { restored: true }, at: now })
  await tellOfCase(tx, opened, 'case.updated', { now })
}

async function caseAbout(
  tx: Tx,
  workspaceId: string,
  responseId: string,
  setAside: boolean,
): Promise<CaseRow | undefined> {
  const found = await tx
    .selectFrom('cases')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('response_id', '=', responseId)
    .where('state', setAside ? '=' : '<>', 'closed')
    .where('set_aside', '=', setAside)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return found && lockCase(tx, workspaceId, found.id)
}

/** Of those noted as low, the last that counts and stands in that version. */
async function otherLowAnswer(tx: Tx, row: CaseRow): Promise<{ id: string; revision: number } | undefined> {
  const { rows } = await sql<{ id: string; revision: number }>`
    select r.id, r.revision from case_events e
    join responses r on r.workspace_id = e.workspace_id and r.id = e.response_id and r.revision = e.revision
    where e.workspace_id = ${row.workspace_id} and e.case_id = ${row.id} and e.kind in ('low_answer', 'opened')
      and e.response_id <> ${row.response_id} and not r.quarantined and r.superseded_at is null
      and not exists (select from cases c where c.workspace_id = r.workspace_id and c.response_id = r.id
        and c.revision = r.revision and c.id <> ${row.id})
    order by e.at desc limit 1`.execute(tx)
  return rows[0]
}
