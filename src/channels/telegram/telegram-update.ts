import { z } from 'zod'
import { sameBytes, sha256 } from '../../platform/crypto.ts'
import type { Instant } from '../../policy/decision.ts'
import { isPress } from '../../surveys/token.ts'
import { parsed } from '../ask-provider.ts'
import type { IncomingEvent, IncomingRequest, ReceiveResult } from '../channel.ts'
import { consentIn, thanksIn } from '../chat-text.ts'

const person = z.object({
  id: z.number(),
  is_bot: z.boolean().optional(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
  language_code: z.string().optional(),
})
const chat = z.object({ id: z.number(), type: z.string() })
const message = z.looseObject({
  message_id: z.number(),
  date: z.number(),
  chat,
  from: person.optional(),
  text: z.string().optional(),
  caption: z.string().optional(),
  reply_to_message: z.object({ message_id: z.number() }).optional(),
})
const keyboard = z.object({
  inline_keyboard: z
    .array(z.array(z.object({ text: z.string(), callback_data: z.string().optional() })))
    .default([]),
})
const update = z.object({
  update_id: z.number(),
  message: message.optional(),
  callback_query: z
    .object({
      id: z.string(),
      from: person,
      data: z.string().optional(),
      message: z.object({ chat, reply_markup: keyboard.optional() }).optional(),
    })
    .optional(),
  my_chat_member: z
    .object({ chat, date: z.number(), new_chat_member: z.object({ status: z.string() }) })
    .optional(),
})
type Update = z.infer<typeof update>
type Person = z.infer<typeof person>

/** What a message is that has no words; it is shown to teammates. */
const WORDLESS = [
  'photo',
  'voice',
  'video',
  'video_note',
  'audio',
  'document',
  'sticker',
  'location',
  'contact',
]

/**
 * One update of a bot's webhook: a message, a press, or that the contact blocked the bot or let it in again. Telegram
 * signs nothing: it sends the secret along that it was given with `setWebhook`.
 */
export function receiveTelegram(
  { headers, body }: IncomingRequest,
  account: { webhook_secret: string } | null,
  now: () => Instant,
): ReceiveResult {
  const given = headers['x-telegram-bot-api-secret-token']
  if (!account || given === undefined || !sameBytes(sha256(given), sha256(account.webhook_secret))) {
    return { kind: 'refused', reason: 'bad_signature' }
  }
  const { data } = update.safeParse(parsed(body.toString()))
  if (!data) return { kind: 'refused', reason: 'malformed' }
  const event = eventOf(data, now)
  const events = event ? [event] : []
  const { callback_query: query } = data
  if (!query) return { kind: 'events', events }
  // Until it is answered the button shows that it is waiting.
  return {
    kind: 'events',
    events,
    answer([what]) {
      const text = what === 'rated' ? thanksIn(query.from.language_code) : undefined
      const answer = { method: 'answerCallbackQuery', callback_query_id: query.id, text }
      return { contentType: 'application/json', body: JSON.stringify(answer) }
    },
  }
}

/** Only chats with one person: in groups nobody can tell whose conversation it is. */
function eventOf({ update_id, message: said, callback_query, my_chat_member }: Update, now: () => Instant) {
  const eventId = String(update_id)
  if (callback_query) {
    const { from, data, message: at } = callback_query
    if (data === undefined || (at && at.chat.type !== 'private')) return null
    if (!isPress(data)) {
      // A button of another program of the same bot: what stands on it is what was said.
      const buttons = at?.reply_markup?.inline_keyboard.flat() ?? []
      const body = buttons.find(({ callback_data }) => callback_data === data)?.text
      const said = { kind: 'message', from: String(from.id), name: nameOf(from), inReplyTo: null } as const
      return body ? ({ eventId, at: now(), ...said, body } satisfies IncomingEvent) : null
    }
    return { eventId, at: now(), kind: 'press', from: String(from.id), press: data } satisfies IncomingEvent
  }
  if (my_chat_member) {
    const { chat: where, date, new_chat_member } = my_chat_member
    if (where.type !== 'private') return null
    const given = new_chat_member.status !== 'kicked'
    return {
      eventId,
      at: date * 1000,
      kind: 'consent',
      from: String(where.id),
      given,
    } satisfies IncomingEvent
  }
  if (!said || said.chat.type !== 'private' || said.from?.is_bot) return null
  return messageOf(said, eventId)
}

function messageOf(said: z.infer<typeof message>, eventId: string): IncomingEvent | null {
  const at = said.date * 1000
  const from = String(said.chat.id)
  const wordless = WORDLESS.find((kind) => kind in said)
  const body = said.text ?? said.caption ?? (wordless && `[${wordless.replace('_', ' ')}]`)
  if (!body) return null
  const given = consentIn(body)
  if (given !== null) return { eventId, at, kind: 'consent', from, given }
  const answered = said.reply_to_message
  const inReplyTo = answered ? `${from}:${answered.message_id}` : null
  return { eventId, at, kind: 'message', from, name: nameOf(said.from), body, inReplyTo }
}

function nameOf(from: Person | undefined): string | null {
  return [from?.first_name, from?.last_name].filter(Boolean).join(' ') || null
}
