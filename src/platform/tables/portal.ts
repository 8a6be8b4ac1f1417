import type { At, AtOrNull, Default, Nullable } from './columns.ts'

/** The customers' portal. */
export type PortalTables = {
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
