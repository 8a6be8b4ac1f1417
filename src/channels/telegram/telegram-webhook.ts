import { z } from 'zod'
import { askProvider } from '../ask-provider.ts'
import { type Failed, failed } from '../failure.ts'
import { TELEGRAM_URL, type TelegramAccount } from './telegram.ts'

/**
 * Tells Telegram where to bring the bot's updates (`setWebhook`): there is no page on which people could enter it. To be
 * done whenever an account is saved; null when it is done. `login_refused` for a token that is not a bot's, `refused`
 * for an address that Telegram does not call, one without https for example.
 */
export async function setTelegramWebhook(deps: {
  account: TelegramAccount
  hookUrl: string
  baseUrl?: string
  patienceMs?: number
}): Promise<Failed | null> {
  const { account, hookUrl, baseUrl = TELEGRAM_URL, patienceMs = 10_000 } = deps
  const secrets = [account.bot_token, account.webhook_secret]
  const answer = await askProvider(`${baseUrl}/bot${account.bot_token}/setWebhook`, {
    body: {
      url: hookUrl,
      secret_token: account.webhook_secret,
      allowed_updates: ['message', 'callback_query', 'my_chat_member'],
    },
    patienceMs,
    base: baseUrl,
    secrets,
  })
  if (answer.kind !== 'answered') return answer
  const { ok, description } = reply.safeParse(answer.json).data ?? { ok: false }
  if (ok) return null
  const words = { said: description ?? `status ${answer.status}`, secrets }
  if (answer.status === 401 || answer.status === 404) return failed('login_refused', words)
  return failed(answer.status === 429 || answer.status >= 500 ? 'unreachable' : 'refused', words)
}

const reply = z.object({ ok: z.boolean(), description: z.string().optional() })
