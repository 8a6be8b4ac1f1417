import type { At, AtOrNull, Default, DefaultJson, Nullable } from './columns.ts'

/** What the house itself keeps. */
export type PlatformTables = {
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
  events: {
    workspace_id: string
    id: string
    type: string
    conversation_id: Nullable<string>
    survey_id: Nullable<string>
    payload: DefaultJson<Record<string, unknown>>
    seq: Default<number>
    depth: Default<number>
    occurred_at: At
    dispatched_at: AtOrNull
    tries: Default<number>
    tried_at: AtOrNull
    failed_at: AtOrNull
    failure: Nullable<string>
  }
}
