import { toIsoOrNull } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { done, type Outcome } from '../platform/outcome.ts'
import { CHANNEL_IDS, type ChannelId } from '../policy/settings.ts'
import { fieldsOf } from './account-fields.ts'
import { type AccountRow, fallbackOrder, hookUrl, isReadApart, listAccounts, settingsOf } from './accounts.ts'
import { carrierOf } from './address.ts'
import type { Channel } from './channel.ts'
import type { Registry } from './registry.ts'
import type { ConnectedChannel } from './schema.ts'

type Deps = { ctx: Context; channels: Registry }

/** Every channel there is, with how it stands in this workspace and what it takes to connect it. */
export async function listChannels(
  deps: Deps,
  workspaceId: string,
): Promise<{ data: ConnectedChannel[]; fallback: ChannelId[] }> {
  const rows = await listAccounts(deps.ctx.db, workspaceId)
  return {
    data: CHANNEL_IDS.map((id) => present(deps, id, rows)),
    fallback: await fallbackOrder(deps.ctx.db, workspaceId),
  }
}

/** One of them. */
export async function describeChannel(
  deps: Deps,
  workspaceId: string,
  channel: ChannelId,
): Promise<Outcome<ConnectedChannel>> {
  return done(present(deps, channel, await listAccounts(deps.ctx.db, workspaceId)))
}

function present(deps: Deps, id: ChannelId, rows: readonly AccountRow[]): ConnectedChannel {
  const { ctx, channels } = deps
  const connector = channels.connectors[id]
  const installed = channels.installed[id]
  const row = rows.find(({ channel }) => channel === id)
  const stored = settingsOf(ctx, row)
  const account = connector && row && stored ? row : null
  const channel = connector && (account || !installed) ? channels.open(connector, null, null) : installed
  return {
    id,
    ...standingOf(deps, id, account, rows),
    can_connect: connector !== undefined,
    connected_at: toIsoOrNull(account?.connected_at ?? null),
    capabilities: channel ? capabilitiesOf(channel) : null,
    fields: connector ? fieldsOf(connector.account, stored) : [],
    hook_url: account && channel?.receive ? hookUrl(ctx, account) : null,
    setup: (account && !isTold(account) ? connector?.untold : undefined) ?? connector?.setup ?? null,
  }
}

/** Was the provider told where to call since the account was saved last? */
function isTold({ version, told_version }: AccountRow): boolean {
  return told_version === version
}

type Standing = Pick<ConnectedChannel, 'state' | 'ways' | 'source' | 'last_error' | 'last_ok_at'>

/** By its own account, the installation, or the account of the channel that carries it; as that is, so is this. */
function standingOf(
  { channels: { installed, connectors } }: Deps,
  id: ChannelId,
  account: AccountRow | null,
  rows: readonly AccountRow[],
): Standing {
  const ways = null
  if (account && id === 'email') return standingApart(account, installed.email !== undefined, MAIL_WORDS)
  if (account && isReadApart(id)) return standingApart(account, true, MESSAGE_WORDS)
  if (account) return { ...healthOf(account), ways, source: 'account' }
  const carrier = carrierOf(id)
  const carried = rows.find(({ channel, settings }) => channel === carrier && settings !== null)
  const here = installed[id]
  if (here) {
    const error = carried?.sends_error ?? null
    const state: Standing['state'] = error === null ? 'connected' : 'failing'
    const source = here.capabilities.inApp ? 'built_in' : 'installation'
    // Mail goes out without a mailbox, and nothing comes in.
    const apart = id === 'email' ? { sends: state, reads: 'disconnected' as const } : null
    return { state, ways: apart, source, last_error: error, last_ok_at: null }
  }
  if (carrier !== id && carried && connectors[id]) return { ...healthOf(carried), ways, source: 'carrier' }
  return { state: 'disconnected', ways, source: null, last_error: null, last_ok_at: null }
}

function healthOf({ state, last_error, last_ok_at }: AccountRow) {
  return { state, last_error, last_ok_at: toIsoOrNull(last_ok_at) }
}

type Words = { goesOut: string; goesNotOut: string; unread: string; read: string }
const MAIL_WORDS: Words = {
  goesOut: 'Mail goes out',
  goesNotOut: 'Mail does not go out',
  unread: 'replies are not read',
  read: 'Replies are read.',
}
const MESSAGE_WORDS: Words = {
  goesOut: 'Messages go out',
  goesNotOut: 'Messages do not go out',
  unread: 'what customers write is not read',
  read: 'What customers write is read.',
}

/**
 * What we read over a connection of our own and send by another way, and either may fail alone: an own mailbox beside
 * the installation's mail server, a bot's gateway beside its API.
 */
function standingApart(account: AccountRow, canSend: boolean, words: Words): Standing {
  const reads = account.state
  const sends = !canSend ? 'disconnected' : account.sends_error === null ? 'connected' : 'failing'
  const isFailing = reads === 'failing' || sends === 'failing'
  return {
    state: isFailing ? 'failing' : sends,
    ways: { sends, reads },
    source: 'account',
    last_error: isFailing ? sentenceOf(account, sends, words) : null,
    last_ok_at: toIsoOrNull(account.last_ok_at),
  }
}

function sentenceOf(
  { state, last_error, sends_error }: AccountRow,
  sends: Standing['state'],
  words: Words,
): string {
  const unread = `${words.unread}: ${last_error}`
  if (sends === 'connected') return `${words.goesOut}; ${unread}`
  const out =
    sends === 'failing'
      ? `${words.goesNotOut}: ${sends_error}`
      : 'Nothing goes out, for there is no mail server.'
  return state === 'failing' ? `${out} And ${unread}` : `${out} ${words.read}`
}

function capabilitiesOf(channel: Channel): NonNullable<ConnectedChannel['capabilities']> {
  const { inApp, scores, formatting, maxLength } = channel.capabilities
  return {
    in_app: inApp,
    scores,
    formatting,
    max_length: maxLength,
    replies: channel.sendMessage !== undefined || inApp,
    receives: channel.receive !== undefined || inApp,
  }
}
