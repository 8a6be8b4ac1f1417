import type { Role } from '../../policy/settings.ts'
import type { At, AtOrNull, Default, DefaultAt, DefaultJson, Nullable } from './columns.ts'
import type { ActorKind } from './words.ts'

/** Who is here and what they may. */
export type AccessTables = {
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
    invited_name: Nullable<string>
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
}
