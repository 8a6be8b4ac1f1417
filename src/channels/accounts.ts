import { type Selectable, sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import { randomSecret, sameBytes, seal, sha256, unseal } from '../platform/crypto.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Tables } from '../platform/tables/tables.ts'
import type { Instant } from '../policy/decision.ts'
import type { ChannelId } from '../policy/settings.ts'

/** The accounts' SQL and their seals. Every query names the workspace. */

export type AccountRow = Selectable<Tables['channel_accounts']>
type Name = { workspaceId: string; channel: ChannelId }
type Sealing = Pick<Context, 'keys'>

/** Channels that are read over a connection of our own: how that does and how things go out are noted apart. */
export function isReadApart(channel: ChannelId): boolean {
  return channel === 'email' || channel === 'discord'
}

export async function findAccount(
  db: Db | Tx,
  { workspaceId, channel }: Name,
): Promise<AccountRow | undefined> {
  return db
    .selectFrom('channel_accounts')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('channel', '=', channel)
    .executeTakeFirst()
}

export async function listAccounts(db: Db, workspaceId: string): Promise<AccountRow[]> {
  return db.selectFrom('channel_accounts').selectAll().where('workspace_id', '=', workspaceId).execute()
}

/** What is stored of an account; null once it is disconnected. */
export function settingsOf(
  { keys }: Sealing,
  row: Pick<AccountRow, 'settings'> | undefined,
): Record<string, unknown> | null {
  if (!row || row.settings === null) return null
  return JSON.parse(unseal(keys.sealing, row.settings)) as Record<string, unknown>
}

/** Where the provider calls us: nobody can guess it who was not told. */
export function hookUrl(
  { keys, config }: Pick<Context, 'keys' | 'config'>,
  row: Pick<AccountRow, 'workspace_id' | 'channel' | 'hook_secret'>,
): string {
  const secret = unseal(keys.sealing, row.hook_secret)
  return `${config.publicUrl}/hooks/${row.workspace_id}/${row.channel}/${secret}`
}

/** Is this the last part of the account's address? */
export function isHookSecret({ keys }: Sealing, row: AccountRow, secret: string): boolean {
  return sameBytes(sha256(secret), sha256(unseal(keys.sealing, row.hook_secret)))
}

/** Connects or changes an account. A new version is another channel to whoever holds the old one. */
export async function storeAccount(
  { keys }: Sealing,
  tx: Tx,
  { workspaceId, channel }: Name,
  settings: object,
  who: { memberId: string | null; now: Instant },
): Promise<void> {
  const at = new Date(who.now)
  const sealed = {
    settings: seal(keys.sealing, JSON.stringify(settings)),
    state: 'connected' as const,
    last_error: null,
    // Nothing is known yet of what was entered now.
    last_ok_at: null,
    sends_error: null,
    updated_at: at,
  }
  const secret = seal(keys.sealing, randomSecret(18).toString('base64url'))
  await tx
    .insertInto('channel_accounts')
    .values({
      workspace_id: workspaceId,
      channel,
      ...sealed,
      hook_secret: secret,
      connected_by: who.memberId,
      connected_at: at,
    })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'channel']).doUpdateSet((eb) => ({
        ...sealed,
        version: eb('channel_accounts.version', '+', 1),
        connected_by: who.memberId,
        connected_at: at,
      })),
    )
    .execute()
}

/** Forgets the settings, and the address that the provider was given. */
export async function emptyAccount(
  { keys }: Sealing,
  tx: Tx,
  { workspaceId, channel }: Name,
  now: Instant,
): Promise<void> {
  await tx
    .updateTable('channel_accounts')
    .set((eb) => ({
      settings: null,
      state: 'disconnected',
      last_error: null,
      hook_secret: seal(keys.sealing, randomSecret(18).toString('base64url')),
      version: eb('version', '+', 1),
      updated_at: new Date(now),
    }))
    .where('workspace_id', '=', workspaceId)
    .where('channel', '=', channel)
    .execute()
}

/** Notes how the account does: `error` null when the provider took something. Another version is not meant. */
export async function noteHealth(
  db: Db,
  { workspaceId, channel, version }: Name & { version: number },
  error: string | null,
  now: Instant,
): Promise<void> {
  await db
    .updateTable('channel_accounts')
    .set({
      state: error === null ? 'connected' : 'failing',
      last_error: error,
      ...(error === null ? { last_ok_at: new Date(now) } : {}),
      updated_at: new Date(now),
    })
    .where('workspace_id', '=', workspaceId)
    .where('channel', '=', channel)
    .where('version', '=', version)
    .where('state', '<>', 'disconnected')
    .execute()
}

/** Notes that the provider was told where to call. How it does otherwise tells nothing of that. */
export async function noteTold(db: Db, { workspaceId, channel, version }: Name & { version: number }) {
  await db
    .updateTable('channel_accounts')
    .set({ told_version: version })
    .where('workspace_id', '=', workspaceId)
    .where('channel', '=', channel)
    .where('version', '=', version)
    .execute()
}

/** Notes how things go out, of an account that is read by a connection of our own (`isReadApart`); null when they do. */
export async function noteSending(
  db: Db,
  { workspaceId, channel, version }: Name & { version: number },
  error: string | null,
): Promise<void> {
  await db
    .updateTable('channel_accounts')
    .set({ sends_error: error })
    .where('workspace_id', '=', workspaceId)
    .where('channel', '=', channel)
    .where('version', '=', version)
    .execute()
}

type Watcher = { id: string; until: Instant; now: Instant }

/**
 * The accounts of one kind in all workspaces that this process is to read: those that nobody reads, and its own. They
 * are its own until then, unless it takes them again before.
 */
export async function claimAccounts(db: Db, channel: ChannelId, watcher: Watcher): Promise<AccountRow[]> {
  return db
    .updateTable('channel_accounts')
    .set({ watched_by: watcher.id, watched_until: new Date(watcher.until) })
    .where('channel', '=', channel)
    .where('settings', 'is not', null)
    .where((eb) =>
      eb.or([
        eb('watched_by', 'is', null),
        eb('watched_by', '=', watcher.id),
        sql<boolean>`watched_until < ${new Date(watcher.now)}`,
      ]),
    )
    .returningAll()
    .execute()
}

/** Leaves them to others. */
export async function releaseAccounts(db: Db, watcherId: string): Promise<void> {
  await db
    .updateTable('channel_accounts')
    .set({ watched_by: null, watched_until: null })
    .where('watched_by', '=', watcherId)
    .execute()
}

/** How far an account was read, or null. It may be the account before: whoever reads says in it whose it is. */
export async function loadProgress(db: Db, name: Name): Promise<unknown> {
  return (await findAccount(db, name))?.progress ?? null
}

/** Notes how far an account was read. False: it was changed meanwhile, and is read by another than the one that asks. */
export async function saveProgress(
  db: Db,
  { workspaceId, channel, version }: Name & { version: number },
  progress: object,
): Promise<boolean> {
  const saved = await db
    .updateTable('channel_accounts')
    .set({ progress: JSON.stringify(progress) })
    .where('workspace_id', '=', workspaceId)
    .where('channel', '=', channel)
    .where('version', '=', version)
    .returning('version')
    .executeTakeFirst()
  return saved !== undefined
}

/** The workspace's order of other ways (see `Channels.fallback`). */
export async function fallbackOrder(db: Db, workspaceId: string): Promise<ChannelId[]> {
  const row = await db
    .selectFrom('channel_settings')
    .select('fallback')
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst()
  return row?.fallback ?? []
}

export async function storeFallback(
  tx: Tx,
  workspaceId: string,
  fallback: ChannelId[],
  now: Instant,
): Promise<void> {
  const values = { fallback, updated_at: new Date(now) }
  await tx
    .insertInto('channel_settings')
    .values({ workspace_id: workspaceId, ...values })
    .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(values))
    .execute()
}
