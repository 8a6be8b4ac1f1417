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
 * or nothing. An owner who has an account already keeps the password. With `onlyFirst` it is refused once
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
      { workspaceId, name: 'Set-up', scopes: [...ABILITIES], memberId: null, createdBy: memberId },
      now,
    )
    const owner = { workspaceId, kind: 'member' as const, id: memberId }
    await audit(tx, owner, 'workspace.created', workspaceId, { name: input.workspace }, now)
    return done({ workspaceId, memberId, apiKey: key, ownerEmail: input.ownerEmail.toLowerCase() })
  })
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
  if (!inserted) {
    const known = await tx
      .selectFrom('users')
      .select('id')
      .where('email', '=', email)
      .executeTakeFirstOrThrow()
    return known.id
  }
  if (passwordHash !== null) {
    await tx
      .insertInto('accounts')
      .values({ id: newId(), user_id: id, account_id: id, provider_id: 'credential', password: passwordHash })
      .execute()
  }
  return id
}
