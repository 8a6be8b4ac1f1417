import type { ChannelId, ConversationStatus } from '../../policy/settings.ts'
import type { At, AtOrNull, Default, DefaultJson, Nullable } from './columns.ts'
import type { ActorKind, AuthorKind, Consents, LeftOut, Origin } from './words.ts'

/** Customers and what was said. */
export type InboxTables = {
  contacts: {
    workspace_id: string
    id: string
    external_id: Nullable<string>
    kind: 'user' | 'lead'
    name: Nullable<string>
    email: Nullable<string>
    claimed_email: Nullable<string>
    phone: Nullable<string>
    locale: Nullable<string>
    addresses: DefaultJson<Record<string, string>>
    unsubscribed_at: AtOrNull
    last_asked_at: AtOrNull
    churned_at: AtOrNull
    consents: DefaultJson<Consents>
    created_at: At
    updated_at: At
  }
  conversations: {
    workspace_id: string
    id: string
    external_id: Nullable<string>
    channel: ChannelId
    contact_id: string
    contact_count: Default<number>
    origin: Origin
    started_by: Nullable<AuthorKind>
    subject: Nullable<string>
    status: Default<ConversationStatus>
    resolution: Default<number>
    ended_at: AtOrNull
    snoozed_until: AtOrNull
    assignee_id: Nullable<string>
    team_id: Nullable<string>
    tags: Default<string[]>
    characters: Default<number>
    message_count: Default<number>
    contact_message_count: Default<number>
    teammate_message_count: Default<number>
    bot_message_count: Default<number>
    workflow_message_count: Default<number>
    last_message_at: AtOrNull
    returned_at: AtOrNull
    last_message_preview: Nullable<string>
    last_message_author: Nullable<AuthorKind>
    last_teammate_id: Nullable<string>
    last_teammate_at: AtOrNull
    resolver_id: Nullable<string>
    status_at: AtOrNull
    assignee_at: AtOrNull
    team_at: AtOrNull
    tagged_at: AtOrNull
    created_at: At
    updated_at: At
  }
  conversation_contacts: { workspace_id: string; conversation_id: string; contact_id: string }
  messages: {
    workspace_id: string
    id: string
    conversation_id: string
    author_kind: AuthorKind
    author_id: Nullable<string>
    author_name: Nullable<string>
    body: string
    external_id: Nullable<string>
    /** A mail's own, where it is another than its conversation's. */
    subject: Nullable<string>
    sent_at: At
  }
  attachments: {
    workspace_id: string
    id: string
    message_id: string
    position: number
    file_name: string
    content_type: string
    size: Nullable<number>
    inline: boolean
    left_out: Nullable<LeftOut>
    content: Nullable<Buffer>
  }
  timeline_entries: {
    workspace_id: string
    id: string
    conversation_id: string
    kind: string
    actor_kind: ActorKind
    actor_id: Nullable<string>
    survey_id: Nullable<string>
    data: DefaultJson<Record<string, unknown>>
    at: At
  }
  conversation_reads: { workspace_id: string; conversation_id: string; member_id: string; read_at: At }
  message_deliveries: {
    workspace_id: string
    message_id: string
    state: Default<'waiting' | 'started' | 'accepted' | 'rejected' | 'unknown'>
    provider_id: Nullable<string>
    error: Nullable<string>
    attempts: Default<number>
    parts_done: Default<number>
    doubt_since: AtOrNull
    updated_at: At
    delivered_at: AtOrNull
  }
  consents: {
    workspace_id: string
    channel: ChannelId
    digest: string
    about: 'messages' | 'surveys'
    given: boolean
    said_at: At
  }
  message_provider_ids: {
    workspace_id: string
    channel: ChannelId
    provider_id: string
    conversation_id: string
    message_id: Nullable<string>
    survey_id: Nullable<string>
    noted_at: At
  }
}
