-- Who may sign in (users, sessions, accounts, verifications: shared by all workspaces) and
-- who works where (workspaces, members, teams, keys). Every table of a workspace carries
-- workspace_id first in its key, so that the schema can be distributed by it.

create table users (
  id uuid primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table sessions (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  active_workspace_id uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on sessions (user_id);

create table accounts (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on accounts (user_id);

create table verifications (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on verifications (identifier);

create table workspaces (
  id uuid primary key,
  name text not null,
  slug text not null unique,
  logo text,
  metadata text,
  time_zone text not null default 'UTC',
  brand_color text not null default '#3b5bdb' check (brand_color ~ '^#[0-9a-f]{6}$'),
  -- Sealed with the installation's secret; signs visitors of the web chat.
  widget_secret text not null default '',
  created_at timestamptz not null default now()
);

create table members (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  user_id uuid not null references users on delete cascade,
  -- What the member is called here; another workspace may call the same user something else.
  name text not null,
  role text not null check (role in ('owner', 'admin', 'lead', 'agent')),
  created_at timestamptz not null default now(),
  -- Empty until the user himself accepts the invitation; until then the membership opens nothing.
  joined_at timestamptz,
  -- SHA-256 of the newest invitation's secret, and whether it went out by mail (which proves the address).
  invitation_hash bytea,
  invitation_until timestamptz,
  invitation_mailed boolean not null default false,
  -- A member who left keeps the name on what he did, and may do nothing more.
  removed_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, user_id)
);
create index on members (user_id);

create table teams (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  name text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, name)
);

create table team_members (
  workspace_id uuid not null,
  team_id uuid not null,
  member_id uuid not null,
  primary key (workspace_id, team_id, member_id),
  foreign key (workspace_id, team_id) references teams on delete cascade,
  foreign key (workspace_id, member_id) references members on delete cascade
);
create index on team_members (workspace_id, member_id);

create table api_keys (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  name text not null,
  -- SHA-256 of the key: a copy of the database opens nothing.
  hash bytea not null,
  hint text not null,
  scopes text[] not null,
  member_id uuid,
  -- The member who answers for the key.
  created_by uuid,
  -- Has an owner's powers for as long as its maker is an owner.
  as_owner boolean not null default false,
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, hash),
  foreign key (workspace_id, member_id) references members on delete cascade
);

create table audit_entries (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  actor_kind text not null,
  actor_id uuid,
  action text not null,
  target text,
  detail jsonb not null default '{}',
  at timestamptz not null,
  primary key (workspace_id, id)
);
create index on audit_entries (workspace_id, at desc);

-- The answer given to a POST that carried an Idempotency-Key, so that a retry with the same credential
-- gets the same one. Sealed with the installation's secret; empty where the answer held a secret.
create table idempotency_keys (
  workspace_id uuid not null references workspaces on delete cascade,
  credential text not null,
  key text not null,
  request_hash bytea not null,
  status int,
  body text,
  created_at timestamptz not null,
  primary key (workspace_id, credential, key)
);
create index on idempotency_keys (created_at);

-- Signs of life: of every worker while it takes jobs, and of whoever asks whether the database can be written.
create table heartbeats (
  id text primary key,
  at timestamptz not null
) with (fillfactor = 50);
