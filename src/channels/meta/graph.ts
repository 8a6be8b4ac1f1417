import { z } from 'zod'
import { wrongAddress } from '../address.ts'
import { askProvider } from '../ask-provider.ts'
import type { Channel, OutgoingSurvey, SendResult } from '../channel.ts'
import { type Fit, partsOf, scoreButtons, withLink } from '../chat-text.ts'
import { type FailureReason, failed } from '../failure.ts'
import { receiveGraph } from './graph-event.ts'
import { plainText } from '../plain-text.ts'
import { appSecretProof } from './proof.ts'
import { type Refusal, resultOf } from '../result-of.ts'
import { sendParts } from '../send-parts.ts'

/** The version of the Graph API that this is written for. */
export const GRAPH_URL = 'https://graph.facebook.com/v25.0'

/** What connects a page of Meta's, whichever of its apps people write in. */
export const graphFields = {
  page_access_token: z
    .string()
    .trim()
    .regex(/^[\w-]{8,}$/, 'An access token has letters and digits only.')
    .meta({
      label: 'Page access token',
      help: 'In your Meta app under Messenger, “Generate token” for the page. Take a long-lived one.',
      secret: true,
    }),
  app_secret: z
    .string()
    .trim()
    .regex(/^[0-9a-f]{32,}$/i, 'An app secret has 32 digits and letters a to f.')
    .meta({
      label: 'App secret',
      help: 'In your Meta app under App settings, Basic. What Meta sends us is signed with it.',
      secret: true,
    }),
  verify_token: z
    .string()
    .trim()
    .regex(/^[\w-]{16,256}$/, 'Use 16 to 256 letters, digits, - and _.')
    .meta({
      label: 'Verify token',
      help: 'Enter it where Meta asks for it beside the callback URL.',
      made: 'shown',
    }),
  human_agent: z.boolean().default(false).meta({
    label: 'Human Agent permission',
    help: 'Meta has granted your app the Human Agent feature: teammates may answer for 7 days instead of 24 hours.',
  }),
}

/** The part of an account that sends and receives. `account_id` is whom the webhook's entries are of. */
export type GraphAccount = {
  page_access_token: string
  app_secret: string
  verify_token: string
  human_agent: boolean
  account_id: string
}

export type GraphDeps = {
  account: GraphAccount | null
  baseUrl?: string
  patienceMs?: number
}

const MAX_TITLE = 20

/**
 * One of Meta's messengers by the Send API (O3, O13, C15): the question with quick replies that rate in the chat, the
 * page's link in the text, replies, and what the contact writes or taps. Within 24 hours of the contact's last message
 * anything may be sent (`RESPONSE`); a teammate's own answer for 7 days with the permission for it. A repeated message
 * is not recognised (developers.facebook.com/docs/messenger-platform/reference/send-api).
 */
export function graphChannel(
  { account, baseUrl = GRAPH_URL, patienceMs = 10_000 }: GraphDeps,
  fit: Fit,
): Channel {
  async function post(to: string, message: object, type: object): Promise<SendResult> {
    if (!account) return failed('not_connected')
    const wrong = wrongAddress('messenger', to)
    if (wrong) return failed('address_refused', { why: wrong })
    const { page_access_token: token, app_secret: key } = account
    const proof = appSecretProof(token, key)
    const secrets = [token, key, proof]
    const answer = await askProvider(`${baseUrl}/me/messages`, {
      headers: { authorization: `Bearer ${token}` },
      body: { recipient: { id: to }, ...type, message, appsecret_proof: proof },
      patienceMs,
      base: baseUrl,
      secrets,
    })
    if (answer.kind !== 'answered') return answer
    const { data } = graphRefused.safeParse(answer.json)
    return resultOf(answer, {
      providerId: taken.safeParse(answer.json).data?.message_id ?? null,
      refusal: data ? graphRefusal(data.error) : null,
      secrets,
    })
  }
  /** A person's answer outside the 24 hours needs the tag that says so; a survey is no person's answer. */
  async function postReply(to: string, text: string): Promise<SendResult> {
    const result = await post(to, { text }, RESPONSE)
    const mayTag = account?.human_agent && result.kind === 'rejected' && result.reason === 'window_closed'
    return mayTag ? post(to, { text }, HUMAN_AGENT) : result
  }
  return {
    capabilities: {
      inApp: false,
      scores: 'buttons',
      formatting: 'plain',
      maxLength: fit.max,
      sendsKey: false,
      repeatsKnownMs: 0,
    },
    sendSurvey: (survey) => post(survey.to, surveyMessage(survey, fit), RESPONSE),
    sendMessage: (message) =>
      sendParts(message, partsOf(plainText(message.body), fit), (text) => postReply(message.to, text)),
    receive: async (request) => receiveGraph(request, account),
  }
}

const RESPONSE = { messaging_type: 'RESPONSE' }
const HUMAN_AGENT = { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' }

/** A tapped title is posted as the contact's words, so it has some where they fit. */
function surveyMessage(survey: OutgoingSurvey, fit: Fit): object {
  const replies = scoreButtons(survey).map(({ sign, label, press }) => {
    const title = `${sign} ${label}`
    return { content_type: 'text', title: title.length <= MAX_TITLE ? title : sign, payload: press }
  })
  return { text: withLink(plainText(survey.message), survey.link, fit), quick_replies: replies }
}

const taken = z.object({ message_id: z.string().min(1) })
/** An answer that is Meta's own: others name their errors in an `error` too, without its `type`. */
export const graphRefused = z.object({
  error: z.object({
    message: z.string().default(''),
    type: z.string(),
    code: z.number(),
    error_subcode: z.number().optional(),
    is_transient: z.boolean().optional(),
  }),
})

const LOGIN = [102, 190, 463, 467]
const BUSY = [4, 17, 32, 341, 613, 80_006]
const TEMPORARY = [1, 2, 1200]
/** Outside the allowed window, on Messenger and on Instagram. */
const WINDOW = [2_018_278, 2_018_065, 2_534_022]
/** The person takes nothing from this page. */
const UNWILLING = [2_018_108, 1_545_041]
const NOBODY = [2_018_001, 2_534_014, 33]

/** What Meta's codes mean (developers.facebook.com/docs/messenger-platform/error-codes). */
export function graphRefusal(error: z.infer<typeof graphRefused>['error']): Refusal {
  return { reason: reasonOf(error), said: error.message }
}

function reasonOf({
  code,
  error_subcode: sub = 0,
  message,
  is_transient,
}: z.infer<typeof graphRefused>['error']): FailureReason {
  if (LOGIN.includes(code)) return 'login_refused'
  if (WINDOW.includes(sub)) return 'window_closed'
  if (BUSY.includes(code)) return 'asked_to_wait'
  if (TEMPORARY.includes(code) || is_transient) return 'unreachable'
  if (NOBODY.includes(sub) || UNWILLING.includes(sub) || code === 551) return 'address_refused'
  if (code === 100 && /no matching user|does not exist|recipient/i.test(message)) return 'address_refused'
  if (code === 10 && /outside (of )?(the )?allowed window/i.test(message)) return 'window_closed'
  // The rest of these are permissions that the app has lost or never had.
  if (code === 10 || (code >= 200 && code < 300)) return 'login_refused'
  return 'refused'
}
