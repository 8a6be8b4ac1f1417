import { z } from 'zod'
import { isPress } from '../../surveys/token.ts'
import { parsed } from '../ask-provider.ts'
import type { IncomingEvent, IncomingRequest, ReceiveResult } from '../channel.ts'
import { consentIn } from '../chat-text.ts'
import { openMetaWebhook } from './meta-webhook.ts'

type Account = { app_secret: string; verify_token: string; account_id: string }

/**
 * What Meta brings to a page's webhook: messages, taps on quick replies and buttons, and that something arrived.
 * Believed by the signature over the body with the app's secret
 * (developers.facebook.com/docs/messenger-platform/webhooks). One app has one webhook for all its pages: what is of
 * another page is not for us.
 */
export function receiveGraph(request: IncomingRequest, account: Account | null): ReceiveResult {
  if (!account) return { kind: 'refused', reason: 'bad_signature' }
  const settled = openMetaWebhook(request, account)
  if (settled) return settled
  const { data } = notification.safeParse(parsed(request.body.toString()))
  if (!data) return { kind: 'refused', reason: 'malformed' }
  const items = data.entry
    .filter(({ id }) => String(id) === account.account_id)
    .flatMap(({ messaging }) => messaging)
  // One item of a kind that we do not know must not cost us the others.
  const events = items.flatMap((item) => {
    const { data: one } = messaging.safeParse(item)
    return one ? eventsOf(one, account.account_id) : []
  })
  return { kind: 'events', events }
}

const id = z.union([z.string(), z.number()]).transform(String)
const notification = z.object({
  object: z.string(),
  entry: z.array(z.object({ id, messaging: z.array(z.unknown()).default([]) })),
})
const messaging = z.object({
  sender: z.object({ id }),
  timestamp: z.number().default(0),
  message: z
    .object({
      mid: z.string().min(1),
      is_echo: z.boolean().default(false),
      is_deleted: z.boolean().default(false),
      text: z.string().default(''),
      quick_reply: z.object({ payload: z.string() }).optional(),
      reply_to: z.object({ mid: z.string().optional() }).optional(),
      attachments: z.array(z.object({ type: z.string() })).default([]),
    })
    .optional(),
  postback: z
    .object({ mid: z.string().optional(), title: z.string().default(''), payload: z.string().default('') })
    .optional(),
  delivery: z.object({ mids: z.array(z.string()).default([]) }).optional(),
})
type Messaging = z.infer<typeof messaging>

function eventsOf(
  { sender, timestamp: at, message, postback, delivery }: Messaging,
  own: string,
): IncomingEvent[] {
  const from = sender.id
  if (delivery) {
    return delivery.mids.map((mid) => ({
      eventId: `delivery.${mid}`,
      at,
      kind: 'delivery',
      providerId: mid,
      failure: null,
    }))
  }
  if (from === own) return []
  if (postback) {
    const eventId = postback.mid ?? `${from}.${at}.${postback.payload.slice(0, 48)}`
    return tapOf({ eventId, at, from }, postback.payload, postback.title)
  }
  if (!message || message.is_echo || message.is_deleted) return []
  const common = { eventId: message.mid, at, from }
  if (message.quick_reply) return tapOf(common, message.quick_reply.payload, message.text)
  const body = message.text || message.attachments.map(({ type }) => `[${type}]`).join(' ')
  return saidOf(common, body, message.reply_to?.mid ?? null)
}

type Common = { eventId: string; at: number; from: string }

function tapOf(common: Common, payload: string, title: string): IncomingEvent[] {
  // Pages have quick replies and buttons of other programs.
  return isPress(payload) ? [{ ...common, kind: 'press', press: payload }] : saidOf(common, title, null)
}

function saidOf(common: Common, body: string, inReplyTo: string | null): IncomingEvent[] {
  if (body.trim() === '') return []
  const given = consentIn(body)
  if (given !== null) return [{ ...common, kind: 'consent', given }]
  return [{ ...common, kind: 'message', name: null, body, inReplyTo }]
}
