import { createHmac } from 'node:crypto'
import type { IncomingRequest } from '../../../src/channels/channel.ts'
import { type Asked, linksIn, type ProviderState, type Said, startHttpProvider } from './http-provider.ts'

const SECRETS = {
  page_access_token: 'EAAGfake_Page-Token4711',
  app_secret: '0123456789abcdef0123456789abcdef',
  verify_token: 'fake-verify-token_1',
}
export const MESSENGER = { page_id: '104711000001', ...SECRETS, human_agent: false }
export const INSTAGRAM = { instagram_id: '17841400000001', ...SECRETS, human_agent: false }
export const SAM = '24711000710001'

type Sent = {
  recipient: { id: string }
  messaging_type: string
  tag?: string
  message: { text: string; quick_replies?: { content_type: string; title: string; payload: string }[] }
  appsecret_proof?: string
}
type Limits = { tooLong: (text: string) => boolean }

export const messengerLimits: Limits = { tooLong: (text) => text.length > 2000 }
export const instagramLimits: Limits = { tooLong: (text) => Buffer.byteLength(text) > 1000 }

/**
 * The Send API with one page and one person (developers.facebook.com/docs/messenger-platform/reference/send-api,
 * …/send-messages/quick-replies, …/error-codes); the app requires a proof of its secret, as the setting
 * “Require app secret” makes it.
 */
export function startGraph({ tooLong }: Limits) {
  return startHttpProvider((asked, state) => {
    state.attempts += 1
    if (state.trouble) return troubleOf(state.trouble, asked)
    const [path, query = ''] = asked.path.split('?')
    if (path === '/me') return me(asked, new URLSearchParams(query))
    if (path !== '/me/messages') return refusal(2500, 'Unknown path components')
    if (asked.headers.authorization !== `Bearer ${SECRETS.page_access_token}`) {
      return refusal(190, 'Invalid OAuth access token.')
    }
    return take(JSON.parse(asked.body) as Sent, state, tooLong)
  })
}

const PROOF = createHmac('sha256', SECRETS.app_secret).update(SECRETS.page_access_token).digest('hex')

/** The page of a page's token (developers.facebook.com/docs/graph-api/reference/page). */
function me({ headers }: Asked, query: URLSearchParams): Said {
  if (headers.authorization !== `Bearer ${SECRETS.page_access_token}`) {
    return refusal(190, 'Invalid OAuth access token.')
  }
  if (query.get('appsecret_proof') !== PROOF) {
    return refusal(100, 'Invalid appsecret_proof provided in the API argument')
  }
  const linked = query.get('fields')?.includes('instagram_business_account{id}')
  const instagram_business_account = linked ? { id: INSTAGRAM.instagram_id } : undefined
  return { status: 200, body: { id: MESSENGER.page_id, name: 'Acme Shop', instagram_business_account } }
}

function take(sent: Sent, state: ProviderState, tooLong: Limits['tooLong']): Said {
  const { recipient, message, messaging_type: type, tag, appsecret_proof: given } = sent
  if (given !== PROOF) return refusal(100, 'Invalid appsecret_proof provided in the API argument')
  if (type !== 'RESPONSE' && (type !== 'MESSAGE_TAG' || !tag)) return refusal(100, '(#100) Tag is required')
  if (recipient.id !== SAM) return refusal(100, '(#100) No matching user found', 2_018_001)
  if (message.text.trim() === '')
    return refusal(100, '(#100) Param message[text] must be a non-empty UTF-8 string')
  if (tooLong(message.text)) return refusal(100, '(#100) Length of param message[text] is too long')
  const replies = message.quick_replies ?? []
  const isFit = replies.every(({ title, payload }) => title.length <= 20 && payload.length <= 1000)
  if (replies.length > 13 || !isFit) return refusal(100, '(#100) Param message[quick_replies] is not valid')
  state.arrived.push({
    key: null,
    to: [recipient.id],
    fields: {},
    text: message.text,
    markup: null,
    links: linksIn(message.text),
    presses: replies.map(({ payload }) => payload),
  })
  return { status: 200, body: { recipient_id: recipient.id, message_id: `m_${state.arrived.length}` } }
}

export function refusal(code: number, message: string, error_subcode?: number): Said {
  const error = { message, type: 'OAuthException', code, error_subcode, fbtrace_id: 'BLBz/WZt8dN' }
  return { status: code === 190 ? 401 : 400, body: { error } }
}

function troubleOf(trouble: string, { headers, body }: Asked): Said {
  if (trouble === 'refuses_address') return refusal(100, '(#100) No matching user found', 2_018_001)
  if (trouble === 'refuses_login')
    return refusal(190, `No session: ${headers.authorization}\u202e\r\n ${body}`)
  if (trouble === 'is_busy') return refusal(613, '(#613) Calls to this API have exceeded the rate limit.')
  return refusal(100, '(#100) Param message must be better')
}

/** What Meta brings to the webhook, signed with the app's secret; with another secret it comes from somebody else. */
export function graphHook(notification: unknown, secret = SECRETS.app_secret): IncomingRequest {
  const body = Buffer.from(typeof notification === 'string' ? notification : JSON.stringify(notification))
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
  return {
    method: 'POST',
    url: 'https://candor.test/hooks/graph',
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': signature },
    body,
  }
}

/** The question that Meta asks when the address is entered. */
export function graphChallenge(token = SECRETS.verify_token, challenge = '1158201444'): IncomingRequest {
  const query = new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.challenge': challenge,
    'hub.verify_token': token,
  })
  const url = `https://candor.test/hooks/graph?${query.toString()}`
  return { method: 'GET', url, headers: {}, body: Buffer.alloc(0) }
}

/** Notifications of one page (…/messenger-platform/webhooks, …/reference/webhook-events). */
export function graphEvents(object: 'page' | 'instagram', own: string) {
  const entry = (item: Record<string, unknown>, of = own) => ({
    object,
    entry: [
      {
        id: of,
        time: 1_772_000_100_500,
        messaging: [{ sender: { id: SAM }, recipient: { id: own }, timestamp: 1_772_000_100_000, ...item }],
      },
    ],
  })
  return {
    entry,
    message: (fields: Record<string, unknown>) => entry({ message: { mid: 'm_in_1', ...fields } }),
    press: (payload: string) =>
      entry({ message: { mid: 'm_in_2', text: '🙂 Good', quick_reply: { payload } } }),
    postback: (payload: string) => entry({ postback: { mid: 'm_in_3', title: 'Get started', payload } }),
    delivery: (mids: string[]) => entry({ delivery: { mids, watermark: 1_772_000_100_000 } }),
    echo: () =>
      entry({
        sender: { id: own },
        recipient: { id: SAM },
        message: { mid: 'm_1', is_echo: true, text: 'How was it?', app_id: 1517776481860111 },
      }),
  }
}
