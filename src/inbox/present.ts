import type { Selectable } from 'kysely'
import { toIso, toIsoOrNull } from '../platform/clock.ts'
import type { Tables } from '../platform/tables/tables.ts'
import { CHANNEL_IDS } from '../policy/settings.ts'
import type { Attachment } from './attachment-schema.ts'
import type { Contact, Conversation, Message } from './schema.ts'

export type ContactRow = Selectable<Tables['contacts']>
export type ConversationRow = Selectable<Tables['conversations']>
export type MessageRow = Selectable<Tables['messages']>

/** A contact as the API shows it. */
export function presentContact(row: ContactRow): Contact {
  return {
    id: row.id,
    external_id: row.external_id,
    kind: row.kind,
    name: row.name,
    email: row.email,
    claimed_email: row.claimed_email,
    phone: row.phone,
    locale: row.locale,
    addresses: row.addresses,
    unsubscribed_at: toIsoOrNull(row.unsubscribed_at),
    opted_out: CHANNEL_IDS.filter((channel) => row.consents[channel]?.given === false),
    churned_at: toIsoOrNull(row.churned_at),
    created_at: toIso(row.created_at),
  }
}

/** A conversation as the API shows it; `unread` is the asking member's. */
export function presentConversation(
  row: ConversationRow,
  contact: Pick<ContactRow, 'id' | 'name' | 'email' | 'claimed_email' | 'phone' | 'kind'>,
  unread = false,
): Conversation {
  return {
    id: row.id,
    external_id: row.external_id,
    channel: row.channel,
    contact: {
      id: contact.id,
      name: contact.name,
      email: contact.email,
      claimed_email: contact.claimed_email,
      phone: contact.phone,
      kind: contact.kind,
    },
    contact_count: row.contact_count,
    origin: row.origin,
    subject: row.subject,
    status: row.status,
    resolution: row.resolution,
    assignee_id: row.assignee_id,
    team_id: row.team_id,
    tags: row.tags,
    snoozed_until: toIsoOrNull(row.snoozed_until),
    ended_at: toIsoOrNull(row.ended_at),
    message_count: row.message_count,
    last_message_at: toIsoOrNull(row.last_message_at),
    returned_at: toIsoOrNull(row.returned_at),
    last_message_preview: row.last_message_preview,
    last_message_author: row.last_message_author,
    unread,
    created_at: toIso(row.created_at),
    updated_at: toIso(row.updated_at),
  }
}

/** A message with what came with it, as the API shows it. */
export function presentMessage(row: MessageRow, attachments: Attachment[] = []): Message {
  return {
    id: row.id,
    conversation_id: row.conversation_id,
    author: { kind: row.author_kind, id: row.author_id, name: row.author_name },
    body: row.body,
    sent_at: toIso(row.sent_at),
    attachments,
  }
}
