import type { ChannelId } from '../../policy/settings.ts'
import type { At, AtOrNull, Default, JsonOrNull, Nullable } from './columns.ts'

/** Ways to the customer. */
export type ChannelsTables = {
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
    told_version: Nullable<number>
    progress: JsonOrNull<unknown>
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
    held: JsonOrNull<unknown>
    taken_at: At
  }
  press_replies: {
    workspace_id: string
    id: string
    survey_id: string
    channel: ChannelId
    contact_id: string
    outcome: string
    pressed_at: At
    closed_by: Nullable<string>
    state: Default<'waiting' | 'accepted' | 'rejected'>
    attempts: Default<number>
    error: Nullable<string>
    begun_at: AtOrNull
  }
}
