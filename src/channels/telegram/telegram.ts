import { z } from 'zod'
import { systemClock } from '../../platform/clock.ts'
import type { Instant } from '../../policy/decision.ts'
import { wrongAddress } from '../address.ts'
import { type Answered, askProvider, waitOf } from '../ask-provider.ts'
import type { Channel, OutgoingSurvey, SendResult } from '../channel.ts'
import { partsOf, scoreButtons, withLink } from '../chat-text.ts'
import { type FailureReason, failed } from '../failure.ts'
import { plainText } from '../plain-text.ts'
import { type Refusal, resultOf } from '../result-of.ts'
import { sendParts } from '../send-parts.ts'
import { receiveTelegram } from './telegram-update.ts'

/** What connects a Telegram bot. */
export const telegramAccount = z.strictObject({
  bot_token: z
    .string()
    .trim()
    .regex(/^\d+:[\w-]+$/, 'A bot token looks like 123456:ABC-DEF.')
    .meta({
      label: 'Bot token',
      help: 'Talk to @BotFather in Telegram, create a bot with /newbot and paste the token it gives you.',
      secret: true,
    }),
  webhook_secret: z
    .string()
    .trim()
    .regex(/^[\w-]{16,256}$/, 'Use 16 to 256 letters, digits, - and _.')
    .meta({
      label: 'Webhook secret',
      help: 'Telegram sends it along, so that we know it is Telegram.',
      secret: true,
      made: 'hidden',
    }),
})
export type TelegramAccount = z.infer<typeof telegramAccount>

type TelegramDeps = {
  account: TelegramAccount | null
  baseUrl?: string
  patienceMs?: number
  /** A press carries no time of its own. */
  now?: () => Instant
}

export const TELEGRAM_URL = 'https://api.telegram.org'
const MAX = 4096

/**
 * Telegram by a bot (O3, C15): the question with a row of buttons that rate in the chat, the page's link in the text,
 * replies, and what the contact writes or presses. Nothing is parsed as markup, so what is typed is what is read. The
 * Bot API (core.telegram.org/bots/api) cannot recognise a repeated message.
 */
export function telegramChannel(deps: TelegramDeps): Channel {
  const { account, baseUrl = TELEGRAM_URL, patienceMs = 10_000, now = () => systemClock.now() } = deps
  async function send(to: string, fields: Record<string, unknown>): Promise<SendResult> {
    if (!account) return failed('not_connected')
    const wrong = wrongAddress('telegram', to)
    if (wrong) return failed('address_refused', { why: wrong })
    const answer = await askProvider(`${baseUrl}/bot${account.bot_token}/sendMessage`, {
      // A preview would be Telegram opening the link by itself.
      body: { chat_id: to, ...fields, link_preview_options: { is_disabled: true } },
      patienceMs,
      base: baseUrl,
      secrets: [account.bot_token],
    })
    if (answer.kind !== 'answered') return answer
    const message = taken.safeParse(answer.json).data?.result.message_id
    return resultOf(answer, {
      // Message ids count from one in each chat, so the chat is part of ours.
      providerId: message === undefined ? null : `${to}:${message}`,
      refusal: refusalOf(answer),
      secrets: [account.bot_token],
    })
  }
  return {
    capabilities: {
      inApp: false,
      scores: 'buttons',
      formatting: 'plain',
      maxLength: MAX,
      sendsKey: false,
      repeatsKnownMs: 0,
    },
    sendSurvey: (survey) => send(survey.to, surveyFields(survey)),
    sendMessage: (message) =>
      sendParts(message, partsOf(plainText(message.body), { max: MAX }), (text) =>
        send(message.to, { text }),
      ),
    receive: async (request) => receiveTelegram(request, account, now),
  }
}

function surveyFields(survey: OutgoingSurvey): Record<string, unknown> {
  const row = scoreButtons(survey).map(({ sign, press }) => ({ text: sign, callback_data: press }))
  return {
    text: withLink(plainText(survey.message), survey.link, { max: MAX }),
    reply_markup: { inline_keyboard: [row] },
  }
}

const taken = z.object({ ok: z.literal(true), result: z.object({ message_id: z.number() }) })
const refused = z.object({
  ok: z.literal(false),
  error_code: z.number(),
  description: z.string().default(''),
  parameters: z.object({ retry_after: z.number().optional() }).optional(),
})

function refusalOf({ json }: Answered): Refusal | null {
  const { data } = refused.safeParse(json)
  if (!data) return null
  const { error_code: code, description: said, parameters } = data
  return { reason: reasonOf(code, said), said, afterMs: waitOf(parameters?.retry_after) }
}

function reasonOf(code: number, said: string): FailureReason {
  // Not found is the token's bot, not the chat: that would be a 400.
  if (code === 401 || code === 404) return 'login_refused'
  if (code === 429) return 'asked_to_wait'
  if (code >= 500) return 'unreachable'
  if (code === 403) return /blocked|kicked/i.test(said) ? 'opted_out' : 'address_refused'
  return /(chat|user) not found|peer_id_invalid/i.test(said) ? 'address_refused' : 'refused'
}
