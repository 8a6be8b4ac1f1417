import type { Context } from '../platform/context.ts'
import { randomSecret, sameBytes, sha256 } from '../platform/crypto.ts'
import type { Db, Tx } from '../platform/database.ts'
import { uuidFromBytes, uuidToBytes } from '../platform/ids.ts'

/** How long an invitation is good, in milliseconds. */
const GOOD_FOR_MS = 72 * 60 * 60_000
const ID_BYTES = 16
const TOKEN_BYTES = 2 * ID_BYTES + 32

/** A membership that waits for its user to accept it, as its link finds it. */
export type OpenInvitation = {
  workspaceId: string
  workspaceName: string
  memberId: string
  name: string
  userId: string
  email: string
  /** The link went out by mail, so whoever has it reads that mailbox. */
  mailed: boolean
  /** The user has shown before, with a mailed link, that the address is his. */
  verified: boolean
  /** Null: no password yet. */
  passwordHash: string | null
}

/** A new link to this invitation; the ones before it stop working. Only a hash of its secret is kept. */
export async function makeInvitationLink(
  ctx: Context,
  member: { workspaceId: string; id: string },
  { mailed }: { mailed: boolean },
): Promise<string> {
  const ids = [uuidToBytes(member.workspaceId), uuidToBytes(member.id)]
  const secret = randomSecret()
  await ctx.db
    .updateTable('members')
    .set({
      invitation_hash: sha256(secret),
      invitation_until: new Date(ctx.clock.now() + GOOD_FOR_MS),
      invitation_mailed: mailed,
    })
    .where('workspace_id', '=', member.workspaceId)
    .where('id', '=', member.id)
    .where('joined_at', 'is', null)
    .execute()
  const token = Buffer.concat([...ids, secret]).toString('base64url')
  return `${ctx.config.publicUrl}/invitation?token=${token}`
}

/** The invitation behind a link's token; null when it was used, replaced, taken back or is too old. */
export async function findInvitation(
  db: Db | Tx,
  token: string,
  now: number,
  { lock = false } = {},
): Promise<OpenInvitation | null> {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== TOKEN_BYTES) return null
  let query = db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .innerJoin('workspaces', 'workspaces.id', 'members.workspace_id')
    .select([
      'members.workspace_id',
      'workspaces.name as workspace_name',
      'members.id',
      'members.name',
      'members.invited_name',
      'members.user_id',
      'members.invitation_hash',
      'members.invitation_mailed',
      'users.email',
      'users.email_verified',
    ])
    .where('members.workspace_id', '=', uuidFromBytes(bytes.subarray(0, ID_BYTES)))
    .where('members.id', '=', uuidFromBytes(bytes.subarray(ID_BYTES, 2 * ID_BYTES)))
    .where('members.joined_at', 'is', null)
    .where('members.removed_at', 'is', null)
    .where('members.invitation_until', '>', new Date(now) as never)
  // The user too: two invitations at once must not both find him without a password.
  if (lock) query = query.forUpdate(['members', 'users'])
  const row = await query.executeTakeFirst()
  const isIt = row?.invitation_hash && sameBytes(row.invitation_hash, sha256(bytes.subarray(2 * ID_BYTES)))
  if (!row || !isIt) return null
  const account = await db
    .selectFrom('accounts')
    .select('password')
    .where('user_id', '=', row.user_id)
    .where('provider_id', '=', 'credential')
    .executeTakeFirst()
  return {
    workspaceId: row.workspace_id,
    workspaceName: row.workspace_name,
    memberId: row.id,
    name: row.invited_name ?? row.name,
    userId: row.user_id,
    email: row.email,
    mailed: row.invitation_mailed,
    verified: row.email_verified,
    passwordHash: account?.password ?? null,
  }
}

/**
 * What must be entered to accept (docs/decisions/0008). Who read the mail, or has no password yet, chooses one.
 * Otherwise the password shows that he is the user; and while nothing has shown that the address is his,
 * somebody else may know that password, so he chooses a new one with it.
 */
export function neededFor(invitation: OpenInvitation): { password: boolean; newPassword: boolean } {
  const { mailed, verified, passwordHash } = invitation
  if (passwordHash === null) return { password: false, newPassword: true }
  if (verified) return { password: true, newPassword: false }
  return { password: !mailed, newPassword: true }
}
