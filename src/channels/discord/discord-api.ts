import { z } from 'zod'
import { type Answered, askProvider, waitOf } from '../ask-provider.ts'
import { type Failed, type FailureReason, failed } from '../failure.ts'

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

/** What an answer says that is no success. */
export function refusalOf({ status, json, headers }: Answered, secrets: string[]): Failed {
  const { code = 0, message, retry_after } = refusal.safeParse(json).data ?? { message: `status ${status}` }
  const words = { said: message, secrets }
  if (status === 429) {
    return failed('asked_to_wait', { ...words, afterMs: waitOf(retry_after ?? headers.get('retry-after')) })
  }
  if (status === 401) return failed('login_refused', words)
  if (status < 300 || status >= 500) return failed('unreachable', words)
  return failed(CODES[code] ?? 'refused', words)
}
