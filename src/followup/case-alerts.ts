import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'
import type { Instant } from '../policy/decision.ts'
import { type AlertKind, enqueueAlert } from './schedule-case.ts'
import type { CaseRow } from './store.ts'

/** What has to happen to a case for somebody to be told. */
const TOLD_OF: Record<AlertKind, string> = {
  opened: 'opened',
  assigned: 'assigned',
  unowned: 'assigned',
  overdue: 'overdue',
}

/**
 * Notes that a member is told of a case, unless he was since it happened; `since` is when it did, `mailedAt` when he was
 * written to, too.
 */
export async function noteAlert(
  tx: Tx,
  row: CaseRow,
  { memberId, kind }: { memberId: string; kind: AlertKind },
  now: Instant,
): Promise<{ since: Instant; mailedAt: Instant | null }> {
  const { since } = await tx
    .selectFrom('case_events')
    .select(({ fn }) => fn.max<Instant | null>('at').as('since'))
    .where('workspace_id', '=', row.workspace_id)
    .where('case_id', '=', row.id)
    .where('kind', '=', TOLD_OF[kind])
    .executeTakeFirstOrThrow()
  const happened = since ?? row.opened_at
  const { rows } = await sql<{ mailed_at: Instant | null }>`
    insert into case_alerts as told (workspace_id, case_id, member_id, kind, at)
    values (${row.workspace_id}, ${row.id}, ${memberId}, ${kind}, ${new Date(now)})
    on conflict (workspace_id, case_id, member_id, kind) do update set
      at = case when told.at < ${new Date(happened)} then excluded.at else told.at end,
      seen_at = case when told.at < ${new Date(happened)} then null else told.seen_at end,
      mailed_at = case when told.at < ${new Date(happened)} then null else told.mailed_at end
    returning mailed_at`.execute(tx)
  return { since: happened, mailedAt: rows[0]!.mailed_at }
}

/** The customer's words have come: who was told reads them in the app, and is written to now if he was not yet. */
export async function hastenAlerts(tx: Tx, row: CaseRow, now: Instant): Promise<void> {
  const told = await tx
    .selectFrom('case_alerts')
    .select(['member_id', 'kind'])
    .where('workspace_id', '=', row.workspace_id)
    .where('case_id', '=', row.id)
    .execute()
  for (const { member_id: memberId, kind } of told) {
    await enqueueAlert(tx, row, kind, { memberId, at: now })
  }
}
