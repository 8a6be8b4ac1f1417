import type { ChannelId } from '../../policy/settings.ts'
import type { At, AtOrNull, Default, JsonOrNull, Nullable } from './columns.ts'

/** Apps of a workspace. */
export type AppsTables = {
  apps: {
    workspace_id: string
    id: string
    name: string
    kind: 'url' | 'static'
    url: Nullable<string>
    card: JsonOrNull<unknown>
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
    card: JsonOrNull<unknown>
    error: Nullable<string>
    made_at: At
    decided_at: AtOrNull
    mailed_at: AtOrNull
    begun_at: AtOrNull
  }
}
