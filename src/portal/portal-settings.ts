import type { Actor } from '../access/actor.ts'
import { audit } from '../access/audit.ts'
import type { Context } from '../platform/context.ts'
import { inTransaction } from '../platform/database.ts'
import { done, type Outcome } from '../platform/outcome.ts'
import type { PortalSettings } from './schema.ts'
import { allowedOrigins } from './store.ts'

/** Where the portal is, and which sites may frame it. */
export async function readPortalSettings(ctx: Context, workspaceId: string): Promise<PortalSettings> {
  return {
    url: `${ctx.config.publicUrl}/portal/${workspaceId}`,
    allowed_origins: await allowedOrigins(ctx.db, workspaceId),
    mails_links: ctx.config.smtpUrl !== null,
  }
}

/** Says which sites may frame it; the others may not any more. */
export async function changePortalSettings(
  ctx: Context,
  actor: Actor,
  origins: string[],
): Promise<Outcome<PortalSettings>> {
  const outcome = await inTransaction(ctx.db, async (tx) => {
    const now = ctx.clock.now()
    const change = { allowed_origins: origins, updated_at: new Date(now) }
    await tx
      .insertInto('portal_settings')
      .values({ workspace_id: actor.workspaceId, ...change })
      .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(change))
      .execute()
    await audit(tx, actor, 'portal.changed', actor.workspaceId, { allowed_origins: origins }, now)
    return done(null)
  })
  return outcome.ok ? done(await readPortalSettings(ctx, actor.workspaceId)) : outcome
}
