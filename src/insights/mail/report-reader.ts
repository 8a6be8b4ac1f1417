import { ROLE_ABILITIES } from '../../access/abilities.ts'
import type { Actor } from '../../access/actor.ts'
import type { Context } from '../../platform/context.ts'
import { done, fail, type Outcome } from '../../platform/outcome.ts'

/**
 * With whose eyes the report is read that goes to an address: a member's own, or else an admin's, who decided that it
 * goes there. Who was a member and is gone reads nothing any more: it was decided for the member.
 */
export async function readerAt(ctx: Context, workspaceId: string, address: string): Promise<Outcome<Actor>> {
  const member = await ctx.db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .select(['members.id', 'members.role', 'members.removed_at'])
    .where('members.workspace_id', '=', workspaceId)
    .where((eb) => eb(eb.fn<string>('lower', ['users.email']), '=', address.toLowerCase()))
    .executeTakeFirst()
  if (member && member.removed_at !== null) {
    const message = 'Nothing was sent: this member has left. Take the address off the report.'
    return fail({ kind: 'forbidden', reason: 'member_left', message })
  }
  const role = member?.role ?? 'admin'
  return done({
    workspaceId,
    kind: member ? 'member' : 'api_key',
    id: member?.id ?? workspaceId,
    memberId: member?.id ?? null,
    role,
    isOwner: role === 'owner',
    answerableId: member?.id ?? null,
    abilities: new Set(ROLE_ABILITIES[role]),
  })
}
