import type { Tx } from '../platform/database.ts'
import { dropJob, enqueueOne, type StillToDo } from '../platform/jobs.ts'
import type { Instant } from '../policy/decision.ts'
import type { Name } from './store.ts'

/** The job that looks at an endpoint's lane: there is one for each endpoint with something to deliver. */
export const stillToDeliver: StillToDo = {
  task: 'deliver_webhooks',
  key: 'webhooks:',
  rows: 'select workspace_id, id, due_at as at from webhook_endpoints where due_at is not null',
}

/** Has the lane of an endpoint looked at, at `at`; an earlier wish is replaced. */
export async function lookAt(tx: Tx, endpoint: Name, at: Instant): Promise<void> {
  await enqueueOne(tx, stillToDeliver, endpoint, at)
}

/** Nothing waits any more. */
export async function lookNoMore(tx: Tx, { id }: Name): Promise<void> {
  await dropJob(tx, `${stillToDeliver.key}${id}`)
}
