import { channelAccount } from '../channels/channel-account.ts'
import { type DiscordAccount, discordAccount } from '../channels/discord/discord.ts'
import { discordLinkUrl, linkedDiscord } from '../channels/discord/discord-link.ts'
import { byContact } from '../inbox/by.ts'
import { changeContact } from '../inbox/contacts/upsert-contact.ts'
import type { Context } from '../platform/context.ts'
import { sameBytes } from '../platform/crypto.ts'
import type { PortalSession } from './session.ts'

/** J8: customers link their own Discord account where the workspace's has what that takes. */
export async function isDiscordLinkable(ctx: Context, workspaceId: string): Promise<boolean> {
  return (await accountOf(ctx, workspaceId)) !== null
}

/** Where the customer says yes; null when linking is not set up. */
export async function discordStart(ctx: Context, session: PortalSession): Promise<string | null> {
  const account = await accountOf(ctx, session.workspaceId)
  return account && discordLinkUrl({ account, redirectUri: redirectUri(ctx) }, stateOf(session))
}

/** Takes what Discord sent back with the customer. An answer to somebody else's question changes nothing. */
export async function takeDiscord(
  ctx: Context,
  session: PortalSession,
  { code, state, baseUrl }: { code: string; state: string; baseUrl?: string },
): Promise<boolean> {
  if (!sameBytes(Buffer.from(state), Buffer.from(stateOf(session)))) return false
  const account = await accountOf(ctx, session.workspaceId)
  if (!account) return false
  const where = { account, redirectUri: redirectUri(ctx), ...(baseUrl ? { baseUrl } : {}) }
  const linked = await linkedDiscord(where, code)
  if (linked.kind !== 'linked') return false
  const { workspaceId, contactId } = session
  const changed = await changeContact(ctx, byContact(workspaceId, contactId), contactId, {
    addresses: { discord: linked.userId },
  })
  return changed.ok
}

/** The workspace of a state; whether the rest of it is true is for the session to say. */
export function workspaceOfState(state: string): string | null {
  return /^([0-9a-f-]{36})\.[\w-]{32}$/.exec(state)?.[1] ?? null
}

/** Only the page of this session could know it. */
function stateOf({ workspaceId, check }: PortalSession): string {
  return `${workspaceId}.${check}`
}

/** The same for all workspaces: it has to be entered at Discord. */
function redirectUri({ config }: Pick<Context, 'config'>): string {
  return `${config.publicUrl}/portal/discord`
}

async function accountOf(ctx: Context, workspaceId: string): Promise<DiscordAccount | null> {
  const settings = await channelAccount(ctx, workspaceId, 'discord')
  const { data } = discordAccount.safeParse(settings)
  return data?.client_secret ? data : null
}
