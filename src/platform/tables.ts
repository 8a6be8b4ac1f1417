import type { ColumnType, Generated } from 'kysely'
import type { Facts, Instant } from '../policy/decision.ts'
import type { Cause } from '../policy/make.ts'
import type { ChannelId, ConversationStatus, Policy, Preset, Role } from '../policy/settings.ts'
import type { SurveyState } from '../policy/survey.ts'
import type { FollowUpTables } from './tables-followup.ts'
import type { WebhookTables } from './tables-webhooks.ts'
import type { WorkflowTables } from './tables-workflows.ts'

/** The columns of migrations/ as Kysely sees them: snake_case, instants as epoch milliseconds. */

type At = ColumnType<Instant, Date, Date>
type AtOrNull = ColumnType<Instant | null, Date | null | undefined, Date | null>
type DefaultAt = ColumnType<Instant, Date | undefined, Date>
/** jsonb: comes out parsed, goes in as JSON text. */
type Json<T> = ColumnType<T, string, string>
type DefaultJson<T> = ColumnType<T, string | undefined, string>
type Default<T> = Generated<T>
type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>

export type AuthorKind = 'contact' | 'teammate' | 'bot' | 'workflow'
export type ActorKind = 'member' | 'api_key' | 'contact' | 'workflow' | 'system'
export type Origin = 'inbound' | 'direct_outbound' | 'api' | 'workflow'
export type HandledBy = 'bot' | 'human' | 'both'

export type Tables = FollowUpTables &
  WebhookTables &
  WorkflowTables & {
    users: {
      id: string
      name: string
      email: string
      email_verified: Default<boolean>
      image: Nullable<string>
      created_at: DefaultAt
      updated_at: DefaultAt
    }
    sessions: {
      id: string
      user_id: string
      token: string
      expires_at: At
      ip_address: Nullable<string>
      user_agent: Nullable<string>
      active_workspace_id: Nullable<string>
      created_at: DefaultAt
      updated_at: DefaultAt
    }
    accounts: {
      id: string
      user_id: string
      account_id: string
      provider_id: string
      password: Nullable<string>
      created_at: DefaultAt
      updated_at: DefaultAt
    }
    verifications: { id: string; identifier: string; value: string; expires_at: At }
    workspaces: {
      id: string
      name: string
      slug: string
      logo: Nullable<string>
      metadata: Nullable<string>
      time_zone: Default<string>
      brand_color: Default<string>
      widget_secret: Default<string>
      created_at: DefaultAt
    }
    members: {
      workspace_id: string
      id: string
      user_id: string
      name: string
      role: Role
      created_at: DefaultAt
      joined_at: AtOrNull
      invitation_hash: Nullable<Buffer>
      invitation_until: AtOrNull
      invitation_mailed: Default<boolean>
      removed_at: AtOrNull
    }
    teams: { workspace_id: string; id: string; name: string; created_at: DefaultAt }
    team_members: { workspace_id: string; team_id: string; member_id: string }
    api_keys: {
      workspace_id: string
      id: string
      name: string
      hash: Buffer
      hint: string
      scopes: string[]
      member_id: Nullable<string>
      created_by: Nullable<string>
      as_owner: Default<boolean>
      created_at: At
      last_used_at: AtOrNull
      revoked_at: AtOrNull
    }
    audit_entries: {
      workspace_id: string
      id: string
      actor_kind: ActorKind
      actor_id: Nullable<string>
      action: string
      target: Nullable<string>
      detail: DefaultJson<Record<string, unknown>>
      at: At
    }
    idempotency_keys: {
      workspace_id: string
      credential: string
      key: string
      request_hash: Buffer
      status: Nullable<number>
      body: Nullable<string>
      created_at: At
    }
    heartbeats: { id: string; at: At }
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
      sent_at: At
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
    inbound_events: { workspace_id: string; event_id: string; result: Json<unknown>; received_at: At }
    events: {
      workspace_id: string
      id: string
      type: string
      conversation_id: Nullable<string>
      survey_id: Nullable<string>
      payload: DefaultJson<Record<string, unknown>>
      seq: Generated<number>
      depth: Default<number>
      occurred_at: At
      dispatched_at: AtOrNull
      tries: Default<number>
      tried_at: AtOrNull
      failed_at: AtOrNull
      failure: Nullable<string>
    }
    policies: {
      workspace_id: string
      version: number
      preset: Preset
      policy: Json<Policy>
      changed_by: Nullable<string>
      changed_by_kind: ActorKind
      changed_at: At
    }
    surveys: {
      workspace_id: string
      id: string
      conversation_id: string
      contact_id: string
      resolution: number
      state: SurveyState
      cause: Cause
      end_reason: Nullable<string>
      channel: ChannelId
      agent_id: Nullable<string>
      team_id: Nullable<string>
      tags: Default<string[]>
      handled_by: Default<HandledBy>
      policy_version: number
      message: string
      window_hours: Nullable<number>
      link_only: Default<boolean>
      made_at: At
      made_by: Nullable<string>
      due_at: At
      ended_at: AtOrNull
      sent_at: AtOrNull
      rate_until: AtOrNull
      edit_until: AtOrNull
      answered_at: AtOrNull
      response_id: Nullable<string>
      repeats: Default<boolean>
      via: Nullable<ChannelId>
      attempts_before: Default<number>
      depth: Default<number>
      updated_at: At
    }
    responses: {
      workspace_id: string
      id: string
      survey_id: string
      conversation_id: string
      contact_id: string
      resolution: number
      agent_id: Nullable<string>
      team_id: Nullable<string>
      channel: ChannelId
      tags: Default<string[]>
      handled_by: HandledBy
      score: number
      comment: Nullable<string>
      reasons: Default<string[]>
      revision: Default<number>
      scale: string
      satisfied_from: number
      submitted_at: At
      edited_at: AtOrNull
      quarantined: Default<boolean>
      superseded_at: AtOrNull
      quarantine_reason: Nullable<string>
      quarantined_at: AtOrNull
    }
    response_revisions: {
      workspace_id: string
      response_id: string
      revision: number
      score: number
      comment: Nullable<string>
      reasons: Default<string[]>
      at: At
    }
    evidence: {
      workspace_id: string
      id: string
      survey_id: string
      kind: string
      score: Nullable<number>
      user_agent: string
      address_hash: Nullable<string>
      at: At
    }
    deliveries: {
      workspace_id: string
      survey_id: string
      attempt: number
      channel: ChannelId
      delivery_key: string
      state: 'started' | 'accepted' | 'rejected' | 'retry' | 'bounced' | 'unknown'
      provider_id: Nullable<string>
      error: Nullable<string>
      started_at: At
      finished_at: AtOrNull
      delivered_at: AtOrNull
    }
    decisions: {
      workspace_id: string
      id: string
      conversation_id: string
      survey_id: Nullable<string>
      kind: 'make' | 'send' | 'rate'
      cause: string
      allowed: boolean
      reason: Nullable<string>
      facts: Json<Facts>
      policy_version: number
      at: At
    }
    resolutions: {
      workspace_id: string
      conversation_id: string
      number: number
      ended_at: At
      reopened_at: AtOrNull
      eligible: Default<boolean>
      agent_id: Nullable<string>
      team_id: Nullable<string>
      channel: ChannelId
      tags: Default<string[]>
      handled_by: HandledBy
    }
    report_tallies: Counts & {
      workspace_id: string
      id: Default<number>
      at: At
      agent_id: Nullable<string>
      team_id: Nullable<string>
      channel: ChannelId
      handled_by: HandledBy
      tags: string[]
    }
    /** A view: what the cells must add up to, row by row. */
    countable: Tables['report_tallies']
    report_cells: Counts & { workspace_id: string; dimension: Dimension; day: string; key: string }
    report_zones: { workspace_id: string; time_zone: string }
    targets: {
      workspace_id: string
      id: string
      team_id: Nullable<string>
      metric: 'csat' | 'response_rate' | 'average'
      goal: number
      period: 'week' | 'month' | 'quarter'
      created_by: Nullable<string>
      created_at: At
      updated_at: At
    }
    report_subscriptions: {
      workspace_id: string
      id: string
      name: string
      every: 'week' | 'month'
      recipients: string[]
      filters: DefaultJson<Record<string, string>>
      with_csv: Default<boolean>
      created_by: Nullable<string>
      created_at: At
      updated_at: At
      reported_from: Nullable<string>
      last_error: Nullable<string>
    }
    drift_alerts: {
      workspace_id: string
      id: string
      week: string
      team_id: Nullable<string>
      finding: Json<Record<string, unknown>>
      found_at: At
      dismissed_at: AtOrNull
      dismissed_by: Nullable<string>
    }
    drift_weeks: { workspace_id: string; week: string }
    channel_accounts: {
      workspace_id: string
      channel: ChannelId
      settings: Nullable<string>
      version: Default<number>
      hook_secret: string
      state: 'connected' | 'failing' | 'disconnected'
      last_error: Nullable<string>
      last_ok_at: AtOrNull
      sends_error: Nullable<string>
      progress: ColumnType<unknown, string | null | undefined, string | null>
      watched_by: Nullable<string>
      watched_until: AtOrNull
      connected_by: Nullable<string>
      connected_at: At
      updated_at: At
    }
    channel_settings: { workspace_id: string; fallback: ChannelId[]; updated_at: At }
    channel_events: {
      workspace_id: string
      channel: ChannelId
      event_id: string
      id: string
      held: ColumnType<unknown, string | null | undefined, string | null>
      taken_at: At
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
    press_replies: {
      workspace_id: string
      id: string
      survey_id: string
      channel: ChannelId
      contact_id: string
      outcome: string
      pressed_at: At
      comment_until: AtOrNull
      closed_by: Nullable<string>
      state: Default<'waiting' | 'accepted' | 'rejected'>
      attempts: Default<number>
      error: Nullable<string>
    }
    apps: {
      workspace_id: string
      id: string
      name: string
      kind: 'url' | 'static'
      url: Nullable<string>
      card: ColumnType<unknown, string | null | undefined, string | null>
      secret: string
      enabled: Default<boolean>
      channels: ChannelId[]
      last_ok_at: AtOrNull
      last_error: Nullable<string>
      last_error_at: AtOrNull
      created_at: At
      updated_at: At
    }
    closing_cards: {
      workspace_id: string
      id: string
      conversation_id: string
      resolution: number
      app_id: string
      state: Default<'waiting' | 'shown' | 'failed'>
      card: ColumnType<unknown, string | null | undefined, string | null>
      error: Nullable<string>
      made_at: At
      decided_at: AtOrNull
      mailed_at: AtOrNull
    }
    portal_settings: { workspace_id: string; allowed_origins: string[]; updated_at: At }
    portal_links: {
      workspace_id: string
      id: string
      email: string
      locale: Nullable<string>
      contact_id: Nullable<string>
      asked_by: Nullable<string>
      made_at: At
      good_until: At
      used_at: AtOrNull
    }
    portal_sessions: {
      workspace_id: string
      id: string
      contact_id: string
      secret_hash: Buffer
      embedded: Default<boolean>
      sees: Default<'all' | 'web_chat'>
      made_at: At
      good_until: At
    }
    portal_reads: { workspace_id: string; conversation_id: string; contact_id: string; read_at: At }
  }

/** What a contact said last on a channel about taking messages there, and when (milliseconds). */
export type Consents = Partial<Record<ChannelId, { given: boolean; at: Instant }>>

/** What reports count; every number of them is made of these. */
export type Counts = {
  /** Resolutions; of these, reopened later; of these, that the rules would have let be asked about. */
  resolved: number
  reopened: number
  eligible: number
  /** Asks that went out and were not taken back; of these, answered; of these, that still can be. */
  sent: number
  sent_answered: number
  sent_open: number
  /** Answers that count, by score. */
  score_1: number
  score_2: number
  score_3: number
  score_4: number
  score_5: number
  /** By the definition that held when each was given (A2). */
  satisfied: number
}

export const DIMENSIONS = ['all', 'agent', 'team', 'channel', 'tag', 'handled_by'] as const
export type Dimension = (typeof DIMENSIONS)[number]
