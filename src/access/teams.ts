import type { Context } from '../platform/context.ts'
import { inTransaction, type Db, type Tx } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { lockWorkspace } from './lock-workspace.ts'
import { done, invalid, notFound, type Outcome } from '../platform/outcome.ts'
import type { Instant } from '../policy/decision.ts'
import type { Actor } from './actor.ts'
import { audit } from './audit.ts'
import type { Team } from './schema.ts'

/** All teams with their members. */
export async function listTeams(db: Db | Tx, workspaceId: string): Promise<Team[]> {
  const teams = await db
    .selectFrom('teams')
    .select(['id', 'name'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('name')
    .execute()
  const members = await db
    .selectFrom('team_members')
    .select(['team_id', 'member_id'])
    .where('workspace_id', '=', workspaceId)
    .execute()
  return teams.map((team) => ({
    ...team,
    member_ids: members.filter((row) => row.team_id === team.id).map((row) => row.member_id),
  }))
}

/** Makes a team (`id` undefined) or changes one. Names are unique in a workspace. */
export async function saveTeam(
  ctx: Context,
  actor: Actor,
  id: string | undefined,
  input: { name?: string | undefined; member_ids?: string[] | undefined },
): Promise<Outcome<Team>> {
  return inTransaction(ctx.db, async (tx) => {
    await lockWorkspace(tx, actor.workspaceId)
    const teams = await listTeams(tx, actor.workspaceId)
    const known = teams.find((team) => team.id === id)
    if (id !== undefined && !known) return notFound('team')
    if (input.name && teams.some((team) => team.id !== id && team.name === input.name)) {
      return invalid('name', 'is the name of another team already')
    }
    const teamId = id ?? newId()
    const now = ctx.clock.now()
    await tx
      .insertInto('teams')
      .values({
        workspace_id: actor.workspaceId,
        id: teamId,
        name: input.name ?? known!.name,
        created_at: new Date(now),
      })
      .onConflict((conflict) =>
        conflict.columns(['workspace_id', 'id']).doUpdateSet((eb) => ({ name: eb.ref('excluded.name') })),
      )
      .execute()
    if (input.member_ids) {
      const wrong = await setMembers(tx, actor.workspaceId, teamId, input.member_ids)
      if (wrong) return wrong
    }
    await audit(tx, actor, known ? 'team.changed' : 'team.created', teamId, input, now)
    return done((await listTeams(tx, actor.workspaceId)).find((team) => team.id === teamId)!)
  })
}

/** Deletes a team that nothing belongs to any more. */
export async function deleteTeam(tx: Tx, actor: Actor, id: string, now: Instant): Promise<Outcome<null>> {
  const removed = await tx
    .deleteFrom('teams')
    .where('workspace_id', '=', actor.workspaceId)
    .where('id', '=', id)
    .returning('name')
    .executeTakeFirst()
  if (!removed) return notFound('team')
  await audit(tx, actor, 'team.removed', id, { name: removed.name }, now)
  return done(null)
}

async function setMembers(
  tx: Tx,
  workspaceId: string,
  teamId: string,
  memberIds: string[],
): Promise<ReturnType<typeof invalid> | null> {
  const wanted = [...new Set(memberIds)]
  await tx
    .deleteFrom('team_members')
    .where('workspace_id', '=', workspaceId)
    .where('team_id', '=', teamId)
    .execute()
  if (wanted.length === 0) return null
  const known = await tx
    .selectFrom('members')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', wanted)
    .execute()
  if (known.length < wanted.length)
    return invalid('member_ids', 'names a member who is not in this workspace')
  await tx
    .insertInto('team_members')
    .values(wanted.map((memberId) => ({ workspace_id: workspaceId, team_id: teamId, member_id: memberId })))
    .execute()
  return null
}
