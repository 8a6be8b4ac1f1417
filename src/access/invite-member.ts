import type { Brand } from '../branding/brand.ts'
import { oneLine } from '../branding/one-line.ts'
import type { Context } from '../platform/context.ts'
import { type Mailer, NoMailServer } from '../platform/mailer.ts'
import type { Actor } from './actor.ts'
import { type Auth, makePasswordLink } from './auth.ts'
import { invitationMail } from './member-mail.ts'
import type { Invitation, Member } from './schema.ts'

type Deps = { ctx: Context; auth: Auth; mailer: Mailer }

/**
 * Mails a member the way in and says whether the mail server took it (J11). When it did not, whoever manages
 * members gets the link to hand over, unless it would open more than this membership.
 */
export async function inviteMember(
  { ctx, auth, mailer }: Deps,
  actor: Actor,
  member: Member,
): Promise<Invitation> {
  const { brand, inviter, userId, hasPassword, elsewhere } = await gather(ctx, actor, member.id)
  const url = hasPassword
    ? `${ctx.config.publicUrl}/sign-in`
    : await makePasswordLink(auth, ctx.config, userId)
  try {
    await mailer.send(invitationMail(member, { brand, inviter, hasPassword, url }))
    return { sent: true, problem: null, url: null }
  } catch (error) {
    if (!(error instanceof NoMailServer)) ctx.log.warn({ err: error }, 'the invitation could not be sent')
    const ownersOnly = member.role === 'owner' && actor.role !== null && actor.role !== 'owner'
    const safe = hasPassword || (!elsewhere && !ownersOnly)
    return { sent: false, problem: problemOf(error), url: safe ? url : null }
  }
}

function problemOf(error: unknown): string {
  if (error instanceof NoMailServer) return 'This Candor has no mail server yet, so no mail went out.'
  const said = error instanceof Error ? oneLine(error.message, 160) : ''
  return `The mail server did not take the mail${said ? ` (${said})` : ''}.`
}

async function gather(ctx: Context, { workspaceId, memberId }: Actor, id: string) {
  const workspace = await ctx.db
    .selectFrom('workspaces')
    .select(['name', 'brand_color', 'logo'])
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  const people = await ctx.db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .select(['members.id', 'members.user_id', 'users.name'])
    .where('members.workspace_id', '=', workspaceId)
    .where('members.id', 'in', memberId === null ? [id] : [id, memberId])
    .execute()
  const userId = people.find((person) => person.id === id)!.user_id
  const account = await ctx.db
    .selectFrom('accounts')
    .select('id')
    .where('user_id', '=', userId)
    .limit(1)
    .executeTakeFirst()
  const elsewhere = await ctx.db
    .selectFrom('members')
    .select('id')
    .where('user_id', '=', userId)
    .where('workspace_id', '!=', workspaceId)
    .limit(1)
    .executeTakeFirst()
  const brand: Brand = { name: workspace.name, color: workspace.brand_color, iconUrl: workspace.logo }
  return {
    brand,
    inviter: people.find((person) => person.id === memberId)?.name ?? null,
    userId,
    hasPassword: account !== undefined,
    elsewhere: elsewhere !== undefined,
  }
}
