import type { Actor } from '../access/actor.ts'
import { audit } from '../access/audit.ts'
import { randomSecret } from '../platform/crypto.ts'
import { inTransaction, transact, type Tx } from '../platform/database.ts'
import type { Context } from '../platform/context.ts'
import { tell } from '../platform/live.ts'
import {
  done,
  fail,
  fieldProblems,
  invalid,
  invalidFields,
  notFound,
  type Outcome,
} from '../platform/outcome.ts'
import { type ChannelId } from '../policy/settings.ts'
import { calledOf, explained, ledElsewhere, madeOf, secretsOf } from './account-fields.ts'
import {
  emptyAccount,
  findAccount,
  hookUrl,
  noteHealth,
  noteTold,
  settingsOf,
  storeAccount,
  storeFallback,
} from './accounts.ts'
import { isInApp } from './address.ts'
import type { Connector, Tried } from './connector.ts'
import { type ConnectedChannel } from './schema.ts'
import { describeChannel } from './list-channels.ts'
import type { Registry } from './registry.ts'

type Deps = { ctx: Context; channels: Registry }
type Given = Record<string, string | number | boolean | null>

/**
 * Connects a channel, or changes how it is connected. Secrets that are left out or blank stay, null removes one; what is
 * made by us is made when it is not there. A stored secret goes nowhere else than where it was entered for: where the
 * account leads to another server it has to be entered again. What does not fit is refused field by field, also by the
 * provider where it can be asked, and then nothing changes (C15).
 */
export async function connectChannel(
  deps: Deps,
  actor: Actor,
  channel: ChannelId,
  given: Given,
): Promise<Outcome<ConnectedChannel>> {
  const { ctx, channels } = deps
  const connector = channels.connectors[channel]
  if (!connector) return cannotConnect(channel)
  const name = { workspaceId: actor.workspaceId, channel }
  const stored = settingsOf(ctx, await findAccount(ctx.db, name))
  const merged = mergeSettings(given, stored, connector.account)
  const parsed = connector.account.safeParse(merged, { error: explained })
  if (!parsed.success) return invalidFields(fieldProblems(parsed.error, 'settings'))
  const unbound = notForThere(connector.account, given, stored, parsed.data)
  if (unbound.length > 0) return invalidFields(unbound)
  const tried = await tryOut(connector, parsed.data, ctx.config.privateHosts ?? [])
  if (tried.kind === 'wrong') return invalid(tried.field, tried.sentence)
  const now = ctx.clock.now()
  const version = await transact(ctx.db, async (tx) => {
    await storeAccount(ctx, tx, name, parsed.data, { memberId: actor.memberId, now })
    const changed = Object.keys({ ...stored, ...merged }).filter((key) => merged[key] !== stored?.[key])
    await audit(tx, actor, 'channel.connected', channel, { fields: changed.toSorted() }, now)
    await tellSettings(tx, actor.workspaceId)
    return (await findAccount(tx, name))!.version
  })
  const sentence = tried.kind === 'failing' ? tried.sentence : null
  if (tried.kind !== 'not_tried') await noteHealth(ctx.db, { ...name, version }, sentence, now)
  await announce(deps, actor.workspaceId, channel)
  return describeChannel(deps, actor.workspaceId, channel)
}

async function tryOut(
  connector: Connector,
  account: object,
  privateHosts: readonly string[],
): Promise<Tried> {
  const found = await connector.tryOut?.({ account: account as never, privateHosts })
  return found ?? { kind: 'not_tried' }
}

/** Tells the provider where to call, where that can be done from here. What goes wrong stands on the account. */
async function announce({ ctx, channels }: Deps, workspaceId: string, channel: ChannelId): Promise<void> {
  const tellProvider = channels.connectors[channel]?.announce
  const row = tellProvider && (await findAccount(ctx.db, { workspaceId, channel }))
  const account = settingsOf(ctx, row)
  if (!tellProvider || !row || !account) return
  const failure = await tellProvider({ account: account as never, hookUrl: hookUrl(ctx, row) })
  const name = { workspaceId, channel, version: row.version }
  if (failure === null) await noteTold(ctx.db, name)
  await noteHealth(ctx.db, name, failure?.sentence ?? null, ctx.clock.now())
}

/** Ends the connection: its settings are forgotten and its hook is closed. */
export async function disconnectChannel(
  { ctx }: Deps,
  actor: Actor,
  channel: ChannelId,
): Promise<Outcome<null>> {
  return inTransaction(ctx.db, async (tx) => {
    const name = { workspaceId: actor.workspaceId, channel }
    const row = await findAccount(tx, name)
    if (!row || row.settings === null) return notFound('connected channel')
    const now = ctx.clock.now()
    await emptyAccount(ctx, tx, name, now)
    await audit(tx, actor, 'channel.disconnected', channel, {}, now)
    await tellSettings(tx, actor.workspaceId)
    return done(null)
  })
}

/** Sets where surveys go whose own channel fails for good. What is in the app is no such way. */
export async function setFallback(
  { ctx }: Pick<Deps, 'ctx'>,
  actor: Actor,
  fallback: ChannelId[],
): Promise<Outcome<{ fallback: ChannelId[] }>> {
  const here = fallback.find(isInApp)
  if (here) {
    return invalidFields([{ field: 'fallback', message: `${here} reaches only who is there already` }])
  }
  return inTransaction(ctx.db, async (tx) => {
    const now = ctx.clock.now()
    await storeFallback(tx, actor.workspaceId, fallback, now)
    await audit(tx, actor, 'channel.fallback_changed', null, { fallback }, now)
    await tellSettings(tx, actor.workspaceId)
    return done({ fallback })
  })
}

async function tellSettings(tx: Tx, workspaceId: string): Promise<void> {
  await tell(tx, { workspace_id: workspaceId, kind: 'settings' })
}

/**
 * Blank means empty, but for a secret, which nobody can type again from what the form shows, and for what we have made:
 * it may stand at the provider already.
 */
function mergeSettings(
  given: Given,
  stored: Record<string, unknown> | null,
  account: Connector['account'],
): Record<string, unknown> {
  const made = madeOf(account)
  const filled = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== null && value !== ''),
  )
  const isKept = (field: string): boolean => given[field] !== null || made.includes(field)
  for (const field of [...secretsOf(account), ...made]) {
    if (filled[field] !== undefined) continue
    const kept = isKept(field) ? stored?.[field] : undefined
    if (kept !== undefined) filled[field] = kept as string
    else if (made.includes(field)) filled[field] = randomSecret(24).toString('base64url')
  }
  return filled
}

/** The secrets that were kept though they were entered for another server. */
function notForThere(
  account: Connector['account'],
  given: Given,
  stored: Record<string, unknown> | null,
  next: Record<string, unknown>,
): { field: string; message: string }[] {
  const why = stored && ledElsewhere(account, stored, next)
  if (!why) return []
  const isKept = (field: string): boolean => next[field] !== undefined && !given[field]
  return secretsOf(account)
    .filter(isKept)
    .map((field) => ({ field, message: `Enter the ${calledOf(account, field)} again: ${why}.` }))
}

export function cannotConnect(channel: ChannelId): Outcome<never> {
  const message = `${channel} needs no account of yours, or cannot be connected in this version.`
  return fail({ kind: 'conflict', reason: 'cannot_connect', message })
}
