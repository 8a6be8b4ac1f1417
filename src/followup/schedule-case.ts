import type { By } from '../inbox/by.ts'
import type { Tx } from '../platform/database.ts'
import { enqueue, enqueueOne, type StillToDo } from '../platform/jobs.ts'
import type { Instant } from '../policy/decision.ts'
import type { Alert, CaseFacts, CasePlan } from '../policy/follow-up/follow-up.ts'
import { outsideKnowsAt } from './case-facts.ts'
import type { CaseRow } from './store.ts'

export type AlertKind = 'opened' | 'assigned' | 'unowned' | 'overdue'

/** What follows from a case being opened, each thing at its time; each is decided again when the time has come. */
export async function scheduleCase(
  tx: Tx,
  by: By,
  row: CaseRow,
  facts: CaseFacts,
  plan: CasePlan,
): Promise<void> {
  const isByHand = row.cause === 'hand'
  // By hand, who opens it knows; the others hear of it when it is theirs.
  const alerts = isByHand
    ? plan.alerts.filter(({ memberId }) => memberId === row.owner_id && memberId !== by.id)
    : plan.alerts
  for (const alert of alerts) await enqueueAlert(tx, row, 'opened', alert)
  await enqueueDue(tx, row)
  // Who opens a case himself, or has a workflow do it, opens the conversation himself, too.
  if (plan.reopenAt !== null && row.cause === 'low_score')
    await enqueueAt(tx, row, 'reopen_for_case', plan.reopenAt)
  const knows = outsideKnowsAt(facts)
  if (knows !== null && knows > facts.openedAt) await enqueueAt(tx, row, 'publish_case', knows)
}

export const stillToBeDue: StillToDo = {
  task: 'case_due',
  key: 'case_due:',
  rows: `select workspace_id, id, due_at as at from cases where state = 'open'`,
}

/** Looks at the case again when its time is over; a new time takes the place of the one before. */
export async function enqueueDue(
  tx: Tx,
  row: Pick<CaseRow, 'workspace_id' | 'id' | 'due_at'>,
): Promise<void> {
  await enqueueOne(tx, stillToBeDue, { workspaceId: row.workspace_id, id: row.id }, row.due_at)
}

/** Does one of the things that come later in the life of a case; `resumeCase` finds out which still have to. */
export async function enqueueAt(
  tx: Tx,
  row: Pick<CaseRow, 'workspace_id' | 'id'>,
  task: 'reopen_for_case' | 'publish_case',
  runAt: Instant,
): Promise<void> {
  const payload = { workspace_id: row.workspace_id, id: row.id }
  await enqueue(tx, task, payload, { key: `${task}:${row.id}`, runAt })
}

/** Tells one member, once. */
export async function enqueueAlert(
  tx: Tx,
  row: Pick<CaseRow, 'workspace_id' | 'id'>,
  kind: AlertKind,
  { memberId, at }: Alert,
): Promise<void> {
  const payload = { workspace_id: row.workspace_id, id: `${row.id}/${memberId}/${kind}` }
  const key = `case_alert:${row.id}:${memberId}:${kind}`
  await enqueue(tx, 'alert_case', payload, { key, runAt: at, maxAttempts: 12 })
}
