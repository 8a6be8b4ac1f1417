import { z } from 'zod'
import { wrongAddress } from '../channels/address.ts'
import { instant } from '../platform/http/instant.ts'
import { pageQuery } from '../platform/http/paging.ts'
import { text } from '../platform/http/text.ts'
import { CHANNEL_IDS, type ChannelId, STATUSES } from '../policy/settings.ts'
import { attachment } from './attachment-schema.ts'

/** The inbox's HTTP contract (SPEC § 5). Instants are ISO 8601 UTC, ids UUIDs. */

const id = z.uuid()
const shortText = text(200).trim().min(1)
const externalId = text(200).min(1)
const subject = text(300).trim()

export const channelId = z.enum(CHANNEL_IDS)
export const conversationStatus = z.enum(STATUSES)
const origin = z.enum(['inbound', 'direct_outbound', 'api', 'workflow'])
const authorKind = z.enum(['contact', 'teammate', 'bot', 'workflow'])

function addressOf(channel: ChannelId) {
  return (address: string, context: z.RefinementCtx): void => {
    const wrong = wrongAddress(channel, address)
    if (wrong) context.addIssue(wrong)
  }
}

/** Other systems' names for a contact may stand among them; those of our channels must be addresses there. */
function checkAddresses(addresses: Record<string, string>, context: z.RefinementCtx): void {
  for (const [channel, address] of Object.entries(addresses)) {
    const known = CHANNEL_IDS.find((id) => id === channel)
    const wrong = known && wrongAddress(known, address)
    if (wrong) context.addIssue({ code: 'custom', path: [channel], message: wrong })
  }
}

export const contactInput = z
  .object({
    external_id: externalId.nullish(),
    kind: z.enum(['user', 'lead']).optional(),
    name: shortText.nullish(),
    email: z.email().max(320).nullish(),
    phone: text(40).superRefine(addressOf('phone')).nullish(),
    locale: z
      .string()
      .regex(/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/, 'must be a language tag such as de or pt-BR')
      .max(35)
      .nullish(),
    addresses: z.record(text(40), text(320)).superRefine(checkAddresses).optional(),
  })
  .meta({
    id: 'ContactFields',
    description: 'A customer, as you know him. A field left out stays as it is; null empties it.',
  })

export const contactChange = contactInput.extend({
  churned_at: instant.nullish().describe('when he stopped being a customer; not in the future'),
})

export const contact = z
  .object({
    id,
    external_id: z.string().nullable(),
    kind: z.enum(['user', 'lead']),
    name: z.string().nullable(),
    email: z.string().nullable(),
    claimed_email: z
      .string()
      .nullable()
      .describe('what a visitor says his address is: mail goes there, but nobody is known by it'),
    phone: z.string().nullable(),
    locale: z.string().nullable(),
    addresses: z.record(z.string(), z.string()),
    unsubscribed_at: instant.nullable(),
    opted_out: z.array(channelId).describe('channels on which he takes no messages (STOP)'),
    churned_at: instant.nullable(),
    created_at: instant,
  })
  .meta({ id: 'Contact', description: 'A customer.' })

export const conversationInput = z
  .object({
    external_id: externalId.nullish(),
    channel: channelId,
    contact_id: id.optional(),
    contact: contactInput.optional(),
    origin: origin.default('inbound'),
    subject: subject.nullish(),
    tags: z.array(shortText).max(50).default([]),
    team_id: id.nullish(),
    assignee_id: id.nullish(),
    created_at: instant.optional(),
  })
  .refine((body) => (body.contact_id === undefined) !== (body.contact === undefined), {
    path: ['contact_id'],
    message: 'give either contact_id or contact',
  })

export const conversationChange = z.object({
  subject: subject.nullish(),
  tags: z.array(shortText).max(50).optional(),
  team_id: id.nullish(),
  assignee_id: id.nullish(),
})

const person = z.object({
  id,
  name: z.string().nullable(),
  email: z.string().nullable(),
  claimed_email: z.string().nullable(),
  phone: z.string().nullable(),
  kind: z.enum(['user', 'lead']),
})

export const conversation = z
  .object({
    id,
    external_id: z.string().nullable(),
    channel: channelId,
    contact: person,
    contact_count: z.number().int(),
    origin,
    subject: z.string().nullable(),
    status: conversationStatus,
    resolution: z.number().int(),
    assignee_id: id.nullable(),
    team_id: id.nullable(),
    tags: z.array(z.string()),
    snoozed_until: instant.nullable(),
    ended_at: instant.nullable(),
    message_count: z.number().int(),
    last_message_at: instant.nullable(),
    returned_at: instant
      .nullable()
      .describe('when it was woken or opened again last; lists go by the later of the two'),
    last_message_preview: z.string().nullable(),
    last_message_author: authorKind.nullable(),
    unread: z.boolean(),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'Conversation', description: 'What other systems call a session or ticket.' })

export const conversationFilter = pageQuery.extend({
  status: z
    .union([conversationStatus, z.enum(['active', 'ended', 'all'])])
    .default('all')
    .describe('`active`: open or snoozed; `ended`: the other four'),
  assignee: z
    .union([id, z.enum(['me', 'nobody'])])
    .optional()
    .describe('a member, `me` or `nobody`'),
  team_id: id.optional(),
  channel: channelId.optional(),
  tag: text(200).optional(),
  contact_id: id.optional(),
  unread: z.enum(['true', 'false']).optional(),
  q: text(200)
    .trim()
    .optional()
    .describe('part of the subject, the last message, or the contact’s name or address'),
})

export const messageInput = z.object({
  author: z
    .object({ kind: authorKind, id: id.nullish(), name: shortText.nullish() })
    .describe(
      'a member writes as himself: `teammate`, the id may be left out; an API key of the workspace names the author, a teammate by id',
    ),
  body: text(20_000).trim().min(1),
  external_id: externalId.nullish(),
  sent_at: instant.optional(),
})

export const message = z
  .object({
    id,
    conversation_id: id,
    author: z.object({ kind: authorKind, id: id.nullable(), name: z.string().nullable() }),
    body: z.string(),
    sent_at: instant,
    attachments: z.array(attachment),
  })
  .meta({ id: 'Message', description: 'One message of a conversation.' })

const actorId = id
  .nullish()
  .describe('the member who did it; only an API key of the workspace may name another than the caller')

export const statusInput = z.object({
  status: conversationStatus,
  survey: z.enum(['default', 'send', 'skip']).default('default'),
  actor_id: actorId,
  occurred_at: instant.optional(),
  snoozed_until: instant.nullish(),
})

export const timelineEntry = z
  .object({
    id,
    at: instant,
    kind: z.enum([
      'message',
      'conversation_created',
      'status_changed',
      'assigned',
      'tagged',
      'csat_requested',
      'csat_submitted',
      'csat_withdrawn',
      'csat_expired',
      'csat_failed',
      'closing_card_shown',
      'closing_card_failed',
      'case_opened',
      'case_closed',
      'case_reopened',
      'workflow_note',
    ]),
    actor: z.object({ kind: z.string(), id: id.nullable(), name: z.string().nullable() }),
    data: z
      .record(z.string(), z.unknown())
      .describe(
        'message: `{body, subject?, delivery, attachments}`; status_changed: `{from, to, snoozed_until?}`; assigned: `{assignee_id, team_id, because?}`; csat_*: `{survey_id, channel, score, comment, reason…}`',
      ),
  })
  .meta({ id: 'TimelineEntry', description: 'A message, a change of status, or a CSAT event.' })

const eventBase = z.object({
  event_id: externalId,
  conversation_id: id.optional(),
  conversation: z
    .object({
      external_id: externalId,
      channel: channelId.optional(),
      contact: contactInput.optional(),
      contact_id: id.optional(),
      origin: origin.optional(),
      subject: subject.nullish(),
      tags: z.array(shortText).max(50).optional(),
    })
    .optional(),
  occurred_at: instant,
})

export const inboundEvent = z.discriminatedUnion('type', [
  eventBase.extend({ type: z.literal('conversation.created') }),
  eventBase.extend({
    type: z.literal('conversation.status_changed'),
    status: conversationStatus,
    actor_id: actorId,
    survey: z.enum(['default', 'send', 'skip']).default('default'),
  }),
  eventBase.extend({
    type: z.literal('message.created'),
    author: messageInput.shape.author,
    body: messageInput.shape.body,
  }),
  eventBase.extend({
    type: z.literal('conversation.assigned'),
    assignee_id: id.nullish(),
    team_id: id.nullish(),
  }),
  eventBase.extend({ type: z.literal('conversation.tagged'), tags: z.array(shortText).max(50) }),
])

/** Each event is checked by itself, so that one bad event does not refuse the other 499. */
const anyEvent = z.looseObject({}).meta({
  description: 'One of:',
  oneOf: z.toJSONSchema(inboundEvent, { io: 'input', metadata: z.registry() }).oneOf,
})
export const eventsInput = z.object({ events: z.array(anyEvent).min(1).max(500) })

export const eventResult = z.object({
  event_id: z.string().nullable(),
  status: z.enum(['applied', 'duplicate', 'ignored', 'refused']),
  conversation_id: id.nullable(),
  decision: z.unknown().nullable(),
  problem: z.unknown().nullable(),
})

export type ContactInput = z.infer<typeof contactInput>
export type ContactChange = z.infer<typeof contactChange>
export type Contact = z.infer<typeof contact>
export type Conversation = z.infer<typeof conversation>
export type ConversationInput = z.infer<typeof conversationInput>
export type ConversationChange = z.infer<typeof conversationChange>
export type ConversationFilter = z.infer<typeof conversationFilter>
export type Message = z.infer<typeof message>
export type MessageInput = z.infer<typeof messageInput>
export type StatusInput = z.infer<typeof statusInput>
export type TimelineEntry = z.infer<typeof timelineEntry>
export type InboundEvent = z.infer<typeof inboundEvent>
export type EventResult = z.infer<typeof eventResult>
