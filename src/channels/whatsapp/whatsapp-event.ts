import { z } from 'zod'
import { isPress } from '../../surveys/token.ts'
import { parsed } from '../ask-provider.ts'
import type { IncomingEvent, IncomingRequest, ReceiveResult } from '../channel.ts'
import { consentIn } from '../chat-text.ts'
import { openMetaWebhook } from '../meta/meta-webhook.ts'
import { failed } from '../failure.ts'
import { refusedFor } from '../result-of.ts'
import { whatsappError, whatsappRefusal } from './whatsapp-refusal.ts'

type Account = { app_secret: string; verify_token: string; phone_number_id: string }

/**
 * What the Cloud API brings: messages, taps, and what became of ours. Believed by the signature over the body with the
 * app's secret (developers.facebook.com/docs/whatsapp/cloud-api/webhooks). One app has one address for all its numbers:
 * what is of another number is not for us.
 */
export function receiveWhatsapp(request: IncomingRequest, account: Account | null): ReceiveResult {
  if (!account) return { kind: 'refused', reason: 'bad_signature' }
  const settled = openMetaWebhook(request, account)
  if (settled) return settled
  const { data } = notification.safeParse(parsed(request.body.toString()))
  if (!data) return { kind: 'refused', reason: 'malformed' }
  const events = data.entry
    .flatMap(({ changes }) => changes)
    .flatMap(({ field, value }) => {
      const { data: news } = field === 'messages' ? messagesOf.safeParse(value) : { data: undefined }
      return news?.metadata.phone_number_id === account.phone_number_id ? eventsOf(news) : []
    })
  return { kind: 'events', events }
}

const notification = z.object({
  object: z.string(),
  entry: z.array(z.object({ changes: z.array(z.object({ field: z.string(), value: z.unknown() })) })),
})
const contact = z.object({
  wa_id: z.string().optional(),
  user_id: z.string().optional(),
  profile: z.object({ name: z.string().optional() }).optional(),
})
const messagesOf = z.object({
  metadata: z.object({ phone_number_id: z.string() }),
  contacts: z.array(contact).default([]),
  // One item of a kind that we do not know must not cost us the others.
  messages: z.array(z.unknown()).default([]),
  statuses: z.array(z.unknown()).default([]),
})
const tapped = z.object({ id: z.string(), title: z.string().default('') })
const captioned = z.object({ caption: z.string().optional() }).optional()
const message = z.object({
  id: z.string().min(1),
  /** Left out for those who keep their number to themselves; they have an id. */
  from: z.string().optional(),
  from_user_id: z.string().optional(),
  timestamp: z.coerce.number(),
  type: z.string(),
  text: z.object({ body: z.string() }).optional(),
  interactive: z.object({ list_reply: tapped.optional(), button_reply: tapped.optional() }).optional(),
  button: z.object({ payload: z.string().default(''), text: z.string().default('') }).optional(),
  image: captioned,
  video: captioned,
  document: captioned,
  context: z.object({ id: z.string().optional() }).optional(),
})
const status = z.object({
  id: z.string().min(1),
  status: z.string(),
  timestamp: z.coerce.number(),
  biz_opaque_callback_data: z.string().optional(),
  errors: z.array(whatsappError).default([]),
})

function eventsOf({ contacts, messages, statuses }: z.infer<typeof messagesOf>): IncomingEvent[] {
  return [
    ...messages.flatMap((item) => {
      const event = message.safeParse(item).data
      return (event && saidIn(event, contacts)) ?? []
    }),
    ...statuses.flatMap((item) => {
      const event = status.safeParse(item).data
      return (event && receiptOf(event)) ?? []
    }),
  ]
}

/** A reaction is no answer, and what WhatsApp says of the contact is not what he says. */
const SILENT = ['reaction', 'system', 'ephemeral', 'request_welcome']

function saidIn(said: z.infer<typeof message>, contacts: z.infer<typeof contact>[]): IncomingEvent | null {
  const from = said.from ? `+${said.from.replace('+', '')}` : said.from_user_id
  if (!from || SILENT.includes(said.type)) return null
  const common = { eventId: said.id, at: said.timestamp * 1000, from }
  const tap = said.interactive?.list_reply ?? said.interactive?.button_reply
  const press = tap?.id ?? said.button?.payload
  // A number may have lists and templates of other programs.
  if (press !== undefined && isPress(press)) return { ...common, kind: 'press', press }
  const caption = (said.image ?? said.video ?? said.document)?.caption
  const body = said.text?.body ?? tap?.title ?? said.button?.text ?? caption ?? `[${said.type}]`
  if (body.trim() === '') return null
  const given = consentIn(body)
  if (given !== null) return { ...common, kind: 'consent', given }
  return {
    ...common,
    kind: 'message',
    name: nameOf(said, contacts),
    body,
    inReplyTo: said.context?.id ?? null,
  }
}

function nameOf(
  { from, from_user_id: id }: z.infer<typeof message>,
  contacts: z.infer<typeof contact>[],
): string | null {
  const isSender = ({ wa_id, user_id }: z.infer<typeof contact>): boolean =>
    (from !== undefined && wa_id === from) || (id !== undefined && user_id === id)
  return contacts.find(isSender)?.profile?.name || null
}

/** Who read it has it; `sent` says only that it is on its way. */
function receiptOf(told: z.infer<typeof status>): IncomingEvent | null {
  const { id, status: state, timestamp, errors, biz_opaque_callback_data: reference = null } = told
  const about = { eventId: `${id}.${state}`, at: timestamp * 1000, providerId: id, reference }
  const common = { ...about, kind: 'delivery' } as const
  if (state === 'sent' && reference !== null) return { ...about, kind: 'taken', reference }
  if (state === 'delivered' || state === 'read') return { ...common, failure: null }
  if (state !== 'failed') return null
  return { ...common, failure: errors[0] ? refusedFor(whatsappRefusal(errors[0])) : failed('refused') }
}
