import type { Facts } from '../../policy/decision.ts'
import type { Cause } from '../../policy/make.ts'
import type { ChannelId, Policy, Preset } from '../../policy/settings.ts'
import type { SurveyState } from '../../policy/survey.ts'
import type { At, AtOrNull, Default, Json, Nullable } from './columns.ts'
import type { ActorKind, HandledBy } from './words.ts'

/** Asks, answers, and why. */
export type SurveysTables = {
  inbound_events: { workspace_id: string; event_id: string; result: Json<unknown>; received_at: At }
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
}
