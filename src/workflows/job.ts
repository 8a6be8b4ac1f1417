import type { Tx } from '../platform/database.ts'
import { enqueueOne, type StillToDo } from '../platform/jobs.ts'
import type { Instant } from '../policy/decision.ts'

/** The job that takes a run on; each run has one. */
export const stillToAdvance: StillToDo = {
  task: 'advance_workflow',
  key: 'workflow:',
  rows: `select workspace_id, id, coalesce(wait_until, updated_at) as at from workflow_runs
    where state in ('running', 'waiting')`,
}

/** Has a run go on, now or at a time; the one job it has is moved. */
export async function enqueueRun(tx: Tx, workspaceId: string, id: string, runAt?: Instant): Promise<void> {
  await enqueueOne(tx, stillToAdvance, { workspaceId, id }, runAt)
}
