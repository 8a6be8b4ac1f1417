import type { Updateable } from 'kysely'
import type { Actor } from '../access/actor.ts'
import { audit } from '../access/audit.ts'
import type { Context } from '../platform/context.ts'
import { seal } from '../platform/crypto.ts'
import { inTransaction, type Tx } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { done, fail, invalid, notFound, type Outcome } from '../platform/outcome.ts'
import { mayCall } from '../platform/outside/outside.ts'
import type { Tables } from '../platform/tables/tables.ts'
import { newWebhookSecret } from '../platform/outside/webhook-signature.ts'
import type { Instant } from '../policy/decision.ts'
import { lookAt, lookNoMore } from './job.ts'
import { presentEndpoint } from './present-endpoint.ts'
import type { Endpoint, EndpointChange, EndpointInput, EndpointMade } from './schema.ts'
import { countWaiting, type EndpointRow, findEndpoint, findHead, lockEndpoint, type Name } from './store.ts'

/** For so long the secret before a rotation goes on signing. */
const OLD_SECRET_MS = 24 * 3_600_000

/** The endpoints of a workspace, the first made first. */
export async function listEndpoints(ctx: Context, workspaceId: string): Promise<Endpoint[]> {
  const rows = await ctx.db
    .selectFrom('webhook_endpoints')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  const waiting = await countWaiting(ctx.db, workspaceId)
  return rows.map((row) => presentEndpoint(row, waiting.get(row.id) ?? 0, ctx.clock.now()))
}

/** One of them. */
export async function getEndpoint(ctx: Context, workspaceId: string, id: string): Promise<Outcome<Endpoint>> {
  const row = await findEndpoint(ctx.db, { workspaceId, id })
  return row ? done(await present(ctx, row)) : notFound('webhook')
}

/** Adds one; its secret is told this once. Refuses an address that may not be called. */
export async function addEndpoint(
  ctx: Context,
  actor: Actor,
  input: EndpointInput,
): Promise<Outcome<EndpointMade>> {
  const wrong = wrongAddress(ctx, input.url)
  if (wrong) return wrong
  const secret = newWebhookSecret()
  return inTransaction(ctx.db, async (tx) => {
    const now = ctx.clock.now()
    const row = await tx
      .insertInto('webhook_endpoints')
      .values({
        workspace_id: actor.workspaceId,
        id: newId(),
        url: input.url,
        description: input.description,
        events: plain(input.events),
        ...switched(input.enabled, now),
        secret: seal(ctx.keys.sealing, secret),
        created_at: new Date(now),
        updated_at: new Date(now),
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    await audit(tx, actor, 'webhook.created', row.id, traceOf(row), now)
    return done({ ...presentEndpoint(row, 0, now), secret })
  })
}

/**
 * Changes one; what is not given stays. Switched off it gets no news and what waits stays where it is; switched on
 * again it gets that first, in order.
 */
export async function changeEndpoint(
  ctx: Context,
  actor: Actor,
  id: string,
  change: EndpointChange,
): Promise<Outcome<Endpoint>> {
  const wrong = change.url === undefined ? null : wrongAddress(ctx, change.url)
  if (wrong) return wrong
  const changed = await inTransaction(ctx.db, async (tx) => {
    const name = { workspaceId: actor.workspaceId, id }
    const known = await lockEndpoint(tx, name)
    if (!known) return notFound('webhook')
    const now = ctx.clock.now()
    const { url = known.url, description = known.description, enabled = known.enabled } = change
    const events = change.events === undefined ? known.events : plain(change.events)
    const isSwitched = enabled !== known.enabled
    const row = await update(tx, name, {
      url,
      description,
      events,
      ...(isSwitched ? switched(enabled, now) : {}),
      updated_at: new Date(now),
    })
    if (isSwitched) await switchLane(tx, name, enabled, now)
    await audit(tx, actor, 'webhook.changed', id, traceOf(row), now)
    return done(null)
  })
  return changed.ok ? getEndpoint(ctx, actor.workspaceId, id) : changed
}

/** Gives an endpoint a new secret. The old one signs beside it for a day, so that receivers can change over. */
export async function rotateSecret(ctx: Context, actor: Actor, id: string): Promise<Outcome<EndpointMade>> {
  const secret = newWebhookSecret()
  const rotated = await inTransaction(ctx.db, async (tx) => {
    const name = { workspaceId: actor.workspaceId, id }
    const known = await lockEndpoint(tx, name)
    if (!known) return notFound('webhook')
    const now = ctx.clock.now()
    if (known.old_secret_until !== null && known.old_secret_until > now) {
      const message =
        'It was rotated within a day, and the secret before is still good. Wait until it has ended.'
      return fail({ kind: 'conflict', reason: 'rotated_already', message })
    }
    const row = await update(tx, name, {
      secret: seal(ctx.keys.sealing, secret),
      old_secret: known.secret,
      old_secret_until: new Date(now + OLD_SECRET_MS),
      updated_at: new Date(now),
    })
    await audit(tx, actor, 'webhook.secret_rotated', id, { url: whereTo(row.url) }, now)
    return done(row)
  })
  return rotated.ok ? done({ ...(await present(ctx, rotated.value)), secret }) : rotated
}

/** Removes one with what waits for it and its log. */
export async function removeEndpoint(ctx: Context, actor: Actor, id: string): Promise<Outcome<null>> {
  return inTransaction(ctx.db, async (tx) => {
    const row = await tx
      .deleteFrom('webhook_endpoints')
      .where('workspace_id', '=', actor.workspaceId)
      .where('id', '=', id)
      .returning('url')
      .executeTakeFirst()
    if (!row) return notFound('webhook')
    await lookNoMore(tx, { workspaceId: actor.workspaceId, id })
    await audit(tx, actor, 'webhook.removed', id, { url: whereTo(row.url) }, ctx.clock.now())
    return done(null)
  })
}

async function update(
  tx: Tx,
  { workspaceId, id }: Name,
  values: Updateable<Tables['webhook_endpoints']>,
): Promise<EndpointRow> {
  return tx
    .updateTable('webhook_endpoints')
    .set(values)
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** What waits is looked at now, or no more. Somebody who fixed his receiver does not wait for the next attempt. */
async function switchLane(tx: Tx, name: Name, enabled: boolean, now: Instant): Promise<void> {
  const head = enabled ? await findHead(tx, name) : undefined
  const free = { lease: null, leased_until: null }
  if (!head) {
    await update(tx, name, { ...free, due_at: null })
    await lookNoMore(tx, name)
    return
  }
  await tx
    .updateTable('webhook_deliveries')
    .set({ next_attempt_at: new Date(now) })
    .where('workspace_id', '=', name.workspaceId)
    .where('id', '=', head.id)
    .execute()
  await update(tx, name, { ...free, due_at: new Date(now) })
  await lookAt(tx, name, now)
}

/** Switched on by hand, it starts with a clean slate. */
function switched(enabled: boolean, now: Instant) {
  return enabled
    ? { enabled, disabled_reason: null, disabled_at: null, failing_since: null, last_error: null }
    : { enabled, disabled_reason: 'by_hand' as const, disabled_at: new Date(now) }
}

function wrongAddress(ctx: Context, url: string): ReturnType<typeof invalid> | null {
  if (mayCall(url, ctx.config.privateHosts ?? [])) return null
  return invalid('url', 'must be an https address outside of private networks')
}

function plain(events: readonly string[]): string[] {
  return events.includes('*') ? ['*'] : [...new Set(events)]
}

async function present(ctx: Context, row: EndpointRow): Promise<Endpoint> {
  const waiting = await countWaiting(ctx.db, row.workspace_id)
  return presentEndpoint(row, waiting.get(row.id) ?? 0, ctx.clock.now())
}

function traceOf({ url, description, events, enabled }: EndpointRow): Record<string, unknown> {
  return { url: whereTo(url), description, events, enabled }
}

/** Paths and queries of such addresses are often secrets, and more people read the log. */
function whereTo(url: string): string {
  return new URL(url).origin
}
