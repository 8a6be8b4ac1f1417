import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { z } from 'zod'
import { customerText } from '../../languages/catalogue.ts'
import type { CustomerText } from '../../languages/customer-text.ts'
import { pickLanguage } from '../../languages/pick-language.ts'
import type { Instant } from '../../policy/decision.ts'
import { parsed } from '../ask-provider.ts'
import { isPress } from '../../surveys/token.ts'
import { instantOf } from './discord-snowflake.ts'
import type { IncomingEvent, IncomingRequest, ProviderAnswer, ReceiveResult, Taken } from '../channel.ts'

const button = z.looseObject({
  type: z.number(),
  style: z.number().optional(),
  custom_id: z.string().optional(),
  label: z.string().optional(),
})
const row = z.looseObject({ type: z.number(), components: z.array(button).default([]) })
const person = z.object({ id: z.string(), username: z.string(), global_name: z.string().nullish() })
const interaction = z.object({
  id: z.string().regex(/^\d{1,20}$/),
  type: z.number(),
  user: person.optional(),
  member: z.object({ user: person }).optional(),
  locale: z.string().optional(),
  message: z.object({ id: z.string(), components: z.array(row).default([]) }).optional(),
  data: z
    .object({
      custom_id: z.string().default(''),
      components: z
        .array(z.object({ component: z.object({ value: z.string().optional() }).optional() }))
        .default([])
        // A message's components have another shape, and nothing to say.
        .catch([]),
    })
    .optional(),
})
type Interaction = z.infer<typeof interaction>

const [PING, COMPONENT, MODAL_SUBMIT] = [1, 3, 5]
const [PONG, MESSAGE, LEAVE_MESSAGE, UPDATE_MESSAGE, MODAL] = [1, 4, 6, 7, 9]
const EPHEMERAL = 1 << 6
/** The button that asks for words opens a form of the same name; behind the colon is the press it belongs to. */
const COMMENT = 'comment:'

/**
 * Discord's interactions endpoint (docs.discord.com/developers/interactions): a press, which once it has rated is
 * answered by marking the button and offering a comment, and the comment, which names its press. Believed by an Ed25519
 * signature over time and body.
 */
export function receiveDiscord(
  request: IncomingRequest,
  account: { public_key: string } | null,
): ReceiveResult {
  if (!account || !isSigned(request, account.public_key)) return { kind: 'refused', reason: 'bad_signature' }
  return readInteraction(parsed(request.body.toString()))
}

/** An interaction as Discord tells it, over its endpoint or the gateway: the same, and answered by the same. */
export function readInteraction(told: unknown): ReceiveResult {
  const { data: asked } = interaction.safeParse(told)
  if (!asked) return { kind: 'refused', reason: 'malformed' }
  if (asked.type === PING) return { kind: 'handshake', answer: json({ type: PONG }) }
  const from = asked.user ?? asked.member?.user
  if (!from || !asked.data) return { kind: 'refused', reason: 'malformed' }
  const text = customerText(pickLanguage({ contactLocale: asked.locale }))
  const { custom_id: name } = asked.data
  const common = { eventId: asked.id, at: instantOf(asked.id), from: from.id }
  if (asked.type === MODAL_SUBMIT) {
    const body = asked.data.components
      .map(({ component }) => component?.value ?? '')
      .join('\n')
      .trim()
    const said: IncomingEvent = {
      ...common,
      kind: 'message',
      name: from.global_name ?? from.username,
      body,
      inReplyTo: asked.message?.id ?? null,
      ...(name.startsWith(COMMENT) ? { press: name.slice(COMMENT.length) } : {}),
    }
    return { kind: 'events', events: body ? [said] : [], answer: ([what]) => heard(what, text) }
  }
  if (asked.type !== COMPONENT) return { kind: 'events', events: [] }
  if (name.startsWith(COMMENT)) return { kind: 'events', events: [], answer: form(name, text.rating) }
  if (!isPress(name))
    return { kind: 'events', events: labelOf(asked, name, common), answer: json({ type: LEAVE_MESSAGE }) }
  const lit = json({ type: UPDATE_MESSAGE, data: { components: marked(asked, name, text.rating.tellMore) } })
  return {
    kind: 'events',
    events: [{ ...common, kind: 'press', press: name }],
    answer: ([what]) => (what === 'rated' ? lit : json({ type: LEAVE_MESSAGE })),
  }
}

/** Only whose words became the comment is thanked for it; others are told that the team has them. */
function heard(what: Taken | undefined, { rating, chat }: CustomerText): ProviderAnswer {
  const content = what === 'comment' ? `${rating.thanks} ${rating.thanksText}` : chat.received
  if (what !== 'comment' && what !== 'message') return json({ type: LEAVE_MESSAGE })
  return json({ type: MESSAGE, data: { content, flags: EPHEMERAL } })
}

/** A button of another program of the same bot: what stands on it is what was said. */
function labelOf(
  { message, user, member }: Interaction,
  name: string,
  common: { eventId: string; at: Instant; from: string },
): IncomingEvent[] {
  const from = user ?? member?.user
  const pressed = (message?.components ?? [])
    .flatMap(({ components }) => components)
    .find(({ custom_id }) => custom_id === name)
  const said = {
    kind: 'message',
    name: from?.global_name ?? from?.username ?? null,
    inReplyTo: null,
  } as const
  return pressed?.label ? [{ ...common, ...said, body: pressed.label }] : []
}

function isSigned({ headers, body }: IncomingRequest, publicKey: string): boolean {
  const at = headers['x-signature-timestamp']
  const signature = headers['x-signature-ed25519'] ?? ''
  if (!at || !/^[0-9a-f]{128}$/i.test(signature)) return false
  const signed = Buffer.concat([Buffer.from(at), body])
  return verify(null, signed, keyOf(publicKey), Buffer.from(signature, 'hex'))
}

function keyOf(publicKey: string): KeyObject {
  const x = Buffer.from(publicKey, 'hex').toString('base64url')
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
}

/** The message as it is, with the pressed button lit and below it one that asks for words. */
function marked({ message }: Interaction, press: string, ask: string): unknown[] {
  const rows = (message?.components ?? []).filter(
    ({ components }) => !components.some(({ custom_id }) => custom_id?.startsWith(COMMENT)),
  )
  const lit = rows.map((one) => ({
    ...one,
    components: one.components.map((each) =>
      each.custom_id === undefined ? each : { ...each, style: each.custom_id === press ? 3 : 2 },
    ),
  }))
  const comment = { type: 2, style: 1, label: ask.slice(0, 80), custom_id: `${COMMENT}${press}` }
  return [...lit, { type: 1, components: [comment] }]
}

function form(name: string, { tellMore, title }: { tellMore: string; title: string }) {
  const input = { type: 4, custom_id: 'comment', style: 2, max_length: 4000, required: true }
  const label = { type: 18, label: tellMore.slice(0, 45), component: input }
  return json({ type: MODAL, data: { custom_id: name, title: title.slice(0, 45), components: [label] } })
}

function json(body: unknown) {
  return { contentType: 'application/json', body: JSON.stringify(body) }
}
