import type { IncomingRequest } from '../../../src/channels/channel.ts'
import { type Asked, linksIn, type ProviderState, type Said, startHttpProvider } from './http-provider.ts'

export const TELEGRAM = { bot_token: '4711:AAE-fake_token', webhook_secret: 'fake-webhook-secret_1' }

type Sent = {
  chat_id: string
  text: string
  parse_mode?: string
  reply_markup?: { inline_keyboard: { text: string; callback_data?: string; url?: string }[][] }
}

/** The Bot API (core.telegram.org/bots/api, “Making requests”, sendMessage) with one bot. */
export function startTelegram() {
  return startHttpProvider((asked, state) => {
    const method = new RegExp(`^/bot${TELEGRAM.bot_token}/(\\w+)$`).exec(asked.path)?.[1]
    if (method === 'setWebhook') return { status: 200, body: { ok: true, result: true } }
    state.attempts += 1
    if (state.trouble) return troubleOf(state.trouble, asked)
    if (method === 'getMe') return { status: 200, body: { ok: true, result: me } }
    if (method !== 'sendMessage') return refusal(404, 'Not Found')
    return sendMessage(JSON.parse(asked.body) as Sent, state)
  })
}

/** core.telegram.org/bots/api#getme */
const me = { id: 4711, is_bot: true, first_name: 'Acme', username: 'acme_bot' }

function sendMessage({ chat_id, text, parse_mode, reply_markup }: Sent, state: ProviderState): Said {
  if (parse_mode) return refusal(400, 'Bad Request: this fake reads no markup')
  if (!/^-?\d+$/.test(chat_id)) return refusal(400, 'Bad Request: chat not found')
  if (text.trim() === '') return refusal(400, 'Bad Request: message text is empty')
  if (text.length > 4096) return refusal(400, 'Bad Request: message is too long')
  const buttons = reply_markup?.inline_keyboard.flat() ?? []
  if (buttons.some(({ callback_data }) => Buffer.byteLength(callback_data ?? '') > 64)) {
    return refusal(400, 'Bad Request: BUTTON_DATA_INVALID')
  }
  state.arrived.push({
    key: null,
    to: [chat_id],
    fields: {},
    text,
    markup: null,
    links: [...linksIn(text), ...buttons.flatMap(({ url }) => url ?? [])],
    presses: buttons.flatMap(({ callback_data }) => callback_data ?? []),
  })
  const message = { message_id: state.arrived.length + 100, date: 1_772_000_000, text }
  return { status: 200, body: { ok: true, result: { ...message, chat: { id: Number(chat_id) } } } }
}

export function refusal(code: number, description: string, parameters?: Record<string, unknown>): Said {
  return { status: code, body: { ok: false, error_code: code, description, parameters } }
}

function troubleOf(trouble: string, { path }: Asked): Said {
  if (trouble === 'refuses_address') return refusal(400, 'Bad Request: chat not found')
  if (trouble === 'refuses_login') return refusal(401, `Unauthorized: ${decodeURIComponent(path)}\u202e\r\n`)
  if (trouble === 'is_busy') return refusal(429, 'Too Many Requests: retry after 7', { retry_after: 7 })
  return refusal(400, 'Bad Request: message text is not good enough')
}

/** An update as Telegram brings it to the webhook; without the secret it comes from somebody else. */
export function telegramUpdate(update: unknown, secret: string = TELEGRAM.webhook_secret): IncomingRequest {
  return {
    method: 'POST',
    url: 'https://candor.test/hooks/telegram',
    headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret },
    body: Buffer.from(typeof update === 'string' ? update : JSON.stringify(update)),
  }
}

const sam = { id: 710_001, is_bot: false, first_name: 'Sam', last_name: 'Customer', language_code: 'de' }
const chat = { id: sam.id, first_name: 'Sam', last_name: 'Customer', type: 'private' }

/** Updates as in “Getting updates”, of a chat with one person. */
export const updates = {
  message: (fields: Record<string, unknown>, type = 'private') => ({
    update_id: 9001,
    message: { message_id: 7, from: sam, chat: { ...chat, type }, date: 1_772_000_100, ...fields },
  }),
  press: (data: string) => ({
    update_id: 9002,
    callback_query: {
      id: '30499',
      from: sam,
      message: {
        message_id: 101,
        chat,
        date: 1_772_000_000,
        text: 'How was it?',
        reply_markup: { inline_keyboard: [[{ text: '🙂', callback_data: data }]] },
      },
      chat_instance: '-8',
      data,
    },
  }),
  member: (status: string) => ({
    update_id: 9003,
    my_chat_member: {
      chat,
      from: sam,
      date: 1_772_000_200,
      old_chat_member: { user: { id: 4711, is_bot: true, first_name: 'Bot' }, status: 'member' },
      new_chat_member: { user: { id: 4711, is_bot: true, first_name: 'Bot' }, status, until_date: 0 },
    },
  }),
}
