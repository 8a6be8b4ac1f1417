import { type Selectable, sql } from 'kysely'
import type { Context } from './context.ts'
import { transact, type Tx } from './database.ts'
import type { EventType } from './events.ts'
import type { Tables } from './tables.ts'

/** News as it was written. */
export type StoredEvent = Omit<Selectable<Tables['events']>, 'type'> & { type: EventType }

/**
 * A feature that acts on news. It is told of each event exactly once, in order, in one transaction with all others:
 * it writes what it wants done and enqueues the doing, and calls nobody outside.
 */
export type EventSubscriber = (tx: Tx, workspaceId: string, events: readonly StoredEvent[]) => Promise<void>

const AT_ONCE = 200
const KEEP_MS = 30 * 86_400_000

/**
 * Tells the features downstream of a workspace's news since the last time. A job does it, one at a time for each
 * workspace; one that fails is tried again and nothing is skipped, since order matters.
 */
export async function dispatchEvents(
  ctx: Context,
  subscribers: readonly EventSubscriber[],
  workspaceId: string,
): Promise<void> {
  for (let taken = AT_ONCE; taken === AT_ONCE;) {
    taken = await transact(ctx.db, async (tx) => {
      const events = (await tx
        .selectFrom('events')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('dispatched_at', 'is', null)
        .orderBy('seq')
        .limit(AT_ONCE)
        // Should a second job be at it, the process of the first having fallen silent: one of the two waits.
        .forUpdate()
        .execute()) as StoredEvent[]
      if (events.length === 0) return 0
      for (const tell of subscribers) await tell(tx, workspaceId, events)
      await sql`update events set dispatched_at = ${new Date(ctx.clock.now())}
        where workspace_id = ${workspaceId} and id = any(${events.map(({ id }) => id)}::uuid[])`.execute(tx)
      return events.length
    })
  }
}

/** Forgets news that everybody took note of long ago. */
export async function purgeEvents(ctx: Context): Promise<void> {
  await ctx.db
    .deleteFrom('events')
    .where('dispatched_at', '<', new Date(ctx.clock.now() - KEEP_MS) as never)
    .execute()
}
