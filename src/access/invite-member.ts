import type { Brand } from '../branding/brand.ts'
import { oneLine } from '../branding/one-line.ts'
import type { Context } from '../platform/context.ts'
import { type Mailer, NoMailServer } from '../platform/mailer.ts'
import { mayGive } from '../policy/people/member-change.ts'
import type { Actor } from './actor.ts'
import { brandOf } from './brands.ts'
import { memberName } from './directory.ts'
import { makeInvitationLink } from './invitation-link.ts'
import { invitationMail } from './member-mail.ts'
import type { Invitation, Member } from './schema.ts'

/**
 * Mails a member the way in and says whether the mail server took it (J11). When it did not, whoever manages
 * members gets another link to hand over, which proves less (see `neededFor`). An owner's only owners get.
 */
export async function inviteMember(
  { ctx, mailer }: { ctx: Context; mailer: Mailer },
  actor: Actor,
  member: Member,
): Promise<Invitation> {
  const name = { workspaceId: actor.workspaceId, id: member.id }
  try {
    if (!mailer.configured) throw new NoMailServer()
    const facts = await gather(ctx, actor)
    const url = await makeInvitationLink(ctx, name, { mailed: true })
    await mailer.send(
      invitationMail({ ...member, name: member.invited_as ?? member.name }, { ...facts, url }),
    )
    return { sent: true, problem: null, url: null }
  } catch (error) {
    if (!(error instanceof NoMailServer)) ctx.log.warn({ err: error }, 'the invitation could not be sent')
    const url = mayGive(actor, member.role) ? await makeInvitationLink(ctx, name, { mailed: false }) : null
    return { sent: false, problem: problemOf(error), url }
  }
}

function problemOf(error: unknown): string {
  if (error instanceof NoMailServer) return 'This Candor has no mail server yet, so no mail went out.'
  const said = error instanceof Error ? oneLine(error.message, 160) : ''
  return `The mail server did not take the mail${said ? ` (${said})` : ''}.`
}

async function gather(
  ctx: Context,
  { workspaceId, memberId }: Actor,
): Promise<{ brand: Brand; inviter: string | null }> {
  return {
    brand: await brandOf(ctx.db, workspaceId),
    inviter: memberId === null ? null : await memberName(ctx.db, workspaceId, memberId),
  }
}
