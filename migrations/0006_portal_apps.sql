-- Closing apps, which show a card of their own when a conversation ends, and the customers' portal.

create table apps (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  name text not null,
  kind text not null check (kind in ('url', 'static')),
  url text,
  card jsonb,
  -- Sealed; signs what is sent to the app.
  secret text not null,
  enabled boolean not null default true,
  channels text[] not null,
  -- What became of its last call.
  last_ok_at timestamptz,
  last_error text,
  last_error_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  check (kind <> 'url' or url is not null),
  check (kind <> 'static' or card is not null)
);

-- The card of one resolution: asked for once, then kept as it was shown.
create table closing_cards (
  workspace_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  resolution int not null,
  app_id uuid not null,
  state text not null default 'waiting' check (state in ('waiting', 'shown', 'failed')),
  card jsonb,
  error text,
  made_at timestamptz not null,
  decided_at timestamptz,
  mailed_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, conversation_id, resolution),
  foreign key (workspace_id, conversation_id) references conversations on delete cascade
);

create table portal_settings (
  workspace_id uuid not null references workspaces on delete cascade,
  -- Sites that may show the portal in a frame.
  allowed_origins text[] not null default '{}',
  updated_at timestamptz not null,
  primary key (workspace_id)
);

-- Asked for by somebody who says that this is his address; whose it is becomes known when the mail is written.
create table portal_links (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  email text not null,
  locale text,
  contact_id uuid,
  -- Who was signed in and asked for it, and may prove by it that this address is his.
  asked_by uuid,
  made_at timestamptz not null,
  good_until timestamptz not null,
  used_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts on delete cascade,
  foreign key (workspace_id, asked_by) references contacts on delete cascade
);
create index on portal_links (workspace_id, email, made_at);
create index on portal_links (good_until);

create table portal_sessions (
  workspace_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  -- SHA-256 of what the browser's cookie holds.
  secret_hash bytea not null,
  -- Shown in a frame of the workspace's own site.
  embedded boolean not null default false,
  -- Who is known by a browser only sees what was said in its chat.
  sees text not null default 'all' check (sees in ('all', 'web_chat')),
  made_at timestamptz not null,
  good_until timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts on delete cascade
);
create index on portal_sessions (good_until);

-- Until when a customer has read a conversation of his in the portal.
create table portal_reads (
  workspace_id uuid not null,
  conversation_id uuid not null,
  contact_id uuid not null,
  read_at timestamptz not null,
  primary key (workspace_id, conversation_id, contact_id),
  foreign key (workspace_id, conversation_id) references conversations on delete cascade,
  foreign key (workspace_id, contact_id) references contacts on delete cascade
);
