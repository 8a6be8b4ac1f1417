import { createHmac } from 'node:crypto'
import type { IncomingRequest } from '../../../src/channels/channel.ts'
import { linksIn, type ProviderState, type Said, startHttpProvider } from './http-provider.ts'

export const SLACK = {
  bot_token: 'xoxb-17653672481-fake-token',
  signing_secret: '8f742231b10e8888abcd99yyyzzz85a5',
  teammates: 'U0TEAM1, U0TEAM2',
}
/** When the fake's requests were signed. */
export const SLACK_NOW = 1_772_000_300_000

type Text = { type: 'plain_text' | 'mrkdwn'; text: string }
type Element = Text & { value?: string; url?: string }
type Block = {
  type: string
  text?: Text
  elements?: (Element | { type: string; value?: string; url?: string })[]
}
type Sent = { channel: string; thread_ts?: string; text: string; blocks?: Block[]; client_msg_id?: string }

/** chat.postMessage of the Web API (docs.slack.dev/reference/methods/chat.postMessage) in one workspace. */
export function startSlack() {
  return startHttpProvider((asked, state) => {
    if (asked.path.startsWith('/actions/')) return { status: 200, body: 'ok' }
    state.attempts += 1
    const said = asked.headers.authorization ?? ''
    if (state.trouble === 'is_busy') {
      return { status: 429, headers: { 'retry-after': '7' }, body: { ok: false, error: 'ratelimited' } }
    }
    if (state.trouble === 'refuses_login') return refusal('invalid_auth', `${said}\u202e\r\n`)
    if (state.trouble === 'refuses_address') return refusal('channel_not_found')
    if (state.trouble) return refusal('invalid_blocks')
    if (asked.path === '/api/auth.test') return authTest(said)
    if (asked.path !== '/api/chat.postMessage') return refusal('unknown_method')
    if (said !== `Bearer ${SLACK.bot_token}`) return refusal('not_authed')
    return postMessage(JSON.parse(asked.body) as Sent, state)
  })
}

/** docs.slack.dev/reference/methods/auth.test */
function authTest(said: string): Said {
  if (said !== `Bearer ${SLACK.bot_token}`) return refusal('invalid_auth')
  const names = {
    team: 'Acme Workspace',
    user: 'candor',
    team_id: 'T0ACME',
    user_id: 'U0BOT',
    bot_id: 'B0BOT',
  }
  return { status: 200, body: { ok: true, url: 'https://acme.slack.com/', ...names } }
}

function postMessage(sent: Sent, state: ProviderState): Said {
  const { channel, thread_ts: thread, text, blocks = [], client_msg_id: key = null } = sent
  if (!/^[CDGUW][A-Z0-9]+$/.test(channel)) return refusal('channel_not_found')
  if (blocks.some((block) => (block.text?.text.length ?? 0) > 3000)) return refusal('invalid_blocks')
  if (text.length > 40_000) return refusal('msg_too_long')
  const repeat = key !== null && state.seen.get(key)
  if (repeat) return repeat
  const elements = blocks.flatMap(({ elements: all = [] }) => all)
  const shown = blocks.length > 0 ? blocks.flatMap(shownIn).join('\n') : unescaped(text)
  state.arrived.push({
    key,
    to: [thread ? `${channel}:${thread}` : channel],
    fields: {},
    text: shown,
    markup: null,
    links: linksIn(blocks.length > 0 ? JSON.stringify(elements) : text),
    presses: elements.flatMap(({ type, value }: any) => (type === 'button' ? (value ?? []) : [])),
  })
  const ts = `1772000000.${String(state.arrived.length).padStart(6, '0')}`
  const at = channel.startsWith('U') ? `D${channel.slice(1)}` : channel
  const posted = { status: 200, body: { ok: true, channel: at, ts, message: { type: 'message', text, ts } } }
  if (key) state.seen.set(key, posted)
  return posted
}

/** What people see: plain text as it is, markup without its brackets; buttons are not text. */
function shownIn({ text, elements = [] }: Block): string[] {
  return [text, ...elements.filter(({ type }) => type === 'mrkdwn')].flatMap((each) => {
    if (!each || !('text' in each)) return []
    return each.type === 'plain_text' ? each.text : unescaped(each.text)
  })
}

function unescaped(text: string): string {
  return text
    .replace(/<([^<>|]+)\|([^<>]+)>/g, '$2')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

function refusal(error: string, ...messages: string[]): Said {
  return { status: 200, body: { ok: false, error, response_metadata: { messages } } }
}

/** Signed as in docs.slack.dev/authentication/verifying-requests-from-slack. */
export function slackRequest(
  body: string,
  { type = 'application/json', secret = SLACK.signing_secret, at = SLACK_NOW } = {},
): IncomingRequest {
  const stamp = String(Math.floor(at / 1000))
  const signature = createHmac('sha256', secret).update(`v0:${stamp}:${body}`).digest('hex')
  return {
    method: 'POST',
    url: 'https://candor.test/hooks/slack',
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': stamp,
      'x-slack-signature': `v0=${signature}`,
    },
    body: Buffer.from(body),
  }
}

/** The Events API's envelope around a message (docs.slack.dev/reference/events/message). */
export function slackMessage(event: Record<string, unknown>): string {
  return JSON.stringify({
    token: 'unused',
    team_id: 'T0ACME',
    api_app_id: 'A0APP',
    type: 'event_callback',
    event_id: 'Ev0PV52K21',
    event_time: 1_772_000_299,
    event: {
      type: 'message',
      channel: 'C0HELP',
      channel_type: 'channel',
      user: 'U0SAM',
      ts: '1772000299.000200',
      event_ts: '1772000299.000200',
      ...event,
    },
  })
}

/** A press as in docs.slack.dev/reference/interaction-payloads/block_actions-payload, in a form. */
export function slackPress(press: string, more: Record<string, unknown> = {}): string {
  const ts = '1772000000.000001'
  const payload = {
    type: 'block_actions',
    user: { id: 'U0SAM', username: 'sam', team_id: 'T0SAM' },
    api_app_id: 'A0APP',
    container: { type: 'message', message_ts: ts, channel_id: 'C0HELP', is_ephemeral: false },
    channel: { id: 'C0HELP', name: 'help' },
    message: { type: 'message', ts, thread_ts: '1771999999.000100' },
    trigger_id: '12321423423.333649436676.d8c1bb837935619ccad0f624c448ffb3',
    actions: [
      {
        type: 'button',
        action_id: 'score_4',
        block_id: 'rate.de',
        text: { type: 'plain_text', text: '🙂', emoji: true },
        value: press,
        action_ts: '1772000299.734321',
      },
    ],
    ...more,
  }
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
}
export const SLACK_FORM = 'application/x-www-form-urlencoded'
