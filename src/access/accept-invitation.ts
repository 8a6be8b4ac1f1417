import type { Context } from '../platform/context.ts'
import { inTransaction, type Tx } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { tell } from '../platform/live.ts'
import { done, fail, invalid, type Outcome } from '../platform/outcome.ts'
import { audit } from './audit.ts'
import { PASSWORD_LENGTH } from '../policy/people/password.ts'
import { type Auth, forgetResetLinks } from './auth.ts'
import { findInvitation, neededFor, type OpenInvitation } from './invitation-link.ts'
import type { InvitationAnswer, InvitationView } from './schema.ts'

/** What an invitation is to, and what has to be entered to accept it. Refused: gone. */
export async function readInvitation(ctx: Context, token: string): Promise<Outcome<InvitationView>> {
  const found = await findInvitation(ctx.db, token, ctx.clock.now())
  if (!found) return over()
  const { password, newPassword } = neededFor(found)
  return done({
    workspace: found.workspaceName,
    name: found.name,
    email: found.email,
    needs: { password, new_password: newPassword },
  })
}

export type Accepted = { userId: string; email: string; password: string; workspaceId: string }

/**
 * The user accepts an invitation, and from then on the membership opens what its role may (J11). Refused when
 * the link is over, or when what is needed is missing or wrong. A new password ends the user's sessions and
 * links. Answers with what signs him in.
 */
export async function acceptInvitation(
  { ctx, auth }: { ctx: Context; auth: Auth },
  input: InvitationAnswer,
): Promise<Outcome<Accepted>> {
  const found = await findInvitation(ctx.db, input.token, ctx.clock.now())
  if (!found) return over()
  const needs = neededFor(found)
  const { password: hasher } = await auth.$context
  const { password, new_password: newPassword } = input
  const isOld = async (text: string): Promise<boolean> =>
    found.passwordHash !== null && (await hasher.verify({ hash: found.passwordHash, password: text }))
  if (needs.password && !(password && (await isOld(password)))) {
    return fail({ kind: 'unauthenticated', message: 'That is not the password of this account.' })
  }
  if (needs.newPassword) {
    if (!newPassword) return invalid('new_password', `must have at least ${PASSWORD_LENGTH.least} characters`)
    if (newPassword.length > PASSWORD_LENGTH.most) return invalid('new_password', 'is too long')
    if (await isOld(newPassword)) return invalid('new_password', 'must be another one than before')
  }
  const hash = needs.newPassword ? await hasher.hash(newPassword!) : null
  const accepted = { userId: found.userId, email: found.email, workspaceId: found.workspaceId }
  return inTransaction(ctx.db, async (tx) => {
    const now = ctx.clock.now()
    const still = await findInvitation(tx, input.token, now, { lock: true })
    // Meanwhile used, or the password is another one by now.
    if (!still || still.passwordHash !== found.passwordHash) return over()
    if (hash !== null) await setPassword(tx, still, hash)
    if (still.mailed) {
      await tx.updateTable('users').set({ email_verified: true }).where('id', '=', still.userId).execute()
    }
    await join(tx, still, now)
    return done({ ...accepted, password: needs.newPassword ? newPassword! : password! })
  })
}

async function setPassword(tx: Tx, { userId, passwordHash }: OpenInvitation, hash: string): Promise<void> {
  if (passwordHash === null) {
    const credential = { account_id: userId, provider_id: 'credential', password: hash }
    await tx
      .insertInto('accounts')
      .values({ id: newId(), user_id: userId, ...credential })
      .execute()
  } else {
    await tx
      .updateTable('accounts')
      .set({ password: hash })
      .where('user_id', '=', userId)
      .where('provider_id', '=', 'credential')
      .execute()
  }
  await tx.deleteFrom('sessions').where('user_id', '=', userId).execute()
  await forgetResetLinks(tx, userId)
}

async function join(
  tx: Tx,
  { workspaceId, memberId, name, mailed }: OpenInvitation,
  now: number,
): Promise<void> {
  await tx
    .updateTable('members')
    .set({
      name,
      invited_name: null,
      joined_at: new Date(now),
      invitation_hash: null,
      invitation_until: null,
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', memberId)
    .execute()
  await tell(tx, { workspace_id: workspaceId, kind: 'member' })
  const actor = { workspaceId, kind: 'member' as const, id: memberId }
  await audit(tx, actor, 'member.joined', memberId, { by_mail: mailed }, now)
}

function over(): Outcome<never> {
  return fail({
    kind: 'gone',
    reason: 'invitation_over',
    message:
      'This invitation was used already, was replaced by a newer one, or is too old. Ask for a new one.',
  })
}
