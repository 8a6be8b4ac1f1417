import type { CaseCause, CaseOutcome, CaseState } from '../../policy/follow-up/follow-up.ts'
import type { ChannelId } from '../../policy/settings.ts'
import type { ActorKind } from './words.ts'
import type { At, AtOrNull, Default, DefaultJson, Nullable } from './columns.ts'

/** The columns of migrations/0009_cases.sql. */
export type FollowUpTables = {
  cases: {
    workspace_id: string
    id: string
    seq: number
    conversation_id: string
    contact_id: string
    response_id: Nullable<string>
    revision: Nullable<number>
    cause: CaseCause
    reason: Nullable<string>
    state: CaseState
    owner_id: Nullable<string>
    given_to: Nullable<string>
    team_id: Nullable<string>
    channel: ChannelId
    opened_at: At
    waiting_since: At
    due_at: At
    overdue_at: AtOrNull
    published_at: AtOrNull
    contacted_at: AtOrNull
    contacted_by: Nullable<string>
    closed_at: AtOrNull
    outcome: Nullable<CaseOutcome>
    note: Nullable<string>
    set_aside: Default<boolean>
    updated_at: At
  }
  case_events: {
    workspace_id: string
    id: string
    case_id: string
    kind: string
    actor_kind: ActorKind
    actor_id: Nullable<string>
    response_id: Nullable<string>
    revision: Nullable<number>
    data: DefaultJson<Record<string, unknown>>
    at: At
  }
  case_alerts: {
    workspace_id: string
    case_id: string
    member_id: string
    kind: 'opened' | 'assigned' | 'unowned' | 'overdue'
    at: At
    seen_at: AtOrNull
    mailed_at: AtOrNull
  }
}
