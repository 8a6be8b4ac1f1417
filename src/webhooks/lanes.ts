import { sql } from 'kysely'
import { type BesideQueue, besideQueue } from '../platform/beside-queue.ts'
import type { Context } from '../platform/context.ts'
import { transact } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { takeTurns } from '../platform/take-turns.ts'
import { attempt } from './attempt.ts'
import { lookAt } from './job.ts'
import { recordAttempt } from './record-attempt.ts'
import {
  type DeliveryRow,
  type EndpointRow,
  findEndpoint,
  findHead,
  lockEndpoint,
  type Name,
} from './store.ts'

/** For so long one visit to a lane begins further deliveries; the others want their turn too. */
const VISIT_MS = 20_000
/** A lane whose process fell silent is free after that: a visit, the last attempt of it, and some time to write. */
const LEASE_MS = 60_000
/** Lanes open at once in a process; of these, such as are known to fail or to be slow. */
const LIMITS = { open: 256, slow: 96 }
const SLOW_MS = 2000
/** Who finds no room among the slow asks again after that. */
const PUT_BACK_MS = 1000
/** The database's clock, by which jobs wake, may be ahead of ours. */
const EARLY_MS = 1000
/** Lanes at the database at once: its connections are everybody's. */
const AT_DATABASE = 6

/** The lanes that this process is at. */
export type Lanes = Pick<BesideQueue, 'settled' | 'stop'> & {
  /**
   * Looks at the lane of an endpoint: the job's handler. Begins to deliver what is due and does not wait for it; but it
   * waits for room, so that the job is not moved about for every delivery when there are more lanes than that.
   */
  look(workspaceId: string, id: string): Promise<void>
}

/**
 * Delivers in order, one at a time at each endpoint, and many endpoints at once (O8). An endpoint has one lane; a
 * lease on its row keeps all but one process away from it, and whoever ends a visit says when the next one is due. The
 * waiting for receivers happens beside the queue; those known to be slow share a part of the room. A crash loses
 * nothing: `sweepLanes` finds lanes whose lease is over.
 */
export function makeLanes(
  ctx: Context,
  options: { patienceMs?: number; limits?: typeof LIMITS } = {},
): Lanes {
  const { patienceMs, limits = LIMITS } = options
  const open = besideQueue(ctx.log, 'a lane of webhooks')
  const slow = new Set<string>()
  const atDatabase = takeTurns(AT_DATABASE)

  async function look(workspaceId: string, id: string): Promise<void> {
    const name = { workspaceId, id }
    while (open.size >= limits.open && !open.isStopping) await open.next()
    if (open.isStopping) return putBack(name)
    const lease = newId()
    const endpoint = await claim(name, lease)
    // Nothing is due, or somebody is at it, who will see what is.
    if (!endpoint) return
    if (isSlow(endpoint) && slow.size >= limits.slow) {
      await leave(name, lease, null, PUT_BACK_MS)
      return
    }
    if (isSlow(endpoint)) slow.add(lease)
    open.begin(lease, () => visit(name, endpoint, lease).finally(() => slow.delete(lease)))
  }

  async function claim({ workspaceId, id }: Name, lease: string): Promise<EndpointRow | undefined> {
    const now = ctx.clock.now()
    const { rows } = await sql<EndpointRow>`update webhook_endpoints
      set lease = ${lease}, leased_until = ${new Date(now + LEASE_MS)}
      where workspace_id = ${workspaceId} and id = ${id} and enabled and due_at <= ${new Date(now + EARLY_MS)}
        and (leased_until is null or leased_until <= ${new Date(now)})
      returning *`.execute(ctx.db)
    return rows[0]
  }

  function putBack(name: Name): Promise<void> {
    return transact(ctx.db, (tx) => lookAt(tx, name, ctx.clock.now() + PUT_BACK_MS))
  }

  /** Delivers until nothing is due, the time is up, or the lane is somebody else's. */
  async function visit(name: Name, claimed: EndpointRow, lease: string): Promise<void> {
    const end = ctx.clock.now() + VISIT_MS
    let head = await atDatabase(() => findHead(ctx.db, name))
    let fresh: EndpointRow | null = claimed
    let lastMs: number | null = null
    do {
      if (head && isDue(head) && !open.isStopping) {
        // As it is now: it may have another address since the last delivery, or be off.
        const endpoint: EndpointRow | undefined =
          fresh ?? (await atDatabase(() => findEndpoint(ctx.db, name)))
        fresh = null
        if (!endpoint?.enabled || endpoint.lease !== lease) return
        const made = await attempt(ctx, endpoint, head, { byHand: false, patienceMs })
        const delivery = head
        await atDatabase(() => recordAttempt(ctx, endpoint, delivery, made))
        lastMs = made.attempt.ms
      }
      const mayGoOn = ctx.clock.now() < end && !open.isStopping
      head = await atDatabase(() => leave(name, lease, lastMs, mayGoOn ? null : 0))
    } while (head)
  }

  function isDue(delivery: DeliveryRow): boolean {
    return delivery.next_attempt_at! - EARLY_MS <= ctx.clock.now()
  }

  /**
   * Gives a lane back and says when it is to be looked at next; the row is locked, so that no news slips in between.
   * With `pause` null the lane is kept if something is due: that is what is answered.
   */
  async function leave(
    name: Name,
    lease: string,
    lastMs: number | null,
    pause: number | null,
  ): Promise<DeliveryRow | undefined> {
    return transact(ctx.db, async (tx) => {
      const endpoint = await lockEndpoint(tx, name)
      if (endpoint?.lease !== lease) return undefined
      const head = await findHead(tx, name)
      if (head && pause === null && isDue(head)) return head
      const at = head ? Math.max(head.next_attempt_at!, ctx.clock.now() + (pause ?? 0)) : null
      await tx
        .updateTable('webhook_endpoints')
        .set({
          lease: null,
          leased_until: null,
          due_at: at === null ? null : new Date(at),
          ...(lastMs === null ? {} : { last_ms: lastMs }),
        })
        .where('workspace_id', '=', name.workspaceId)
        .where('id', '=', name.id)
        .execute()
      if (at !== null) await lookAt(tx, name, at)
      return undefined
    })
  }

  return { look, settled: open.settled, stop: open.stop }
}

function isSlow({ failing_since: failingSince, last_ms: ms }: EndpointRow): boolean {
  return failingSince !== null || (ms ?? 0) > SLOW_MS
}
