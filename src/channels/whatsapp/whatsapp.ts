import { z } from 'zod'
import { phoneNumber, wrongAddress } from '../address.ts'
import { askProvider } from '../ask-provider.ts'
import type { Channel, OutgoingSurvey, SendResult } from '../channel.ts'
import { partsOf } from '../chat-text.ts'
import { failed } from '../failure.ts'
import { plainText } from '../plain-text.ts'
import { resultOf } from '../result-of.ts'
import { sendParts } from '../send-parts.ts'
import type { WhatsappAccount } from './whatsapp-account.ts'
import { receiveWhatsapp } from './whatsapp-event.ts'
import { MAX_TEXT, tappableSurvey, templateSurvey } from './whatsapp-message.ts'
import { whatsappRefused, whatsappRefusal } from './whatsapp-refusal.ts'

/** The version of the Graph API that this is written for. */
export const WHATSAPP_URL = 'https://graph.facebook.com/v25.0'

type WhatsappDeps = {
  account: WhatsappAccount | null
  baseUrl?: string
  patienceMs?: number
}

/** A minute less than there is, for it takes a moment to get there. */
const WINDOW_MS = (24 * 60 - 1) * 60_000

/**
 * WhatsApp by Meta's Cloud API (O3, C15): the question with scores to tap and the page's link in the text, replies, and
 * what the contact writes or taps. Free messages are taken for 24 hours after the contact wrote; then a survey goes by
 * the account's template, and a reply does not go (`window_closed`). Often that is said only in a receipt, so it is
 * also reckoned from `lastInboundAt`. A repeated message is not recognised. WhatsApp shows `*stars*` as bold and knows
 * no way to write them otherwise.
 */
export function whatsappChannel(deps: WhatsappDeps): Channel {
  const { account, baseUrl = WHATSAPP_URL, patienceMs = 10_000 } = deps
  async function send(contact: string, message: object, reference: string): Promise<SendResult> {
    if (!account) return failed('not_connected')
    const recipient = recipientOf(contact)
    if (!recipient) return failed('address_refused', { why: wrongAddress('whatsapp', contact)! })
    const { phone_number_id: from, access_token: token } = account
    const secrets = [token, account.app_secret]
    const answer = await askProvider(`${baseUrl}/${from}/messages`, {
      headers: { authorization: `Bearer ${token}` },
      body: {
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        ...recipient,
        ...message,
        // Comes back with every status, also of a message whose answer we never had.
        biz_opaque_callback_data: reference,
      },
      patienceMs,
      base: baseUrl,
      secrets,
    })
    if (answer.kind !== 'answered') return answer
    const { data } = whatsappRefused.safeParse(answer.json)
    return resultOf(answer, {
      providerId: taken.safeParse(answer.json).data?.messages[0]!.id ?? null,
      refusal: data ? whatsappRefusal(data.error) : null,
      secrets,
    })
  }
  async function sendSurvey(survey: OutgoingSurvey): Promise<SendResult> {
    const template = account && templateSurvey(survey, account)
    const reference = `survey.${survey.deliveryKey}`
    if (template && isKnownToBeOutside(survey)) return send(survey.to, template, reference)
    const result = await send(survey.to, tappableSurvey(survey), reference)
    const isOutside = result.kind === 'rejected' && result.reason === 'window_closed'
    return template && isOutside ? send(survey.to, template, reference) : result
  }
  return {
    capabilities: {
      inApp: false,
      scores: 'buttons',
      formatting: 'plain',
      maxLength: MAX_TEXT,
      sendsKey: false,
      repeatsKnownMs: 0,
    },
    sendSurvey,
    sendMessage: (message) =>
      sendParts(message, partsOf(plainText(message.body), { max: MAX_TEXT }), (text) =>
        send(
          message.to,
          { type: 'text', text: { body: text, preview_url: false } },
          `message.${message.deliveryKey}`,
        ),
      ),
    receive: async (request) => receiveWhatsapp(request, account),
  }
}

function isKnownToBeOutside({ at, lastInboundAt }: OutgoingSurvey): boolean {
  if (lastInboundAt === undefined) return false
  return lastInboundAt === null || at - lastInboundAt > WINDOW_MS
}

function recipientOf(contact: string): { to: string } | { recipient: string } | null {
  const number = phoneNumber(`+${contact.replace('+', '')}`)
  if (number) return { to: number }
  return wrongAddress('whatsapp', contact) ? null : { recipient: contact }
}

const taken = z.object({ messages: z.array(z.object({ id: z.string().min(1) })).min(1) })
