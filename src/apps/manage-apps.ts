import type { Actor } from '../access/actor.ts'
import { audit } from '../access/audit.ts'
import { toIso, toIsoOrNull } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { seal } from '../platform/crypto.ts'
import { inTransaction } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { done, invalid, notFound, type Outcome } from '../platform/outcome.ts'
import { mayCall } from '../platform/outside/outside.ts'
import { newWebhookSecret } from '../platform/outside/webhook-signature.ts'
import type { App, AppChange, AppInput, AppMade, ClosingCard } from './schema.ts'
import { type AppRow, findApp, findApps } from './store.ts'

type Wanted = Pick<App, 'name' | 'kind' | 'url' | 'card' | 'enabled' | 'channels'>

/** The closing apps of the workspace in the order in which they are asked (I11). */
export async function listApps(ctx: Context, workspaceId: string): Promise<App[]> {
  return (await findApps(ctx.db, workspaceId)).map(presentApp)
}

/** One of them. */
export async function getApp(ctx: Context, workspaceId: string, id: string): Promise<Outcome<App>> {
  const row = await findApp(ctx.db, workspaceId, id)
  return row ? done(presentApp(row)) : notFound('app')
}

/** Adds one; its secret is told this once. Refuses an address that may not be called, and a static one without card. */
export async function addApp(ctx: Context, actor: Actor, input: AppInput): Promise<Outcome<AppMade>> {
  const wanted = settled(ctx, input)
  if (!wanted.ok) return wanted
  const secret = newWebhookSecret()
  return inTransaction(ctx.db, async (tx) => {
    const now = ctx.clock.now()
    const row = await tx
      .insertInto('apps')
      .values({
        ...asColumns(wanted.value),
        workspace_id: actor.workspaceId,
        id: newId(),
        secret: seal(ctx.keys.sealing, secret),
        created_at: new Date(now),
        updated_at: new Date(now),
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    await audit(tx, actor, 'app.created', row.id, traceOf(wanted.value), now)
    return done({ ...presentApp(row), secret })
  })
}

/** Changes one; what is not given stays. */
export async function changeApp(
  ctx: Context,
  actor: Actor,
  id: string,
  change: AppChange,
): Promise<Outcome<App>> {
  return inTransaction(ctx.db, async (tx) => {
    const known = await findApp(tx, actor.workspaceId, id)
    if (!known) return notFound('app')
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
    const wanted = settled(ctx, { ...presentApp(known), ...given })
    if (!wanted.ok) return wanted
    const now = ctx.clock.now()
    const row = await tx
      .updateTable('apps')
      .set({ ...asColumns(wanted.value), updated_at: new Date(now) })
      .where('workspace_id', '=', actor.workspaceId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst()
    if (!row) return notFound('app')
    await audit(tx, actor, 'app.changed', id, traceOf(wanted.value), now)
    return done(presentApp(row))
  })
}

/** Removes one. Cards that it has shown stay where they are. */
export async function removeApp(ctx: Context, actor: Actor, id: string): Promise<Outcome<null>> {
  return inTransaction(ctx.db, async (tx) => {
    const row = await tx
      .deleteFrom('apps')
      .where('workspace_id', '=', actor.workspaceId)
      .where('id', '=', id)
      .returning('name')
      .executeTakeFirst()
    if (!row) return notFound('app')
    await audit(tx, actor, 'app.removed', id, { name: row.name }, ctx.clock.now())
    return done(null)
  })
}

function settled(ctx: Context, wanted: Wanted): Outcome<Wanted> {
  const { name, kind, url, card, enabled, channels } = wanted
  if (kind === 'static') {
    if (card === null) return invalid('card', 'is needed where the card is always the same')
    return done({ name, kind, url: null, card, enabled, channels })
  }
  if (url === null || url === '') return invalid('url', 'is needed where the card is asked for')
  if (!mayCall(url, ctx.config.privateHosts ?? [])) {
    return invalid('url', 'must be an https address outside of private networks')
  }
  return done({ name, kind, url, card: null, enabled, channels })
}

function asColumns({ card, ...wanted }: Wanted) {
  return { ...wanted, card: card === null ? null : JSON.stringify(card) }
}

function traceOf({ name, kind, url, enabled, channels }: Wanted): Record<string, unknown> {
  return { name, kind, url, enabled, channels }
}

function presentApp(row: AppRow): App {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    url: row.url,
    card: row.card as ClosingCard | null,
    enabled: row.enabled,
    channels: row.channels as App['channels'],
    last_ok_at: toIsoOrNull(row.last_ok_at),
    last_error: row.last_error,
    last_error_at: toIsoOrNull(row.last_error_at),
    created_at: toIso(row.created_at),
    updated_at: toIso(row.updated_at),
  }
}
