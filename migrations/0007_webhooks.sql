-- Webhooks out: where news goes, and what became of each.

create table webhook_endpoints (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  url text not null,
  description text not null default '',
  -- Types of events, or '*' alone.
  events text[] not null,
  enabled boolean not null default true,
  disabled_reason text check (disabled_reason in ('by_hand', 'failing', 'gone')),
  disabled_at timestamptz,
  -- Sealed. The old one signs beside the new one for a while after a rotation.
  secret text not null,
  old_secret text,
  old_secret_until timestamptz,
  last_success_at timestamptz,
  -- When the first attempt since the last success failed.
  failing_since timestamptz,
  last_error text,
  last_ms int,
  -- When its lane is to be looked at, which a job does; null: nothing waits for it.
  due_at timestamptz,
  -- Who is at its lane, and until when nobody else may be.
  lease uuid,
  leased_until timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id)
);
create index on webhook_endpoints (due_at) where due_at is not null;

create table webhook_deliveries (
  workspace_id uuid not null,
  id uuid not null,
  endpoint_id uuid not null,
  -- What the receiver knows it by: the same at every attempt.
  event_id uuid not null,
  type text not null,
  -- Its place in the lane, which is that of the event among the news; null: not in the lane (sent by hand).
  position bigint,
  body text not null,
  state text not null check (state in ('waiting', 'delivered', 'failed')),
  first_attempt_at timestamptz,
  next_attempt_at timestamptz,
  attempts jsonb not null default '[]',
  made_at timestamptz not null,
  finished_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, endpoint_id, event_id),
  foreign key (workspace_id, endpoint_id) references webhook_endpoints on delete cascade
);
create index on webhook_deliveries (workspace_id, endpoint_id, position) where state = 'waiting';
create index on webhook_deliveries (workspace_id, endpoint_id, made_at desc, id desc);
create index on webhook_deliveries (made_at);
