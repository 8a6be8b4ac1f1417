import { ROLE_ABILITIES } from '../../access/abilities.ts'
import type { Actor } from '../../access/actor.ts'
import type { Context } from '../../platform/context.ts'

/**
 * With whose eyes the report is read that goes to an address: a member's own, or else an admin's, who decided that it
 * goes there.
 */
export async function readerAt(ctx: Context, workspaceId: string, address: string): Promise<Actor> {
  const member = await ctx.db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .select(['members.id', 'members.role'])
    .where('members.workspace_id', '=', workspaceId)
    .where('members.removed_at', 'is', null)
    .where((eb) => eb(eb.fn<string>('lower', ['users.email']), '=', address.toLowerCase()))
    .executeTakeFirst()
  const role = member?.role ?? 'admin'
  return {
    workspaceId,
    kind: member ? 'member' : 'api_key',
    id: member?.id ?? workspaceId,
    memberId: member?.id ?? null,
    role,
    isOwner: role === 'owner',
    answerableId: member?.id ?? null,
    abilities: new Set(ROLE_ABILITIES[role]),
  }
}
