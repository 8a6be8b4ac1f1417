import type { Context } from '../platform/context.ts'
import { randomSecret, sha256 } from '../platform/crypto.ts'
import { inTransaction, type Db, type Tx } from '../platform/database.ts'
import { newId, uuidFromBytes, uuidToBytes } from '../platform/ids.ts'
import { tell } from '../platform/live.ts'
import { done, fail, invalid, notFound, type Outcome } from '../platform/outcome.ts'
import { toIso, toIsoOrNull } from '../platform/clock.ts'
import type { Role } from '../policy/settings.ts'
import { ABILITIES } from './abilities.ts'
import type { Actor } from './actor.ts'
import { audit } from './audit.ts'
import type { ApiKey } from './schema.ts'

const PREFIX = 'cnd_'
const TOUCH_EVERY_MS = 60_000

export type FoundKey = {
  workspace_id: string
  id: string
  scopes: string[]
  member_id: string | null
  role: Role | null
  created_by: string | null
  as_owner: boolean
  maker_is_owner: boolean
  last_used_at: number | null
}

/** `cnd_` and 48 bytes of base64url: the workspace's id, so that a look-up goes to one shard, and 256 random bits. */
function newKeyText(workspaceId: string): string {
  return PREFIX + Buffer.concat([uuidToBytes(workspaceId), randomSecret()]).toString('base64url')
}

/** Stores a new key in the caller's transaction; the text is shown once and not kept. */
export async function insertKey(
  tx: Tx,
  key: {
    workspaceId: string
    name: string
    scopes: string[]
    memberId: string | null
    createdBy: string | null
    asOwner: boolean
  },
  now: number,
): Promise<{ id: string; key: string; hint: string }> {
  const text = newKeyText(key.workspaceId)
  const id = newId()
  const hint = text.slice(-4)
  await tx
    .insertInto('api_keys')
    .values({
      workspace_id: key.workspaceId,
      id,
      name: key.name,
      hash: sha256(text),
      hint,
      scopes: key.scopes,
      member_id: key.memberId,
      created_by: key.createdBy,
      as_owner: key.asOwner,
      created_at: new Date(now),
    })
    .execute()
  return { id, key: text, hint }
}

/** The key behind a text, if it is one of ours, not revoked, and its member (if any) still is one. */
export async function findKey(db: Db, text: string): Promise<FoundKey | null> {
  if (!text.startsWith(PREFIX)) return null
  const bytes = Buffer.from(text.slice(PREFIX.length), 'base64url')
  if (bytes.length !== 48) return null
  const row = await db
    .selectFrom('api_keys')
    .leftJoin('members', (join) =>
      join
        .onRef('members.workspace_id', '=', 'api_keys.workspace_id')
        .onRef('members.id', '=', 'api_keys.member_id'),
    )
    .leftJoin('members as maker', (join) =>
      join
        .onRef('maker.workspace_id', '=', 'api_keys.workspace_id')
        .onRef('maker.id', '=', 'api_keys.created_by')
        .on('maker.role', '=', 'owner')
        .on('maker.removed_at', 'is', null),
    )
    .select([
      'api_keys.workspace_id',
      'api_keys.id',
      'api_keys.scopes',
      'api_keys.member_id',
      'api_keys.last_used_at',
      'api_keys.created_by',
      'api_keys.as_owner',
      'members.role',
      'members.removed_at',
    ])
    .select((eb) => eb('maker.id', 'is not', null).$castTo<boolean>().as('maker_is_owner'))
    .where('api_keys.workspace_id', '=', uuidFromBytes(bytes.subarray(0, 16)))
    .where('api_keys.hash', '=', sha256(text))
    .where('api_keys.revoked_at', 'is', null)
    .executeTakeFirst()
  return row && row.removed_at === null ? row : null
}

/** Notes the use, at most once a minute and not in the request's way. */
export function touchKey(ctx: Context, key: FoundKey): void {
  const now = ctx.clock.now()
  if (key.last_used_at !== null && now - key.last_used_at < TOUCH_EVERY_MS) return
  ctx.db
    .updateTable('api_keys')
    .set({ last_used_at: new Date(now) })
    .where('workspace_id', '=', key.workspace_id)
    .where('id', '=', key.id)
    .execute()
    .catch((error: unknown) => ctx.log.warn({ err: error }, 'could not note the use of an API key'))
}

/**
 * Makes a key with some of the abilities; one bound to a member acts with that member's role. A key never has
 * more than who makes it: no scope that he lacks, another member's role only from an owner, and an owner's
 * powers only when an owner makes one for the workspace with every scope (J10).
 */
export async function createApiKey(
  ctx: Context,
  actor: Actor,
  input: { name: string; scopes: string[]; member_id?: string | null | undefined },
): Promise<Outcome<ApiKey & { key: string }>> {
  const scopes = input.scopes.includes('*') ? [...ABILITIES] : [...new Set(input.scopes)]
  const unknown = scopes.find((scope) => !ABILITIES.includes(scope as never))
  if (unknown !== undefined) {
    return invalid('scopes', `"${unknown}" is not a scope; the scopes are ${ABILITIES.join(', ')}`)
  }
  const beyond = scopes.find((scope) => !actor.abilities.has(scope as never))
  if (beyond !== undefined) {
    return fail({ kind: 'forbidden', message: `You cannot give the scope ${beyond}, which you do not have.` })
  }
  if (input.member_id && input.member_id !== actor.memberId && !actor.isOwner) {
    return fail({
      kind: 'forbidden',
      reason: 'owners_only',
      message: 'Only an owner can make a key that acts as another member.',
    })
  }
  const isOfWorkspace = !input.member_id
  return inTransaction(ctx.db, async (tx) => {
    if (input.member_id) {
      const member = await tx
        .selectFrom('members')
        .select('id')
        .where('workspace_id', '=', actor.workspaceId)
        .where('id', '=', input.member_id)
        .where('removed_at', 'is', null)
        .executeTakeFirst()
      if (!member) return invalid('member_id', 'there is no such member in this workspace')
    }
    const now = ctx.clock.now()
    const made = await insertKey(
      tx,
      {
        workspaceId: actor.workspaceId,
        name: input.name,
        scopes,
        memberId: input.member_id ?? null,
        createdBy: actor.answerableId,
        asOwner: isOfWorkspace && actor.isOwner && scopes.length === ABILITIES.length,
      },
      now,
    )
    await audit(tx, actor, 'api_key.created', made.id, { name: input.name, scopes }, now)
    return done({
      id: made.id,
      key: made.key,
      name: input.name,
      hint: made.hint,
      scopes,
      member_id: input.member_id ?? null,
      created_by: actor.answerableId,
      created_at: toIso(now),
      last_used_at: null,
    })
  })
}

/** The keys that work, newest first. */
export async function listApiKeys(ctx: Context, workspaceId: string): Promise<ApiKey[]> {
  const rows = await ctx.db
    .selectFrom('api_keys')
    .select(['id', 'name', 'hint', 'scopes', 'member_id', 'created_by', 'created_at', 'last_used_at'])
    .where('workspace_id', '=', workspaceId)
    .where('revoked_at', 'is', null)
    .orderBy('created_at', 'desc')
    .execute()
  return rows.map((row) => ({
    ...row,
    created_at: toIso(row.created_at),
    last_used_at: toIsoOrNull(row.last_used_at),
  }))
}

/** Ends a key at once. */
export async function revokeApiKey(ctx: Context, actor: Actor, id: string): Promise<Outcome<null>> {
  return inTransaction(ctx.db, async (tx) => {
    const now = ctx.clock.now()
    const revoked = await tx
      .updateTable('api_keys')
      .set({ revoked_at: new Date(now) })
      .where('workspace_id', '=', actor.workspaceId)
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .returning('name')
      .executeTakeFirst()
    if (!revoked) return notFound('API key')
    await tell(tx, { workspace_id: actor.workspaceId, kind: 'member' })
    await audit(tx, actor, 'api_key.revoked', id, { name: revoked.name }, now)
    return done(null)
  })
}
