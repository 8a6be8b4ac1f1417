import { sql } from 'kysely'
import { ROLE_ABILITIES } from '../access/abilities.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/database.ts'
import type { EventSubscriber } from '../platform/dispatch-events.ts'
import { newId } from '../platform/ids.ts'
import { insertRows } from '../platform/insert-rows.ts'
import { enqueueEach } from '../platform/jobs.ts'
import { OUTSIDE } from '../policy/view.ts'
import { currentPolicy } from '../surveys/settings/current-policy.ts'
import { buildPayload, type Reader } from './build-payload.ts'
import { stillToDeliver } from './job.ts'
import { readRecords } from './read-records.ts'

type Subscribed = { id: string; events: string[] }

/**
 * Writes a delivery for each event and each endpoint that wants it (O8). The body is made now and kept, so that it is
 * the same at every attempt; lanes that lay idle are woken.
 */
export function fanOut(ctx: Context): EventSubscriber {
  return async (tx, workspaceId, events) => {
    const known = await subscribed(tx, workspaceId)
    const wanted = events.filter(({ type }) => known.some((each) => wants(each, type)))
    if (wanted.length === 0) return
    const records = await readRecords(tx, workspaceId, wanted)
    const reader = await readerOf(ctx, tx, workspaceId)
    const bodies = new Map(wanted.map((event) => [event.id, buildPayload(reader, records, event)]))
    // Locked last, since lanes that end wait for it; and read again, since it may have changed meanwhile.
    const endpoints = await subscribed(tx, workspaceId, true)
    const now = ctx.clock.now()
    const at = new Date(now)
    await insertRows(
      tx,
      'webhook_deliveries',
      wanted.flatMap((event) => {
        const body = bodies.get(event.id)
        if (!body) return []
        return endpoints
          .filter((each) => wants(each, event.type))
          .map((each) => ({
            workspace_id: workspaceId,
            id: newId(),
            endpoint_id: each.id,
            event_id: event.id,
            type: event.type,
            position: event.seq,
            body,
            state: 'waiting' as const,
            attempts: [],
            made_at: at,
            next_attempt_at: at,
          }))
      }),
    )
    const concerned = endpoints.filter((each) => wanted.some(({ type }) => wants(each, type)))
    const { rows: idle } = await sql<{ id: string }>`update webhook_endpoints set due_at = ${at}
      where workspace_id = ${workspaceId} and id = any(${concerned.map(({ id }) => id)}::uuid[]) and due_at is null
      returning id`.execute(tx)
    const ids = idle.map(({ id }) => id)
    await enqueueEach(tx, stillToDeliver, workspaceId, ids)
  }
}

function wants({ events }: Subscribed, type: string): boolean {
  return events.includes('*') || events.includes(type)
}

async function subscribed(tx: Tx, workspaceId: string, lock = false): Promise<Subscribed[]> {
  const query = tx
    .selectFrom('webhook_endpoints')
    .select(['id', 'events'])
    .where('workspace_id', '=', workspaceId)
    .where('enabled', '=', true)
    .orderBy('id')
  return (lock ? query.forNoKeyUpdate() : query).execute()
}

/** What leaves the house is what an admin may see at that moment. */
async function readerOf(ctx: Context, tx: Tx, workspaceId: string): Promise<Reader> {
  const { policy } = await currentPolicy(tx, workspaceId)
  const actor = { abilities: new Set(ROLE_ABILITIES.admin) }
  return { ctx, eyes: { actor, viewer: OUTSIDE, policy, now: ctx.clock.now() } }
}
