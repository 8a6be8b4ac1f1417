import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import { type Db, inTransaction, type Tx } from '../platform/database.ts'
import { done, invalid, notFound, type Outcome } from '../platform/outcome.ts'
import { rolesToGive } from '../policy/people/member-change.ts'
import { seesOwnOnly } from '../policy/view.ts'
import type { Actor } from './actor.ts'
import { audit } from './audit.ts'
import type { Me, WorkspaceChange } from './schema.ts'

/** Who asks, where, and what he may do there: the web app shows nothing else. */
export async function describeMe(ctx: Context, actor: Actor): Promise<Me> {
  const workspace = await findWorkspace(ctx, actor.workspaceId)
  const member = actor.memberId
    ? await ctx.db
        .selectFrom('members')
        .innerJoin('users', 'users.id', 'members.user_id')
        .select(['members.id', 'members.role', 'members.user_id', 'members.name', 'users.email'])
        .where('members.workspace_id', '=', actor.workspaceId)
        .where('members.id', '=', actor.memberId)
        .executeTakeFirst()
    : undefined
  const teams = member
    ? await ctx.db
        .selectFrom('team_members')
        .select('team_id')
        .where('workspace_id', '=', actor.workspaceId)
        .where('member_id', '=', member.id)
        .execute()
    : []
  const workspaces = member
    ? await ctx.db
        .selectFrom('members')
        .innerJoin('workspaces', 'workspaces.id', 'members.workspace_id')
        .select(['workspaces.id', 'workspaces.name'])
        .where('members.user_id', '=', member.user_id)
        .where('members.removed_at', 'is', null)
        .where('members.joined_at', 'is not', null)
        .orderBy('workspaces.name')
        .execute()
    : [{ id: workspace.id, name: workspace.name }]
  return {
    user: member ? { name: member.name, email: member.email } : null,
    member: member ? { id: member.id, role: member.role, team_ids: teams.map((row) => row.team_id) } : null,
    workspace,
    abilities: [...actor.abilities],
    may_invite: actor.abilities.has('members.manage') ? rolesToGive(actor) : [],
    own_only: seesOwnOnly(actor),
    workspaces,
  }
}

async function findWorkspace(ctx: Context, id: string): Promise<Me['workspace']> {
  return ctx.db
    .selectFrom('workspaces')
    .select(['id', 'name', 'time_zone', 'brand_color', 'logo'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

/** Changes name, time zone and branding. */
export async function changeWorkspace(
  ctx: Context,
  actor: Actor,
  change: WorkspaceChange,
): Promise<Outcome<Me['workspace']>> {
  return inTransaction(ctx.db, async (tx) => {
    if (change.time_zone !== undefined && !(await knowsZone(tx, change.time_zone))) {
      return invalid('time_zone', 'must be a time zone such as Europe/Berlin')
    }
    const values = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
    if (Object.keys(values).length > 0) {
      await tx.updateTable('workspaces').set(values).where('id', '=', actor.workspaceId).execute()
    }
    const { logo, ...shown } = change
    const detail = { ...shown, ...(logo === undefined ? {} : { logo: logo === null ? 'removed' : 'set' }) }
    await audit(tx, actor, 'workspace.changed', actor.workspaceId, detail, ctx.clock.now())
    return done(
      await tx
        .selectFrom('workspaces')
        .select(['id', 'name', 'time_zone', 'brand_color', 'logo'])
        .where('id', '=', actor.workspaceId)
        .executeTakeFirstOrThrow(),
    )
  })
}

/** Days are counted by the database, whose list of zones lacks some names that others know. */
async function knowsZone(tx: Tx, zone: string): Promise<boolean> {
  const { rows } = await sql`select 1 from pg_timezone_names where name = ${zone}`.execute(tx)
  return rows.length > 0
}

/** Lets this session work in another workspace that the user is a member of. */
export async function switchWorkspace(
  ctx: Context,
  session: { userId: string; sessionId: string },
  workspaceId: string,
): Promise<Outcome<null>> {
  const member = await ctx.db
    .selectFrom('members')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', session.userId)
    .where('removed_at', 'is', null)
    .where('joined_at', 'is not', null)
    .executeTakeFirst()
  if (!member) return notFound('workspace')
  await ctx.db
    .updateTable('sessions')
    .set({ active_workspace_id: workspaceId })
    .where('id', '=', session.sessionId)
    .execute()
  return done(null)
}

/** Stores a sealed secret of the web chat if the workspace has none yet, and returns the one it has. */
export async function keepWidgetSecret(db: Db, workspaceId: string, sealed: string): Promise<string> {
  const row = await db
    .updateTable('workspaces')
    .set((eb) => ({
      widget_secret: sql<string>`case when ${eb.ref('widget_secret')} = '' then ${sealed} else widget_secret end`,
    }))
    .where('id', '=', workspaceId)
    .returning('widget_secret')
    .executeTakeFirstOrThrow()
  return row.widget_secret
}
