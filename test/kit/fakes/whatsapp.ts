import { createHmac } from 'node:crypto'
import type { IncomingRequest } from '../../../src/channels/channel.ts'
import { type Asked, linksIn, type ProviderState, type Said, startHttpProvider } from './http-provider.ts'

export const WHATSAPP = {
  phone_number_id: '106540352242922',
  access_token: 'EAAJfake_Access-Token4711',
  app_secret: 'fedcba9876543210fedcba9876543210',
  verify_token: 'fake-verify-token_1',
}
export const WHATSAPP_TEMPLATE = { template_name: 'support_survey', template_language: 'en_US' }
export const SAM_NUMBER = '+16315551181'
/** Who keeps the number to himself (developers.facebook.com/docs/whatsapp, “Business-scoped user IDs”). */
export const SAM_USER_ID = 'US.13491208655302741918'

type Titled = { id: string; title: string; description?: string }
type Parameter = { type: string; text: string }
type Sent = {
  messaging_product: string
  to?: string
  recipient?: string
  type: string
  text?: { body: string }
  interactive?: {
    type: string
    body: { text: string }
    action: {
      button?: string
      sections?: { title?: string; rows: Titled[] }[]
      buttons?: { type: string; reply: Titled }[]
    }
  }
  template?: {
    name: string
    language: { code: string }
    components: { type: string; sub_type?: string; index?: string; parameters: Parameter[] }[]
  }
}

/**
 * POST /<phone number id>/messages of the Cloud API (developers.facebook.com/docs/whatsapp/cloud-api/reference/messages,
 * …/messages/interactive-list-messages, …/interactive-reply-buttons-messages, …/guides/send-message-templates,
 * …/support/error-codes). `outside`: the contact wrote more than 24 hours ago, and that is said at once.
 */
export async function startWhatsapp() {
  let outside = false
  const provider = await startHttpProvider((asked, state) => {
    state.attempts += 1
    if (state.trouble) return troubleOf(state.trouble, asked)
    if (asked.headers.authorization !== `Bearer ${WHATSAPP.access_token}`) {
      return refusal(190, 'Invalid OAuth access token - Cannot parse access token')
    }
    if (asked.method === 'GET') return phoneNumber(asked.path)
    if (asked.path !== `/${WHATSAPP.phone_number_id}/messages`) {
      return refusal(100, 'Unsupported post request. Object does not exist')
    }
    const sent = JSON.parse(asked.body) as Sent
    if (outside && sent.type !== 'template') return reEngagement
    return take(sent, state)
  })
  return {
    ...provider,
    closeWindow: (): void => {
      outside = true
    },
    reset: (): void => {
      outside = false
      provider.reset()
    },
  }
}

/** developers.facebook.com/docs/graph-api/reference/whats-app-business-account-to-number-current-status, a part of it */
function phoneNumber(asked: string): Said {
  const [path, query = ''] = asked.split('?')
  const proof = createHmac('sha256', WHATSAPP.app_secret).update(WHATSAPP.access_token).digest('hex')
  const given = new URLSearchParams(query).get('appsecret_proof')
  if (given !== null && given !== proof)
    return refusal(100, 'Invalid appsecret_proof provided in the API argument')
  if (path === `/${WHATSAPP.phone_number_id}`) {
    return { status: 200, body: { id: WHATSAPP.phone_number_id, verified_name: 'Acme Shop' } }
  }
  const message = `Unsupported get request. Object with ID '${path!.slice(1)}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`
  const error = { message, type: 'GraphMethodException', code: 100, error_subcode: 33, fbtrace_id: 'A5X' }
  return { status: 400, body: { error } }
}

export const reEngagement = refusal(
  131_047,
  '(#131047) Re-engagement message',
  'Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
)

function take(sent: Sent, state: ProviderState): Said {
  const wrong = mistakeIn(sent)
  if (wrong) return refusal(100, '(#100) Invalid parameter', wrong)
  const recipient = sent.to ?? sent.recipient!
  const rows = sent.interactive?.action.sections?.flatMap((section) => section.rows) ?? []
  const buttons = sent.interactive?.action.buttons?.map(({ reply }) => reply) ?? []
  const parameters = sent.template?.components.flatMap((each) => each.parameters) ?? []
  const text =
    sent.text?.body ?? sent.interactive?.body.text ?? parameters.map((each) => each.text).join('\n')
  state.arrived.push({
    key: null,
    to: [recipient],
    fields: {},
    text,
    markup: null,
    links: linksIn(text),
    presses: [...rows, ...buttons].map(({ id }) => id),
  })
  const contact = sent.to
    ? { input: sent.to, wa_id: sent.to.slice(1) }
    : { input: sent.recipient, user_id: sent.recipient }
  const id = `wamid.HBgL${state.arrived.length}`
  return { status: 200, body: { messaging_product: 'whatsapp', contacts: [contact], messages: [{ id }] } }
}

/** What the documented limits forbid, or null. */
function mistakeIn({
  messaging_product: product,
  to,
  recipient,
  type,
  text,
  interactive,
  template,
}: Sent): string | null {
  if (product !== 'whatsapp') return 'messaging_product'
  if (to ? !/^\+\d{7,15}$/.test(to) : !/^[A-Z]{2}\.[A-Za-z0-9.]+$/.test(recipient ?? '')) return 'to'
  if (type === 'text') return text && fits(text.body, 4096) ? null : 'text'
  if (type === 'template') return template ? mistakeInTemplate(template) : 'template'
  if (type !== 'interactive' || !interactive) return 'type'
  const { body, action } = interactive
  if (interactive.type === 'button') {
    const { buttons = [] } = action
    const areFit = buttons.every(
      ({ type: kind, reply }) => kind === 'reply' && fits(reply.title, 20) && fits(reply.id, 256),
    )
    return areFit && buttons.length >= 1 && buttons.length <= 3 && fits(body.text, 1024) ? null : 'buttons'
  }
  const { button = '', sections = [] } = action
  const rows = sections.flatMap((section) => section.rows)
  const areFit = rows.every(
    ({ id, title, description = '-' }) => fits(id, 200) && fits(title, 24) && fits(description, 72),
  )
  const isFit = areFit && fits(button, 20) && rows.length >= 1 && rows.length <= 10 && fits(body.text, 4096)
  return isFit && (sections.length === 1 || sections.every(({ title }) => title)) ? null : 'list'
}

function mistakeInTemplate({ name, language, components }: NonNullable<Sent['template']>): string | null {
  if (name !== WHATSAPP_TEMPLATE.template_name || language.code !== WHATSAPP_TEMPLATE.template_language)
    return 'template'
  // “Param text cannot have new-line/tab characters or more than 4 consecutive spaces”.
  const isFit = components.every((each) =>
    each.parameters.every((one) => one.text !== '' && !/[\n\t]| {5}/.test(one.text)),
  )
  return isFit ? null : 'parameters'
}

function fits(text: string, max: number): boolean {
  return text.trim() !== '' && text.length <= max
}

export function refusal(code: number, message: string, details?: string): Said {
  const error_data = details ? { messaging_product: 'whatsapp', details } : undefined
  const error = { message, type: 'OAuthException', code, error_data, fbtrace_id: 'Az8or2yhqkZfEZ-_4Qn_Bam' }
  const status = code === 190 ? 401 : [4, 80_007, 130_429].includes(code) ? 429 : 400
  return { status, body: { error } }
}

function troubleOf(trouble: string, { headers }: Asked): Said {
  if (trouble === 'refuses_address') return refusal(131_026, '(#131026) Message undeliverable')
  if (trouble === 'refuses_login') {
    return refusal(190, `No session: ${headers.authorization}\u202e\r\n ${WHATSAPP.app_secret}`)
  }
  if (trouble === 'is_busy') return refusal(130_429, '(#130429) Rate limit hit')
  return refusal(131_009, '(#131009) Parameter value is not valid')
}

/** Signed as in developers.facebook.com/docs/graph-api/webhooks/getting-started, “Validating payloads”. */
export function whatsappHook(notification: unknown, secret: string = WHATSAPP.app_secret): IncomingRequest {
  const body = Buffer.from(typeof notification === 'string' ? notification : JSON.stringify(notification))
  return {
    method: 'POST',
    url: 'https://candor.test/hooks/w1/whatsapp/secret',
    headers: {
      'content-type': 'application/json',
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    },
    body,
  }
}

/** Meta asks whether the address is ours (“Verification requests”). */
export function whatsappChallenge(query: Record<string, string> = {}): IncomingRequest {
  const asked = new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.challenge': '1158201444',
    'hub.verify_token': WHATSAPP.verify_token,
    ...query,
  })
  return {
    method: 'GET',
    url: `https://candor.test/hooks/w1/whatsapp/secret?${asked.toString()}`,
    headers: {},
    body: Buffer.alloc(0),
  }
}

/** The envelope of developers.facebook.com/docs/whatsapp/cloud-api/webhooks/payload-examples. */
function notificationOf(value: object, number = WHATSAPP.phone_number_id): object {
  const metadata = { display_phone_number: '15550783881', phone_number_id: number }
  const change = { field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } }
  return { object: 'whatsapp_business_account', entry: [{ id: '102290129340398', changes: [change] }] }
}

const from = SAM_NUMBER.slice(1)
const contacts = [{ profile: { name: 'Sam Customer' }, wa_id: from, user_id: SAM_USER_ID }]

export const whatsappEvents = {
  message: (fields: Record<string, unknown>, number?: string) => {
    const common = { from, from_user_id: SAM_USER_ID, id: 'wamid.HBgLSam1', timestamp: '1772000100' }
    return notificationOf({ contacts, messages: [{ ...common, ...fields }] }, number)
  },
  text: (body: string) => whatsappEvents.message({ type: 'text', text: { body } }),
  listReply: (id: string, title = '🙂 Good') =>
    whatsappEvents.message({
      type: 'interactive',
      context: { from: '15550783881', id: 'wamid.HBgL1' },
      interactive: { type: 'list_reply', list_reply: { id, title, description: '' } },
    }),
  buttonReply: (id: string, title = '👍 Good') =>
    whatsappEvents.message({
      type: 'interactive',
      context: { from: '15550783881', id: 'wamid.HBgL1' },
      interactive: { type: 'button_reply', button_reply: { id, title } },
    }),
  status: (status: string, more: Record<string, unknown> = {}) =>
    notificationOf({
      statuses: [{ id: 'wamid.HBgL1', status, timestamp: '1772000200', recipient_id: from, ...more }],
    }),
}
