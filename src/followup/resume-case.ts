import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import { transact, type Tx } from '../platform/database.ts'
import type { StillToDo } from '../platform/jobs.ts'
import type { Instant } from '../policy/decision.ts'
import { type Alert, alertsOf, type CaseFacts, escalateTo, planCase } from '../policy/follow-up/follow-up.ts'
import { factsOf, outsideKnowsAt } from './case-facts.ts'
import { type AlertKind, enqueueAlert, enqueueAt } from './schedule-case.ts'
import { type CaseRow, lockCase } from './store.ts'

/** What is still to come of a case is the policy's word, so this is asked first. */
export const stillToResume: StillToDo = {
  task: 'resume_case',
  key: 'resume_case:',
  rows: `select workspace_id, id, updated_at as at from cases where state <> 'closed' or published_at is null`,
}

/**
 * Takes up what a case still promises, in a database that was restored: who was not told of it yet, the opening of its
 * conversation, and the word of it outside of the house. Each is decided again when its time has come.
 */
export async function resumeCase(ctx: Context, workspaceId: string, id: string): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const row = await lockCase(tx, workspaceId, id)
    if (!row) return
    const facts = await factsOf(tx, row)
    const knows = outsideKnowsAt(facts)
    if (row.published_at === null && knows !== null) await enqueueAt(tx, row, 'publish_case', knows)
    if (row.state === 'closed') return
    const { reopenAt } = planCase(facts)
    if (reopenAt !== null && row.cause === 'low_score') {
      await enqueueAt(tx, row, 'reopen_for_case', reopenAt)
    }
    for (const { kind, ...alert } of await alertsLeft(tx, row, facts, ctx.clock.now())) {
      await enqueueAlert(tx, row, kind, alert)
    }
  })
}

/** Who should have been told of the case as it stands, and was not since it stands so. */
async function alertsLeft(
  tx: Tx,
  row: CaseRow,
  facts: CaseFacts,
  now: Instant,
): Promise<(Alert & { kind: AlertKind })[]> {
  const { rows: notes } = await sql<{ kind: string; actor_id: string | null; because: string; at: number }>`
    select kind, actor_id, data->>'because' as because, at from case_events
    where workspace_id = ${row.workspace_id} and case_id = ${row.id} and kind in ('opened', 'assigned')
    order by at desc, id desc`.execute(tx)
  const told = await tx
    .selectFrom('case_alerts')
    .select(['member_id', 'kind', 'at', 'mailed_at'])
    .where('workspace_id', '=', row.workspace_id)
    .where('case_id', '=', row.id)
    .execute()
  const left: (Alert & { kind: AlertKind })[] = []
  const want = (kind: AlertKind, since: Instant, alerts: readonly Alert[]): void => {
    const isTold = (memberId: string): boolean =>
      told.some(
        (each) =>
          each.member_id === memberId && each.kind === kind && each.at >= since && each.mailed_at !== null,
      )
    left.push(...alerts.filter(({ memberId }) => !isTold(memberId)).map((alert) => ({ ...alert, kind })))
  }
  const last = notes[0]
  const owner = facts.members.find((member) => member.id === row.owner_id) ?? null
  const isGiven = last?.kind === 'assigned'
  // Who opened it by hand, or took it, knows.
  const forOwner = alertsOf(facts, owner).filter(
    ({ memberId }) => memberId === row.owner_id && memberId !== last?.actor_id,
  )
  if (isGiven) want('assigned', last.at, forOwner)
  if (row.cause === 'hand') {
    if (!isGiven) want('opened', row.opened_at, forOwner)
  } else {
    want('opened', row.opened_at, alertsOf(facts, isGiven ? null : owner))
  }
  if (row.owner_id === null && last?.because === 'owner_left') want('unowned', last.at, alertsOf(facts, null))
  if (row.state === 'open' && row.overdue_at !== null) {
    const late = escalateTo(facts, now).map((memberId) => ({ memberId, at: row.overdue_at! }))
    want('overdue', row.overdue_at, late)
  }
  return left
}
