import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import { transact } from '../platform/database.ts'
import { enqueueEach } from '../platform/jobs.ts'
import { stillToAdvance } from './job.ts'

/**
 * Has runs go on at once whose call was under way, or waited for room, in a process that is gone: for who knows that
 * nobody else works on this database. Others come to them when the minute is over that such a run is given. What
 * failed and is tried again later keeps its time.
 */
export async function freeRuns(ctx: Context): Promise<void> {
  const { rows } = await sql<{
    workspace_id: string
    id: string
  }>`update workflow_runs run set busy_until = null
    where state = 'running' and (busy_until is not null or attempts = 0)
    returning workspace_id, id`.execute(ctx.db)
  for (const [workspaceId, some] of Map.groupBy(rows, (row) => row.workspace_id)) {
    const ids = some.map(({ id }) => id)
    await transact(ctx.db, (tx) => enqueueEach(tx, stillToAdvance, workspaceId, ids))
  }
}
