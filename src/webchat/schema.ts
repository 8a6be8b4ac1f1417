import { z } from 'zod'
import type { WidgetText } from '../languages/catalogue.ts'
import { closingCard } from '../apps/schema.ts'
import { customerName as name, emailAddress, lenient, locale } from '../customers/schema.ts'
import { instant } from '../platform/http/instant.ts'
import { text } from '../platform/http/text.ts'
import { SCALES, STATUSES } from '../policy/settings.ts'
import { SURVEY_STATES } from '../policy/survey.ts'

export type { WidgetText }

/** What the web chat's client and server say to each other. Internal: it changes with both of them. */

const id = z.uuid()
export const chatConfig = z.object({
  workspace: z.object({ id, name: z.string(), logo: z.string().nullable(), color: z.string() }),
  language: z.string(),
  direction: z.enum(['ltr', 'rtl']),
  /** Every sentence the widget shows, in one language: a WidgetText. */
  text: z.record(z.string(), z.record(z.string(), z.string())),
})

export const chatMessage = z.object({
  id,
  /** The name the client gave its own message; null on everybody else's. */
  client_id: z.string().nullable(),
  author: z.object({ kind: z.enum(['contact', 'teammate', 'bot', 'workflow']), name: z.string().nullable() }),
  body: z.string(),
  sent_at: instant,
})

export const chatSurvey = z.object({
  id,
  state: z.enum(SURVEY_STATES),
  message: z.string(),
  scale: z.enum(SCALES),
  /** Scores up to this one ask for a comment first. */
  low_until: z.number().int(),
  reasons: z.array(z.string()),
  thank_you: z.string().nullable(),
  score: z.number().int().nullable(),
  comment: z.string().nullable(),
  chosen_reasons: z.array(z.string()),
  can: z.object({ rate: z.boolean(), edit: z.boolean() }),
  /** Why it cannot be rated, when it cannot. */
  reason: z.string().nullable(),
  sent_at: instant.nullable(),
})

export const chatConversation = z.object({
  id,
  status: z.enum(STATUSES),
  ended: z.boolean(),
  ended_at: instant.nullable(),
})

/** One conversation with its newest messages, oldest of them first; `conversation` null before the first. */
export const chatHistory = z.object({
  conversation: chatConversation.nullable(),
  messages: z.array(chatMessage),
  /** Cursor of the messages before these, or null. */
  older: z.string().nullable(),
  surveys: z.array(chatSurvey),
  /** What an app of the workspace shows under the ended conversation in place of a survey (I11). */
  closing: z.object({ id, card: closingCard }).nullable(),
  /** How many conversations the contact has in the web chat. */
  conversations: z.number().int(),
})

export const chatListItem = chatConversation.extend({
  subject: z.string().nullable(),
  last_message: z.object({ body: z.string(), from_contact: z.boolean(), sent_at: instant }).nullable(),
  /** A survey of it waits for its answer. */
  can_rate: z.boolean(),
  updated_at: instant,
})

export const chatList = z.object({ data: z.array(chatListItem) })

export const historyQuery = z.object({
  id: id.optional(),
  before: text(200).optional(),
  /** The language the widget speaks; surveys ask in it. */
  lang: locale,
})

export const chatMessageInput = z.object({
  body: text(5000).trim().min(1),
  client_id: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
  conversation_id: id.optional(),
  /** Opens a new conversation even though there are others. */
  fresh: z.boolean().optional(),
  /** In place of a token on an unknown visitor's first message. */
  visitor: z
    .object({
      workspace: id,
      /** Random and secret, made and kept by the visitor's browser. */
      key: z.string().regex(/^[A-Za-z0-9_-]{22,64}$/),
      locale,
      name,
      email: lenient(emailAddress),
    })
    .optional(),
})

export const chatMessageAnswer = z.object({
  conversation_id: id,
  message: chatMessage,
  /** The visitor's token from now on, when the message made him a contact. */
  token: z.string().nullable(),
})

export const webchatSetup = z.object({ secret: z.string(), snippet: z.string() })

export type ChatConfig = Omit<z.infer<typeof chatConfig>, 'text'> & { text: WidgetText }
export type ChatMessage = z.infer<typeof chatMessage>
export type ChatSurvey = z.infer<typeof chatSurvey>
export type ChatConversation = z.infer<typeof chatConversation>
export type ChatHistory = z.infer<typeof chatHistory>
export type ChatListItem = z.infer<typeof chatListItem>
export type ChatMessageInput = z.infer<typeof chatMessageInput>
export type ChatMessageAnswer = z.infer<typeof chatMessageAnswer>
