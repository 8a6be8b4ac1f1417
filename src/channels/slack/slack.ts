import { z } from 'zod'
import { systemClock } from '../../platform/clock.ts'
import { uuidFromBytes } from '../../platform/ids.ts'
import type { Instant } from '../../policy/decision.ts'
import { wrongAddress } from '../address.ts'
import { type Answered, askProvider } from '../ask-provider.ts'
import type { Channel, OutgoingSurvey, SendResult } from '../channel.ts'
import { keyDigest, linkLabel, partsOf, scoreButtons, shortened } from '../chat-text.ts'
import { type Failed, type FailureReason, failed } from '../failure.ts'
import { plainText } from '../plain-text.ts'
import { failureOf, type Refusal, resultOf } from '../result-of.ts'
import { sendParts } from '../send-parts.ts'
import { readSlackAddress } from '../slack-address.ts'
import { receiveSlack } from './slack-event.ts'

/** What connects a Slack app. */
export const slackAccount = z.strictObject({
  bot_token: z
    .string()
    .trim()
    .regex(/^xoxb-[\w-]+$/, 'A bot token starts with xoxb-.')
    .meta({
      label: 'Bot user OAuth token',
      help: 'From your Slack app under “OAuth & Permissions”. It needs the scopes chat:write and im:write, and im:history and channels:history to read what customers write.',
      secret: true,
    }),
  signing_secret: z
    .string()
    .trim()
    .regex(/^[\w-]{16,128}$/, 'Copy the signing secret as it is.')
    .meta({
      label: 'Signing secret',
      help: 'From your Slack app under “Basic Information”. Use the address below for event subscriptions and for interactivity.',
      secret: true,
    }),
  teammates: z
    .string()
    .trim()
    .regex(/^([UW][A-Z0-9]+([\s,]+|$))*$/, 'Member ids, separated by commas: U012AB3CD, U045EF6GH.')
    .default('')
    .meta({
      label: 'Your own people',
      help: 'Slack member ids of your team, separated by commas. What they write or press in a shared channel is not the customer’s.',
    }),
})
export type SlackAccount = z.infer<typeof slackAccount>

type SlackDeps = {
  account: SlackAccount | null
  baseUrl?: string
  patienceMs?: number
  /** Slack's signatures are good for five minutes. */
  now?: () => Instant
}

export const SLACK_URL = 'https://slack.com'
/** For how long Slack knows a `client_msg_id` again is not documented: long enough for a lost answer. */
const RECOGNISED_MS = 180_000
/** The most that a section takes, and less than what Slack cuts up by itself (4,000). */
const MAX = 3000

/**
 * Slack by an app with a bot (O3): a reply in the contact's thread, or a direct message, with a row of buttons and the
 * page's link. The question stands in plain text blocks and all else is escaped, so what is typed is what is read.
 * Repeats are recognised by `client_msg_id`, which the Web API documents by its errors (docs.slack.dev/reference/methods/chat.postMessage).
 */
export function slackChannel(deps: SlackDeps): Channel {
  const { account, baseUrl = SLACK_URL, patienceMs = 10_000, now = () => systemClock.now() } = deps
  async function send(to: string, key: Buffer, fields: Record<string, unknown>): Promise<SendResult> {
    if (!account) return failed('not_connected')
    const address = readSlackAddress(to)
    if (!address) return failed('address_refused', { why: wrongAddress('slack', to)! })
    const { bot_token } = account
    const answer = await askProvider(`${baseUrl}/api/chat.postMessage`, {
      headers: { authorization: `Bearer ${bot_token}` },
      body: {
        ...address,
        ...fields,
        client_msg_id: clientMessageId(key),
        mrkdwn: false,
        unfurl_links: false,
        unfurl_media: false,
      },
      patienceMs,
      base: baseUrl,
      secrets: [bot_token],
    })
    return answer.kind === 'answered' ? resultFor(answer, account) : answer
  }
  return {
    capabilities: {
      inApp: false,
      scores: 'buttons',
      formatting: 'plain',
      maxLength: MAX,
      sendsKey: true,
      repeatsKnownMs: RECOGNISED_MS,
    },
    sendSurvey: (survey) => send(survey.to, keyDigest('survey', survey.deliveryKey), surveyFields(survey)),
    sendMessage: (message) =>
      sendParts(message, partsOf(plainText(message.body), { max: MAX }), (text, key) =>
        send(message.to, keyDigest('message', key), { text: escaped(text) }),
      ),
    receive: async (request) => receiveSlack(request, { account, now, patienceMs, base: baseUrl }),
  }
}

/** The key as Slack writes its own, a UUID of version 4: the same at every attempt. @internal */
export function clientMessageId(bytes: Buffer): string {
  const uuid = Buffer.from(bytes)
  uuid[6] = 0x40 | (uuid[6]! & 0x0f)
  uuid[8] = 0x80 | (uuid[8]! & 0x3f)
  return uuidFromBytes(uuid)
}

function surveyFields(survey: OutgoingSurvey): Record<string, unknown> {
  const page = `<${survey.link}|${escaped(linkLabel(survey))}>`
  const question = shortened(plainText(survey.message), { max: MAX - page.length - 2 })
  const buttons = scoreButtons(survey).map(({ sign, label, press, score }) => ({
    type: 'button',
    action_id: `score_${score}`,
    text: { type: 'plain_text', text: sign, emoji: true },
    accessibility_label: label.slice(0, 75),
    value: press,
  }))
  return {
    // What a notification shows, and programs that know no blocks.
    text: `${escaped(question)}\n${page}`,
    blocks: [
      { type: 'section', text: { type: 'plain_text', text: question, emoji: false } },
      // The language comes back with a press, so that it is answered in it.
      { type: 'actions', block_id: `rate.${survey.language}`, elements: buttons },
      { type: 'context', elements: [{ type: 'mrkdwn', text: page }] },
    ],
  }
}

/** Slack's three control characters as text (docs.slack.dev/messaging/formatting-message-text). */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

const reply = z.object({
  ok: z.boolean(),
  error: z.string().default(''),
  channel: z.string().optional(),
  ts: z.string().optional(),
  response_metadata: z.object({ messages: z.array(z.string()).default([]) }).optional(),
})

const REASONS: [FailureReason, RegExp][] = [
  // A scope is given and a token renewed by whoever runs Candor.
  ['login_refused', /^(invalid_auth|not_authed|account_inactive|token_\w+|missing_scope|access_denied)$/],
  [
    'address_refused',
    /^(channel_not_found|not_in_channel|is_archived|user_not_found|user_disabled|cannot_dm_bot|thread_not_found|messages_tab_disabled|restricted_action\w*)$/,
  ],
  ['asked_to_wait', /^(ratelimited|rate_limited|message_limit_exceeded)$/],
  ['unreachable', /^(service_unavailable|request_timeout)$/],
  // “It's possible some aspect of the operation succeeded before the error was raised.”
  ['no_answer', /^(internal_error|fatal_error)$/],
]

function resultFor(answer: Answered, account: SlackAccount): SendResult {
  const { data } = reply.safeParse(answer.json)
  // It was posted at an earlier attempt, and somebody has removed it since.
  const isGone = data && /^duplicate_(message|channel)_not_found$/.test(data.error)
  if (isGone && answer.status < 300) return { kind: 'accepted', providerId: null }
  const isPosted = data?.ok && data.channel && data.ts
  const providerId = isPosted ? `${data.channel}:${data.ts}` : null
  return resultOf(answer, { ...readOf(answer, account), providerId })
}

/** What an answer of the Web API says that is no success; null for one that is. For what sends nothing. */
export function slackFailure(answer: Answered, account: SlackAccount): Failed | null {
  const isWell = answer.status < 300 && reply.safeParse(answer.json).data?.ok
  return isWell ? null : failureOf(answer, readOf(answer, account), { sendsNothing: true })
}

function readOf({ json }: Answered, account: SlackAccount): { refusal: Refusal | null; secrets: string[] } {
  const secrets = [account.bot_token, account.signing_secret]
  const { data } = reply.safeParse(json)
  if (!data || data.ok || data.error === '') return { refusal: null, secrets }
  const reason = REASONS.find(([, errors]) => errors.test(data.error))?.[0] ?? 'refused'
  const said = [data.error, ...(data.response_metadata?.messages ?? [])].join(' ')
  return { refusal: { reason, said }, secrets }
}
