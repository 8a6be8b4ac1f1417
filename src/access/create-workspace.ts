import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import { randomSecret, seal } from '../platform/crypto.ts'
import { inTransaction, type Tx } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { done, fail, type Outcome } from '../platform/outcome.ts'
import { presetPolicy } from '../policy/presets.ts'
import { ABILITIES } from './abilities.ts'
import { insertKey } from './api-keys.ts'
import { audit } from './audit.ts'
import type { Auth } from './auth.ts'

export type NewWorkspace = {
  workspace: string
  ownerName: string
  ownerEmail: string
  ownerPassword: string
}

export type CreatedWorkspace = { workspaceId: string; memberId: string; apiKey: string; ownerEmail: string }

/** Any fixed number: two set-ups at once take turns on it. */
const SETUP_LOCK = 7_263_002

/**
 * Makes a workspace with its owner, its first policy (by hand, and off: C1) and a key with every scope, all
 * or nothing. Whoever has an account already is the owner only with its password. With `onlyFirst` it is refused once
 * there is any workspace.
 */
export async function createWorkspace(
  ctx: Context,
  auth: Auth,
  input: NewWorkspace,
  { onlyFirst = false } = {},
): Promise<Outcome<CreatedWorkspace>> {
  const password = await (await auth.$context).password.hash(input.ownerPassword)
  return inTransaction(ctx.db, async (tx) => {
    await sql`select pg_advisory_xact_lock(${SETUP_LOCK})`.execute(tx)
    if (onlyFirst && (await hasWorkspace(tx))) {
      return fail({ kind: 'conflict', message: 'Candor is set up already. Sign in instead.' })
    }
    const now = ctx.clock.now()
    const workspaceId = newId()
    const memberId = newId()
    const userId = await ensureUser(tx, input.ownerName, input.ownerEmail, password)
    if (!(await hasPassword(tx, auth, userId, input.ownerPassword))) {
      return fail({
        kind: 'conflict',
        reason: 'account_exists',
        message: `${input.ownerEmail} has an account here already, with another password. Give that password.`,
      })
    }
    await tx
      .insertInto('workspaces')
      .values({
        id: workspaceId,
        name: input.workspace,
        slug: workspaceId,
        widget_secret: seal(ctx.keys.sealing, randomSecret().toString('hex')),
        created_at: new Date(now),
      })
      .execute()
    await tx
      .insertInto('members')
      .values({
        workspace_id: workspaceId,
        id: memberId,
        user_id: userId,
        name: input.ownerName,
        role: 'owner',
        created_at: new Date(now),
        joined_at: new Date(now),
      })
      .execute()
    await tx
      .insertInto('policies')
      .values({
        workspace_id: workspaceId,
        version: 1,
        preset: 'by_hand',
        policy: JSON.stringify(presetPolicy('by_hand')),
        changed_by: memberId,
        changed_by_kind: 'member',
        changed_at: new Date(now),
      })
      .execute()
    const { key } = await insertKey(
      tx,
      {
        workspaceId,
        name: 'Set-up',
        scopes: [...ABILITIES],
        memberId: null,
        createdBy: memberId,
        asOwner: true,
      },
      now,
    )
    const owner = { workspaceId, kind: 'member' as const, id: memberId }
    await audit(tx, owner, 'workspace.created', workspaceId, { name: input.workspace }, now)
    return done({ workspaceId, memberId, apiKey: key, ownerEmail: input.ownerEmail.toLowerCase() })
  })
}

async function hasPassword(tx: Tx, auth: Auth, userId: string, password: string): Promise<boolean> {
  const account = await tx
    .selectFrom('accounts')
    .select('password')
    .where('user_id', '=', userId)
    .where('provider_id', '=', 'credential')
    .executeTakeFirst()
  const hash = account?.password
  return hash ? (await auth.$context).password.verify({ hash, password }) : false
}

export async function hasWorkspace(tx: Pick<Tx, 'selectFrom'>): Promise<boolean> {
  return (await tx.selectFrom('workspaces').select('id').limit(1).executeTakeFirst()) !== undefined
}

/** The user of an address, made if there is none; `passwordHash` null leaves him without a password for now. */
export async function ensureUser(
  tx: Tx,
  name: string,
  address: string,
  passwordHash: string | null,
): Promise<string> {
  const email = address.toLowerCase()
  const id = newId()
  const inserted = await tx
    .insertInto('users')
    .values({ id, name, email })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst()
  const userId = inserted
    ? inserted.id
    : (await tx.selectFrom('users').select('id').where('email', '=', email).executeTakeFirstOrThrow()).id
  if (passwordHash !== null) await giveFirstPassword(tx, userId, passwordHash)
  return userId
}

/** Somebody who was only invited so far has none; one that is there stays. */
async function giveFirstPassword(tx: Tx, userId: string, hash: string): Promise<void> {
  const known = await tx
    .selectFrom('accounts')
    .select('id')
    .where('user_id', '=', userId)
    .where('provider_id', '=', 'credential')
    .executeTakeFirst()
  if (known) return
  await tx
    .insertInto('accounts')
    .values({
      id: newId(),
      user_id: userId,
      account_id: userId,
      provider_id: 'credential',
      password: hash,
    })
    .execute()
}
