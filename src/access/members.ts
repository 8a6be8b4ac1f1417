import type { Context } from '../platform/context.ts'
import { inTransaction, type Db, type Tx } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { enqueueOne } from '../platform/jobs.ts'
import { tell } from '../platform/live.ts'
import { lockWorkspace } from './lock-workspace.ts'
import { done, fail, invalid, notFound, type Outcome } from '../platform/outcome.ts'
import { toIsoOrNull } from '../platform/clock.ts'
import type { Actor } from './actor.ts'
import type { Instant } from '../policy/decision.ts'
import { mayGive, memberChanges, refuseMemberChange } from '../policy/people/member-change.ts'
import type { Role } from '../policy/settings.ts'
import { audit } from './audit.ts'
import { ensureUser } from './create-workspace.ts'
import type { Member, MemberChange, MemberInput } from './schema.ts'

/** Who is gone has no work any more: the jobs of those downstream, who know what is left of it. */
export const toUnassign = {
  conversations: { task: 'unassign_conversations', key: 'unassign_conversations:' },
  cases: { task: 'unassign_cases', key: 'unassign_cases:' },
} as const

/** All members, those who left last, each with what the asker may change about him. */
export async function listMembers(db: Db | Tx, actor: Actor, id?: string): Promise<Member[]> {
  let query = db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .select([
      'members.id',
      'members.name',
      'members.invited_name as invited_as',
      'users.email',
      'members.role',
      'members.joined_at',
      'members.removed_at',
    ])
    .select((eb) =>
      eb
        .selectFrom('team_members')
        .select((team) =>
          team.fn.coalesce(team.fn.agg<string[]>('array_agg', ['team_id']), team.val('{}')).as('ids'),
        )
        .whereRef('team_members.workspace_id', '=', 'members.workspace_id')
        .whereRef('team_members.member_id', '=', 'members.id')
        .as('team_ids'),
    )
    .select((eb) =>
      eb
        .selectFrom('members as owner')
        .select((owner) => owner.fn.countAll<number>().as('count'))
        .where('owner.workspace_id', '=', actor.workspaceId)
        .where('owner.role', '=', 'owner')
        .where('owner.joined_at', 'is not', null)
        .where('owner.removed_at', 'is', null)
        .as('owners'),
    )
    .where('members.workspace_id', '=', actor.workspaceId)
    .orderBy('members.removed_at', (order) => order.asc().nullsFirst())
    .orderBy('members.name')
    .orderBy('members.id')
  if (id !== undefined) query = query.where('members.id', '=', id)
  const rows = await query.execute()
  return rows.map(({ owners, ...row }) => ({
    ...row,
    team_ids: row.team_ids ?? [],
    joined_at: toIsoOrNull(row.joined_at),
    removed_at: toIsoOrNull(row.removed_at),
    may: mayOf(actor, row, Number(owners)),
  }))
}

/** Of those who have left nothing can be changed any more, and by who does not manage members nothing at all. */
function mayOf(
  actor: Actor,
  row: { id: string; role: Role; joined_at: Instant | null; removed_at: Instant | null },
  owners: number,
): Member['may'] {
  if (!actor.abilities.has('members.manage') || row.removed_at !== null) return { roles: [], remove: false }
  const target = { id: row.id, role: row.role, joined: row.joined_at !== null }
  return memberChanges({ actor, target, owners })
}

/**
 * Invites somebody. The membership opens nothing until the user himself accepts the invitation, which is the
 * caller's to send; whoever left and comes back accepts anew, his old keys stay revoked, and what he did bears his
 * old name until then.
 */
export async function addMember(ctx: Context, actor: Actor, input: MemberInput): Promise<Outcome<Member>> {
  if (!mayGive(actor, input.role)) {
    return fail({ kind: 'forbidden', reason: 'owners_only', message: 'Only an owner can make an owner.' })
  }
  return inTransaction(ctx.db, async (tx) => {
    await lockWorkspace(tx, actor.workspaceId)
    const now = ctx.clock.now()
    const userId = await ensureUser(tx, input.name, input.email, null)
    const inserted = await tx
      .insertInto('members')
      .values({
        workspace_id: actor.workspaceId,
        id: newId(),
        user_id: userId,
        name: input.name,
        role: input.role,
        created_at: new Date(now),
      })
      .onConflict((conflict) =>
        conflict
          .columns(['workspace_id', 'user_id'])
          .doUpdateSet({ role: input.role, invited_name: input.name, removed_at: null, joined_at: null })
          .where('members.removed_at', 'is not', null),
      )
      .returning('id')
      .executeTakeFirst()
    if (!inserted) return invalid('email', 'belongs to a member of this workspace already')
    const wrong = await setTeams(tx, actor.workspaceId, inserted.id, input.team_ids)
    if (wrong) return wrong
    await audit(tx, actor, 'member.added', inserted.id, { email: input.email, role: input.role }, now)
    return done((await listMembers(tx, actor, inserted.id))[0]!)
  })
}

/** Changes the name the member has here, role or teams. */
export async function changeMember(
  ctx: Context,
  actor: Actor,
  id: string,
  change: MemberChange,
): Promise<Outcome<Member>> {
  return inTransaction(ctx.db, async (tx) => {
    await lockWorkspace(tx, actor.workspaceId)
    const target = await lockMember(tx, actor.workspaceId, id)
    if (!target) return notFound('member')
    if (change.role && change.role !== target.role) {
      const refusal = refuseMemberChange({ actor, target, next: change.role, owners: target.owners })
      if (refusal) return fail({ kind: 'forbidden', ...refusal })
      await tx
        .updateTable('members')
        .set({ role: change.role })
        .where('workspace_id', '=', actor.workspaceId)
        .where('id', '=', id)
        .execute()
    }
    if (change.name) {
      await tx
        .updateTable('members')
        .set(target.invited_name === null ? { name: change.name } : { invited_name: change.name })
        .where('workspace_id', '=', actor.workspaceId)
        .where('id', '=', id)
        .execute()
    }
    if (change.team_ids) {
      const wrong = await setTeams(tx, actor.workspaceId, id, change.team_ids)
      if (wrong) return wrong
    }
    await tell(tx, { workspace_id: actor.workspaceId, kind: 'member' })
    await audit(tx, actor, 'member.changed', id, { ...change, role_before: target.role }, ctx.clock.now())
    return done((await listMembers(tx, actor, id))[0]!)
  })
}

/** Ends a membership at once: sessions end, keys bound to it stop. What the member did keeps the name. */
export async function removeMember(ctx: Context, actor: Actor, id: string): Promise<Outcome<null>> {
  return inTransaction(ctx.db, async (tx) => {
    const target = await lockMember(tx, actor.workspaceId, id)
    if (!target) return notFound('member')
    const refusal = refuseMemberChange({ actor, target, next: null, owners: target.owners })
    if (refusal) return fail({ kind: 'forbidden', ...refusal })
    const now = ctx.clock.now()
    await tx
      .updateTable('members')
      .set({ removed_at: new Date(now), invitation_hash: null, invited_name: null })
      .where('workspace_id', '=', actor.workspaceId)
      .where('id', '=', id)
      .execute()
    await tx
      .deleteFrom('sessions')
      .where('user_id', '=', target.user_id)
      .where('active_workspace_id', '=', actor.workspaceId)
      .execute()
    await tx
      .updateTable('api_keys')
      .set({ revoked_at: new Date(now) })
      .where('workspace_id', '=', actor.workspaceId)
      .where('member_id', '=', id)
      .where('revoked_at', 'is', null)
      .execute()
    // What he leaves behind is the business of those downstream.
    for (const work of Object.values(toUnassign)) {
      await enqueueOne(tx, work, { workspaceId: actor.workspaceId, id })
    }
    await tell(tx, { workspace_id: actor.workspaceId, kind: 'member' })
    await audit(tx, actor, 'member.removed', id, {}, now)
    return done(null)
  })
}

async function lockMember(tx: Tx, workspaceId: string, id: string) {
  // All owners are locked with it, so that two changes at once cannot remove the last two.
  const rows = await tx
    .selectFrom('members')
    .select(['id', 'user_id', 'role', 'joined_at', 'invited_name'])
    .where('workspace_id', '=', workspaceId)
    .where('removed_at', 'is', null)
    .where((eb) => eb.or([eb('id', '=', id), eb('role', '=', 'owner')]))
    .orderBy('id')
    .forUpdate()
    .execute()
  const found = rows.find((row) => row.id === id)
  const owners = rows.filter((row) => row.role === 'owner' && row.joined_at !== null).length
  return found && { ...found, joined: found.joined_at !== null, owners }
}

/** Null when all the teams are there and set. */
async function setTeams(
  tx: Tx,
  workspaceId: string,
  memberId: string,
  teamIds: string[],
): Promise<ReturnType<typeof invalid> | null> {
  const wanted = [...new Set(teamIds)]
  await tx
    .deleteFrom('team_members')
    .where('workspace_id', '=', workspaceId)
    .where('member_id', '=', memberId)
    .execute()
  if (wanted.length === 0) return null
  const known = await tx
    .selectFrom('teams')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', wanted)
    .execute()
  if (known.length < wanted.length) return invalid('team_ids', 'names a team that is not in this workspace')
  await tx
    .insertInto('team_members')
    .values(wanted.map((teamId) => ({ workspace_id: workspaceId, team_id: teamId, member_id: memberId })))
    .execute()
  return null
}
