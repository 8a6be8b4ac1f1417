import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { sameBytes } from '../../platform/crypto.ts'
import type { Instant } from '../../policy/decision.ts'
import { isPress } from '../../surveys/token.ts'
import { askProvider, parsed } from '../ask-provider.ts'
import type { IncomingEvent, IncomingRequest, ReceiveResult } from '../channel.ts'
import { consentIn, thanksIn } from '../chat-text.ts'
import { slackAddress } from '../slack-address.ts'

type Deps = {
  account: { signing_secret: string; teammates: string } | null
  now: () => Instant
  patienceMs: number
  /** Where Slack's API is for this adapter. */
  base: string
}

const TOLERANCE_MS = 5 * 60_000
const HOOKS = 'https://hooks.slack.com'

/**
 * Slack's Events API and interactivity, both at one address: messages that people write, and presses on our buttons.
 * Believed by the signature `v0` over time and body, for five minutes
 * (docs.slack.dev/authentication/verifying-requests-from-slack).
 */
export function receiveSlack(request: IncomingRequest, deps: Deps): ReceiveResult {
  const { account } = deps
  if (!account || !isSigned(request, account.signing_secret, deps.now())) {
    return { kind: 'refused', reason: 'bad_signature' }
  }
  const text = request.body.toString()
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  const json = parsed(isForm ? (new URLSearchParams(text).get('payload') ?? '') : text)
  if (!anything.safeParse(json).success) return { kind: 'refused', reason: 'malformed' }
  const { data } = payload.safeParse(json)
  // Slack has many more kinds; whoever refuses them is not sent any after a while.
  if (!data) return { kind: 'events', events: [] }
  if (data.type === 'url_verification') {
    return { kind: 'handshake', answer: { contentType: 'text/plain', body: data.challenge } }
  }
  const own = new Set(account.teammates.split(/[\s,]+/))
  const events = data.type === 'event_callback' ? messagesOf(data, own) : pressesOf(data, own)
  if (data.type === 'event_callback') return { kind: 'events', events }
  return {
    kind: 'events',
    events,
    async after(taken) {
      if (taken.includes('rated')) await thank(data, deps)
    },
  }
}

function isSigned({ headers, body }: IncomingRequest, secret: string, now: Instant): boolean {
  const at = headers['x-slack-request-timestamp'] ?? ''
  const given = headers['x-slack-signature'] ?? ''
  if (!/^\d{1,12}$/.test(at) || Math.abs(now - Number(at) * 1000) > TOLERANCE_MS) return false
  const made = createHmac('sha256', secret).update(`v0:${at}:`).update(body).digest('hex')
  return sameBytes(Buffer.from(`v0=${made}`), Buffer.from(given))
}

const anything = z.object({ type: z.string() })
const callback = z.object({
  type: z.literal('event_callback'),
  event_id: z.string(),
  event: z.looseObject({
    type: z.string(),
    subtype: z.string().optional(),
    bot_id: z.string().optional(),
    user: z.string().optional(),
    text: z.string().default(''),
    channel: z.unknown(),
    ts: z.string().optional(),
    thread_ts: z.string().optional(),
    files: z.array(z.object({ name: z.string().nullish() })).default([]),
  }),
})
const actions = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: z.string() }),
  container: z.object({
    message_ts: z.string(),
    channel_id: z.string(),
    thread_ts: z.string().optional(),
  }),
  message: z.object({ thread_ts: z.string().optional() }).optional(),
  response_url: z.string().optional(),
  actions: z.array(
    z.object({
      action_id: z.string(),
      block_id: z.string().optional(),
      action_ts: z.string(),
      value: z.string().optional(),
      text: z.object({ text: z.string() }).optional(),
    }),
  ),
})
const payload = z.discriminatedUnion('type', [
  z.object({ type: z.literal('url_verification'), challenge: z.string() }),
  callback,
  actions,
])

/** Of people only: not our own messages coming back, not edits, not who joined. */
function messagesOf({ event_id: eventId, event }: z.infer<typeof callback>, own: Set<string>) {
  const { channel, user, ts, thread_ts: thread, subtype } = event
  const isSaid = subtype === undefined || subtype === 'file_share' || subtype === 'thread_broadcast'
  if (event.type !== 'message' || !isSaid || event.bot_id || typeof channel !== 'string') return []
  if (!user || !ts || own.has(user)) return []
  const body = readable(event.text) || event.files.map(({ name }) => `[${name ?? 'file'}]`).join(' ')
  if (!body) return []
  const at = instantOf(ts)
  // A message that starts a thread is the thread: what we answer goes under it.
  const from = slackAddress(channel, user, thread ?? ts)
  const given = consentIn(body)
  if (given !== null) return [{ eventId, at, kind: 'consent', from, given }] satisfies IncomingEvent[]
  const inReplyTo = thread && thread !== ts ? `${channel}:${thread}` : null
  return [{ eventId, at, kind: 'message', from, name: null, body, inReplyTo }] satisfies IncomingEvent[]
}

function pressesOf(
  { user, container, message, actions: pressed }: z.infer<typeof actions>,
  own: Set<string>,
) {
  if (own.has(user.id)) return []
  const from = slackAddress(container.channel_id, user.id, message?.thread_ts ?? container.thread_ts)
  return pressed.flatMap(({ action_ts, value = '', text }): IncomingEvent[] => {
    const eventId = `${container.channel_id}.${container.message_ts}.${action_ts}`
    const common = { eventId, at: instantOf(action_ts), from }
    if (isPress(value)) return [{ ...common, kind: 'press', press: value }]
    // A button of another program of the same app: what stands on it is what was said.
    return text ? [{ ...common, kind: 'message', name: null, body: text.text, inReplyTo: null }] : []
  })
}

/**
 * A press is answered at its own address, which only the presser sees; the request itself has nowhere for it. Whoever
 * knows the signing secret could name any, so it must be one of Slack's.
 */
async function thank(
  { response_url, message, actions: pressed }: z.infer<typeof actions>,
  { patienceMs, base }: Deps,
): Promise<void> {
  const origin = URL.parse(response_url ?? '')?.origin
  if (!response_url || (origin !== HOOKS && origin !== new URL(base).origin)) return
  const text = thanksIn(pressed[0]?.block_id?.replace('rate.', ''))
  const body = { response_type: 'ephemeral', replace_original: false, thread_ts: message?.thread_ts, text }
  await askProvider(response_url, { body, patienceMs, base, secrets: [] })
}

/** `1712345678.000100`: seconds, and a counter behind the point. */
function instantOf(ts: string): Instant {
  return Math.round(Number(ts) * 1000) || 0
}

/** What people saw when they wrote it: links and names without Slack's brackets. */
function readable(text: string): string {
  return text
    .replace(/<([^<>|]+)\|([^<>]+)>/g, (_, target: string, label: string) =>
      /^(https?|mailto):/.test(target) && !target.endsWith(label) ? `${label} (${target})` : label,
    )
    .replace(/<([^<>]+)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
