import { z } from 'zod'
import { type Answered, askProvider, waitOf } from '../ask-provider.ts'
import type { Failed, FailureReason } from '../failure.ts'
import { failureOf, type Refusal } from '../result-of.ts'

export const DISCORD_API = 'https://discord.com/api/v10'

export type DiscordAsk = {
  account: { bot_token: string; client_secret: string }
  publicUrl: string
  baseUrl: string
  patienceMs: number
}

/** One request to Discord's HTTP API as the bot (docs.discord.com/developers/reference). */
export async function askDiscord(
  { account, publicUrl, baseUrl, patienceMs }: DiscordAsk,
  path: string,
  body?: Record<string, unknown>,
): Promise<Answered | Failed> {
  return askProvider(`${baseUrl}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: {
      authorization: `Bot ${account.bot_token}`,
      'user-agent': `DiscordBot (${publicUrl}, 1)`,
    },
    ...(body ? { body } : {}),
    patienceMs,
    base: baseUrl,
    secrets: secretsOf(account),
  })
}

export function secretsOf(account: { bot_token: string; client_secret: string } | null): string[] {
  return [account?.bot_token ?? '', account?.client_secret ?? '']
}

const refusal = z.object({
  code: z.number().optional(),
  message: z.string().default(''),
  retry_after: z.number().optional(),
})

/** Discord's own codes (docs.discord.com/developers/topics/opcodes-and-status-codes) where the status says too little. */
const CODES: Record<number, FailureReason> = {
  // The contact blocked the bot, or takes no direct messages.
  50007: 'opted_out',
  // No server in common any more.
  50278: 'address_refused',
  50033: 'address_refused',
  10013: 'address_refused',
  10003: 'address_refused',
  40001: 'login_refused',
  40003: 'asked_to_wait',
}

/** Beside 0, “general error”, which says nothing, codes have five digits and more. */
const FIRST_CODE = 10_000

/** What an error of Discord's own says; null for any other answer. */
export function refusalOf({ status, json }: Answered): Refusal | null {
  const { data } = refusal.safeParse(json)
  if (!data || status < 400) return null
  const { code, message: said, retry_after } = data
  if (status === 429) return { reason: 'asked_to_wait', said, afterMs: waitOf(retry_after) }
  if (code === undefined || (status >= 500 && code < FIRST_CODE)) return null
  if (status === 401) return { reason: 'login_refused', said }
  return { reason: CODES[code] ?? 'refused', said }
}

/** What an answer says that is no success, of a request that sends nothing. */
export function discordFailure(answer: Answered, secrets: string[]): Failed {
  return failureOf(answer, { refusal: refusalOf(answer), secrets }, { sendsNothing: true })
}
