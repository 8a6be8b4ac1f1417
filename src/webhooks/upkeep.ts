import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import { transact } from '../platform/database.ts'
import { enqueueEach } from '../platform/jobs.ts'
import { stillToDeliver } from './job.ts'

const KEEP_MS = 30 * 86_400_000
/** Who is due for so long without anybody at it was forgotten. */
const LATE_MS = 20_000

/** Forgets what was sent long ago, and what waits for an endpoint that was off for so long. */
export async function purgeDeliveries(ctx: Context): Promise<void> {
  await sql`delete from webhook_deliveries d where made_at < ${new Date(ctx.clock.now() - KEEP_MS)}
    and (state <> 'waiting' or exists (select from webhook_endpoints e
      where e.workspace_id = d.workspace_id and e.id = d.endpoint_id and not e.enabled))`.execute(ctx.db)
}

/** Has lanes looked at that were left in the middle, their process being gone, when their lease is over. */
export async function sweepLanes(ctx: Context): Promise<void> {
  const now = ctx.clock.now()
  const { rows } = await sql<{
    workspace_id: string
    id: string
  }>`select workspace_id, id from webhook_endpoints
    where enabled and due_at < ${new Date(now - LATE_MS)}
      and (leased_until is null or leased_until <= ${new Date(now)})`.execute(ctx.db)
  for (const [workspaceId, some] of Map.groupBy(rows, (row) => row.workspace_id)) {
    const ids = some.map(({ id }) => id)
    await transact(ctx.db, (tx) => enqueueEach(tx, stillToDeliver, workspaceId, ids))
  }
}

/** Ends the leases of a process that is gone: for who knows that nobody else works on this database. */
export async function freeLanes(ctx: Context): Promise<void> {
  const { rows } = await sql<{ workspace_id: string; id: string }>`update webhook_endpoints
    set lease = null, leased_until = null where leased_until is not null returning workspace_id, id`.execute(
    ctx.db,
  )
  for (const [workspaceId, some] of Map.groupBy(rows, (row) => row.workspace_id)) {
    const ids = some.map(({ id }) => id)
    await transact(ctx.db, (tx) => enqueueEach(tx, stillToDeliver, workspaceId, ids))
  }
}
