import type { Tx } from '../platform/database.ts'
import { dropJob, enqueue } from '../platform/jobs.ts'
import type { Instant } from '../policy/decision.ts'
import type { Name } from './store.ts'

/** The job that looks at an endpoint's lane: there is one for each endpoint with something to deliver. */
export const JOB = { task: 'deliver_webhooks', prefix: 'webhooks:' } as const

/** Has the lane of an endpoint looked at, at `at`; an earlier wish is replaced. */
export async function lookAt(tx: Tx, { workspaceId, id }: Name, at: Instant): Promise<void> {
  await enqueue(tx, JOB.task, { workspace_id: workspaceId, id }, { key: `${JOB.prefix}${id}`, runAt: at })
}

/** Nothing waits any more. */
export async function lookNoMore(tx: Tx, { id }: Name): Promise<void> {
  await dropJob(tx, `${JOB.prefix}${id}`)
}
