import type { Instant } from '../../policy/decision.ts'
import type { At, AtOrNull, Default, DefaultJson, Nullable } from './columns.ts'

/** The columns of migrations/0007_webhooks.sql as Kysely sees them. */

/** One attempt to hand a delivery over, as it is kept in its row. */
export type WebhookAttempt = {
  at: Instant
  ms: number
  status: number | null
  /** What went wrong, in a sentence; null: it was taken. */
  error: string | null
  /** The beginning of what was answered. */
  response: string | null
  by_hand: boolean
}

export type WebhookTables = {
  webhook_endpoints: {
    workspace_id: string
    id: string
    url: string
    description: Default<string>
    events: string[]
    enabled: Default<boolean>
    disabled_reason: Nullable<'by_hand' | 'failing' | 'gone'>
    disabled_at: AtOrNull
    secret: string
    old_secret: Nullable<string>
    old_secret_until: AtOrNull
    last_success_at: AtOrNull
    failing_since: AtOrNull
    last_error: Nullable<string>
    last_ms: Nullable<number>
    due_at: AtOrNull
    lease: Nullable<string>
    leased_until: AtOrNull
    created_at: At
    updated_at: At
  }
  webhook_deliveries: {
    workspace_id: string
    id: string
    endpoint_id: string
    event_id: string
    type: string
    position: Nullable<number>
    body: string
    state: 'waiting' | 'delivered' | 'failed'
    first_attempt_at: AtOrNull
    next_attempt_at: AtOrNull
    attempts: DefaultJson<WebhookAttempt[]>
    made_at: At
    finished_at: AtOrNull
  }
}
