import type { Context } from '../platform/context.ts'
import type { ChannelId } from '../policy/settings.ts'
import { findAccount, settingsOf } from './accounts.ts'

/** The settings with which a workspace is connected to a channel, opened; null when it is not. */
export async function channelAccount(
  ctx: Pick<Context, 'db' | 'keys'>,
  workspaceId: string,
  channel: ChannelId,
): Promise<Record<string, unknown> | null> {
  return settingsOf(ctx, await findAccount(ctx.db, { workspaceId, channel }))
}
