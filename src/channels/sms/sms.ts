import { z } from 'zod'
import { oneLine } from '../../branding/one-line.ts'
import { customerText, fill } from '../../languages/catalogue.ts'
import { pickLanguage } from '../../languages/pick-language.ts'
import { systemClock } from '../../platform/clock.ts'
import type { Instant } from '../../policy/decision.ts'
import { phoneNumber, wrongAddress } from '../address.ts'
import { type Answered, askProvider } from '../ask-provider.ts'
import type { Channel, OutgoingSurvey, SendResult } from '../channel.ts'
import { partsOf, shortened } from '../chat-text.ts'
import { failed } from '../failure.ts'
import { plainText } from '../plain-text.ts'
import { type Refusal, resultOf } from '../result-of.ts'
import { sendParts } from '../send-parts.ts'
import { receiveSms } from './sms-event.ts'
import { reasonOfSmsCode } from './sms-refusal.ts'

export const SMS_URL = 'https://api.twilio.com'

/** What connects an account at Twilio, or at a provider that speaks its Messages API. */
export const smsAccount = z.strictObject({
  account_sid: z
    .string()
    .trim()
    .regex(/^[\w-]{10,64}$/, 'An account SID looks like AC0123456789abcdef…')
    .meta({ label: 'Account SID', help: 'On the first page of the Twilio console.' }),
  auth_token: z
    .string()
    .trim()
    .regex(/^[\w-]{16,128}$/, 'An auth token has at least 16 letters and digits.')
    .meta({
      label: 'Auth token',
      help: 'Beside the account SID. What Twilio sends us is signed with it, so an API key will not do.',
      secret: true,
    }),
  sender: z
    .string()
    .trim()
    .regex(
      /^(\+[1-9]\d{4,14}|\d{3,8}|MG[0-9a-fA-F]{32}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$/,
      'Use a number such as +15551234567, a short code, a name of at most 11 letters, or a messaging service (MG…).',
    )
    .meta({
      label: 'Sender',
      help: 'The number that messages come from, or the SID of a messaging service. Nobody can answer a name.',
    }),
  api_url: z
    .url({ protocol: /^https$/, error: 'Use an address that begins with https://.' })
    .transform((url) => url.replace(/\/+$/, ''))
    .default(SMS_URL)
    .meta({
      label: 'API address',
      help: 'Only for another provider that speaks the Messages API of Twilio. One of your own network must be named in CANDOR_PRIVATE_HOSTS.',
      binding: 'the server is another one',
    }),
})
/** `api_url` is Twilio's where nothing is said. */
export type SmsAccount = Omit<z.infer<typeof smsAccount>, 'api_url'> & { api_url?: string }

export type SmsDeps = {
  account: SmsAccount | null
  /** Hosts of our own network that `api_url` may name. */
  privateHosts?: readonly string[]
  /** Where the provider tells what became of a message; without it nobody hears. */
  hookUrl?: string
  baseUrl?: string
  patienceMs?: number
  /** What comes in carries no time of its own. */
  now?: () => Instant
}

/** Longer messages are refused (error 21617); phones put up to ten parts together again. */
const MAX = 1600
const MAX_BRAND = 40

/**
 * SMS by the Messages API of Twilio (O3, C15): one short line with the link, replies, and what the contact writes. A
 * repeated message is not recognised (twilio.com/docs/messaging/api/message-resource).
 */
export function smsChannel(deps: SmsDeps): Channel {
  const { account, hookUrl, patienceMs = 10_000, now = () => systemClock.now() } = deps
  const baseUrl = deps.baseUrl ?? account?.api_url ?? SMS_URL
  async function send(contact: string, text: string, reference: string): Promise<SendResult> {
    if (!account) return failed('not_connected')
    const to = phoneNumber(contact)
    if (!to) return failed('address_refused', { why: wrongAddress('sms', contact)! })
    const { account_sid: sid, auth_token: token, sender } = account
    const login = Buffer.from(`${sid}:${token}`).toString('base64')
    const secrets = [login, token]
    const answer = await askProvider(`${baseUrl}/2010-04-01/Accounts/${sid}/Messages.json`, {
      headers: { authorization: `Basic ${login}` },
      body: new URLSearchParams({
        To: to,
        [sender.startsWith('MG') && sender.length === 34 ? 'MessagingServiceSid' : 'From']: sender,
        Body: text,
        // Its name for us comes back with every status, also of a message whose answer we never had.
        ...(hookUrl ? { StatusCallback: `${hookUrl}?ref=${encodeURIComponent(reference)}` } : {}),
      }),
      patienceMs,
      base: deps.baseUrl,
      privateHosts: deps.privateHosts,
      secrets,
    })
    if (answer.kind !== 'answered') return answer
    const providerId = taken.safeParse(answer.json).data?.sid ?? null
    return resultOf(answer, { providerId, refusal: refusalOf(answer), secrets })
  }
  return {
    capabilities: {
      inApp: false,
      scores: 'page',
      formatting: 'plain',
      maxLength: MAX,
      sendsKey: false,
      repeatsKnownMs: 0,
    },
    sendSurvey: (survey) => send(survey.to, smsText(survey), `survey.${survey.deliveryKey}`),
    sendMessage: (message) =>
      sendParts(message, partsOf(plainText(message.body), { max: MAX }), (text) =>
        send(message.to, text, `message.${message.deliveryKey}`),
      ),
    receive: async (request) => receiveSms(request, account, now),
  }
}

/** `Acme: How was it? Rate here: https://…`, the message shortened where the link would not fit (O12). */
export function smsText({
  language,
  brand,
  message,
  link,
}: Pick<OutgoingSurvey, 'language' | 'brand' | 'message' | 'link'>): string {
  const { sms } = customerText(pickLanguage({ contactLocale: language }))
  const places = { brand: oneLine(brand.name, MAX_BRAND), link: plainText(link) }
  const room = MAX - fill(sms, { ...places, message: '' }).length
  return fill(sms, { ...places, message: shortened(oneLine(message, MAX), { max: room }) })
}

const taken = z.object({ sid: z.string().min(1) })
const refused = z.object({
  code: z.union([z.number().int(), z.string().regex(/^\d+$/).transform(Number)]),
  message: z.string().default(''),
})
/** Twilio's codes have five digits (twilio.com/docs/api/errors); others number theirs like HTTP. */
const FIRST_CODE = 10_000

function refusalOf({ status, json }: Answered): Refusal | null {
  const { data } = refused.safeParse(json)
  if (status < 400 || (status >= 500 && !(data && data.code >= FIRST_CODE))) return null
  const said = data?.message ?? ''
  const reason = reasonOfSmsCode(data?.code ?? 0)
  if (reason === 'refused' && (status === 401 || status === 403)) return { reason: 'login_refused', said }
  return data ? { reason, said } : null
}
