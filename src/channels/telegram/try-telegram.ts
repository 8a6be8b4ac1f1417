import { z } from 'zod'
import { askProvider } from '../ask-provider.ts'
import type { Tried } from '../connector.ts'
import { failed } from '../failure.ts'
import { triedBy, UNREACHED } from '../tried.ts'
import { TELEGRAM_URL, type TelegramAccount } from './telegram.ts'

/** Is this token a bot's (C15)? `getMe` says whose, and sends nothing (core.telegram.org/bots/api#getme). */
export async function tryTelegram(deps: {
  account: TelegramAccount
  baseUrl?: string
  patienceMs?: number
}): Promise<Tried> {
  const { account, baseUrl = TELEGRAM_URL, patienceMs = 10_000 } = deps
  const secrets = [account.bot_token, account.webhook_secret]
  const answer = await askProvider(`${baseUrl}/bot${account.bot_token}/getMe`, {
    method: 'GET',
    patienceMs,
    base: baseUrl,
    secrets,
  })
  if (answer.kind !== 'answered') return UNREACHED
  const { ok, description } = reply.safeParse(answer.json).data ?? { ok: false }
  if (ok) return { kind: 'works' }
  const words = { said: description ?? `status ${answer.status}`, secrets }
  // A token of another form is no method of the API: not found.
  const isLogin = answer.status === 401 || answer.status === 404
  return triedBy(failed(isLogin ? 'login_refused' : 'unreachable', words), 'bot_token')
}

const reply = z.object({ ok: z.boolean(), description: z.string().optional() })
