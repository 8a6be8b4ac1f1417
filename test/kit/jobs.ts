import type { App } from '../../src/app.ts'
import type { JobPayload } from '../../src/platform/jobs.ts'
import type { Instant } from '../../src/policy/decision.ts'

/**
 * Runs all jobs that are due at the test's own time, earliest first, until none is left. The queue lives by
 * the database's clock and a job for "now" bears its time; those count as due whatever the test's clock says.
 */
export async function runTaskListOnce(app: App, now: Instant): Promise<void> {
  for (;;) {
    const { rows } = await app.pool.query<{ task: string; payload: JobPayload }>(
      `with due as (
         select id from graphile_worker._private_jobs
         where run_at <= $1 or abs(extract(epoch from run_at - created_at)) < 1
         order by run_at, id limit 1)
       delete from graphile_worker._private_jobs jobs using due, graphile_worker._private_tasks tasks
       where jobs.id = due.id and tasks.id = jobs.task_id
       returning tasks.identifier as task, jobs.payload`,
      [new Date(now)],
    )
    const job = rows[0]
    if (!job) return
    await app.handlers[job.task]!(job.payload)
  }
}
