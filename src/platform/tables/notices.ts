import type { At, AtOrNull, DefaultJson, Nullable } from './columns.ts'

/** The columns of migrations/0011_notices.sql. */
export type NoticeTables = {
  notices: {
    workspace_id: string
    id: string
    member_id: string
    key: string
    kind: 'case' | 'workflow'
    subject: string
    body: Nullable<string>
    link: string
    contact_id: Nullable<string>
    conversation_id: Nullable<string>
    tells: DefaultJson<readonly { response_id: string; score: number; at: string }[]>
    at: At
    read_at: AtOrNull
  }
}
