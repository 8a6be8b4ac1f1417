import { z } from 'zod'
import { askProvider } from '../ask-provider.ts'
import { DISCORD_API } from './discord-api.ts'
import type { DiscordAccount } from './discord.ts'
import { type Failed, failed } from '../failure.ts'

/** `redirectUri` is one of those entered at Discord under “OAuth2”, the same in both steps. */
type LinkDeps = {
  account: DiscordAccount
  redirectUri: string
  baseUrl?: string
  patienceMs?: number
}

export type LinkedDiscord = { kind: 'linked'; userId: string; name: string }

/**
 * Where a customer says yes to linking his Discord account (J8). `state` comes back with the answer: it must be a secret
 * that only this customer's browser has, so that nobody links his own account to somebody else's contact.
 */
export function discordLinkUrl({ account, redirectUri }: LinkDeps, state: string): string {
  const url = new URL('https://discord.com/oauth2/authorize')
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: account.application_id,
    scope: 'identify',
    redirect_uri: redirectUri,
    state,
    prompt: 'consent',
  }).toString()
  return url.href
}

/**
 * Whose account it is, by the code that Discord sent back with the customer (docs.discord.com/developers/topics/oauth2).
 * `refused` for a code that is used up, guessed or meant for another address; the token is forgotten at once.
 */
export async function linkedDiscord(deps: LinkDeps, code: string): Promise<LinkedDiscord | Failed> {
  const { account, redirectUri, baseUrl = DISCORD_API, patienceMs = 10_000 } = deps
  if (!account.client_secret) return failed('not_connected')
  const basic = Buffer.from(`${account.application_id}:${account.client_secret}`).toString('base64')
  const secrets = [account.client_secret, basic, code]
  const given = await askProvider(`${baseUrl}/oauth2/token`, {
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirectUri }),
    patienceMs,
    base: baseUrl,
    secrets,
  })
  if (given.kind !== 'answered') return given
  const { data: token } = tokenReply.safeParse(given.json)
  if (given.status >= 300 || !token) return refusalOf(given, secrets)
  if (!token.scope.split(' ').includes('identify')) return failed('refused', { said: 'scope' })
  const me = await askProvider(`${baseUrl}/users/@me`, {
    method: 'GET',
    headers: { authorization: `Bearer ${token.access_token}` },
    patienceMs,
    base: baseUrl,
    secrets: [...secrets, token.access_token],
  })
  if (me.kind !== 'answered') return me
  const { data: user } = userReply.safeParse(me.json)
  if (me.status >= 300 || !user) return refusalOf(me, [...secrets, token.access_token])
  return { kind: 'linked', userId: user.id, name: user.global_name ?? user.username }
}

const tokenReply = z.object({ access_token: z.string().min(1), scope: z.string() })
const userReply = z.object({
  id: z.string().regex(/^\d{15,22}$/),
  username: z.string(),
  global_name: z.string().nullish(),
})
const errorReply = z.object({ error: z.string().optional(), message: z.string().optional() })

function refusalOf({ status, json }: { status: number; json: unknown }, secrets: string[]): Failed {
  const { error, message } = errorReply.safeParse(json).data ?? {}
  const words = { said: error ?? message ?? `status ${status}`, secrets }
  if (status === 401 || error === 'invalid_client') return failed('login_refused', words)
  if (status === 429) return failed('asked_to_wait', words)
  return failed(status >= 500 || status < 300 ? 'unreachable' : 'refused', words)
}
