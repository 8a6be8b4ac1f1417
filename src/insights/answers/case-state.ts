import { type RawBuilder, sql } from 'kysely'
import type { Instant } from '../../policy/decision.ts'
import type { ResponseFilters } from './responses-schema.ts'

/**
 * Conditions on the follow-up of an answer (A6): on the case that it opened, or that it was noted on. Only ever asked
 * of answers that the asker may see: that there is a case tells what was said.
 */
export function caseConditions(
  { case_state: state }: Pick<ResponseFilters, 'case_state'>,
  alias: string,
  now: Instant,
): RawBuilder<boolean>[] {
  if (state === undefined) return []
  const [workspaceId, id] = [sql.ref(`${alias}.workspace_id`), sql.ref(`${alias}.id`)]
  const isIn = {
    none: sql`true`,
    open: sql`c.state = 'open'`,
    contacted: sql`c.state = 'contacted'`,
    closed: sql`c.state = 'closed'`,
    overdue: isOverdue(now),
  }[state]
  const exists = sql<boolean>`exists (
    select from case_events e join cases c on c.workspace_id = e.workspace_id and c.id = e.case_id
    where e.workspace_id = ${workspaceId} and e.response_id = ${id} and e.kind in ('opened', 'low_answer') and ${isIn})`
  return [state === 'none' ? sql<boolean>`not ${exists}` : exists]
}

/**
 * A case (`c`) waits for a word to the customer past its time. It stands here, for the follow-up knows of answers and
 * of their lists, and they of cases this alone.
 */
export function isOverdue(now: Instant): RawBuilder<boolean> {
  return sql<boolean>`(c.state = 'open' and c.due_at <= ${new Date(now)})`
}
