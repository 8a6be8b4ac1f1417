import { toIsoOrNull } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { done, type Outcome } from '../platform/outcome.ts'
import { CHANNEL_IDS, type ChannelId } from '../policy/settings.ts'
import { fieldsOf } from './account-fields.ts'
import { type AccountRow, fallbackOrder, findAccount, hookUrl, listAccounts, settingsOf } from './accounts.ts'
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
    data: CHANNEL_IDS.map((id) => {
      const row = rows.find(({ channel }) => channel === id)
      return present(deps, id, row)
    }),
    fallback: await fallbackOrder(deps.ctx.db, workspaceId),
  }
}

/** One of them. */
export async function describeChannel(
  deps: Deps,
  workspaceId: string,
  channel: ChannelId,
): Promise<Outcome<ConnectedChannel>> {
  return done(present(deps, channel, await findAccount(deps.ctx.db, { workspaceId, channel })))
}

function present({ ctx, channels }: Deps, id: ChannelId, row: AccountRow | undefined): ConnectedChannel {
  const connector = channels.connectors[id]
  const installed = channels.installed[id]
  const stored = settingsOf(ctx, row)
  const account = connector && row && stored ? row : null
  const channel = connector && (account || !installed) ? channels.open(connector, null, null) : installed
  return {
    id,
    state: account ? account.state : installed ? 'connected' : 'disconnected',
    source: account
      ? 'account'
      : installed?.capabilities.inApp
        ? 'built_in'
        : installed
          ? 'installation'
          : null,
    can_connect: connector !== undefined,
    last_error: account?.last_error ?? null,
    last_ok_at: toIsoOrNull(account?.last_ok_at ?? null),
    connected_at: toIsoOrNull(account?.connected_at ?? null),
    capabilities: channel ? capabilitiesOf(channel) : null,
    fields: connector ? fieldsOf(connector.account, stored) : [],
    hook_url: account && channel?.receive ? hookUrl(ctx, account) : null,
    setup: connector?.setup ?? null,
  }
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
