-- Conversations and the people in them.

create table contacts (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  external_id text,
  kind text not null check (kind in ('user', 'lead')),
  name text,
  email text,
  -- What somebody says his address is whom nobody vouches for: written to, and never known by.
  claimed_email text,
  phone text,
  locale text,
  addresses jsonb not null default '{}',
  unsubscribed_at timestamptz,
  last_asked_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, external_id)
);
create index on contacts (workspace_id, lower(email));

create table conversations (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  external_id text,
  channel text not null,
  contact_id uuid not null,
  contact_count int not null default 1,
  origin text not null check (origin in ('inbound', 'direct_outbound', 'api', 'workflow')),
  started_by text check (started_by in ('contact', 'teammate', 'bot', 'workflow')),
  subject text,
  status text not null default 'open'
    check (status in ('open', 'snoozed', 'pending_closure', 'closure_scheduled', 'resolved', 'closed')),
  -- How often it has gone from an active status into an ended one.
  resolution int not null default 0,
  ended_at timestamptz,
  snoozed_until timestamptz,
  assignee_id uuid,
  team_id uuid,
  tags text[] not null default '{}',
  -- Running counts over the messages, kept in the transaction that adds one.
  characters int not null default 0,
  message_count int not null default 0,
  contact_message_count int not null default 0,
  teammate_message_count int not null default 0,
  bot_message_count int not null default 0,
  workflow_message_count int not null default 0,
  last_message_at timestamptz,
  -- When it came back to those that are open: woken, or opened again.
  returned_at timestamptz,
  last_message_preview text,
  last_message_author text,
  last_teammate_id uuid,
  last_teammate_at timestamptz,
  resolver_id uuid,
  -- The instant of the newest status event applied; an older one that comes late changes nothing.
  status_at timestamptz,
  -- The same for what else other systems tell of.
  assignee_at timestamptz,
  team_at timestamptz,
  tagged_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, external_id),
  foreign key (workspace_id, contact_id) references contacts on delete cascade,
  foreign key (workspace_id, assignee_id) references members,
  foreign key (workspace_id, team_id) references teams
);
create index on conversations (workspace_id, updated_at desc, id);
-- Lists go by the time that they show: the last message, or how long there has been none.
create index on conversations (workspace_id, greatest(coalesce(last_message_at, created_at), returned_at) desc, id desc);
create index on conversations (workspace_id, greatest(coalesce(last_message_at, created_at), returned_at) desc, id desc)
  where status in ('open', 'snoozed');
create index on conversations (workspace_id, contact_id, greatest(coalesce(last_message_at, created_at), returned_at) desc, id desc);
create index on conversations (workspace_id, snoozed_until) where status = 'snoozed';

create table conversation_contacts (
  workspace_id uuid not null,
  conversation_id uuid not null,
  contact_id uuid not null,
  primary key (workspace_id, conversation_id, contact_id),
  foreign key (workspace_id, conversation_id) references conversations on delete cascade,
  foreign key (workspace_id, contact_id) references contacts on delete cascade
);
create index on conversation_contacts (workspace_id, contact_id);

create table messages (
  workspace_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  author_kind text not null check (author_kind in ('contact', 'teammate', 'bot', 'workflow')),
  author_id uuid,
  author_name text,
  body text not null,
  -- What the sender's side calls this message; makes a repeated one a no-op.
  external_id text,
  sent_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, conversation_id, external_id),
  foreign key (workspace_id, conversation_id) references conversations on delete cascade
);
create index on messages (workspace_id, conversation_id, sent_at, id);

-- What happened in a conversation beside its messages.
create table timeline_entries (
  workspace_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  kind text not null,
  actor_kind text not null,
  actor_id uuid,
  survey_id uuid,
  data jsonb not null default '{}',
  at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, conversation_id) references conversations on delete cascade
);
create index on timeline_entries (workspace_id, conversation_id, at, id);

create table conversation_reads (
  workspace_id uuid not null,
  conversation_id uuid not null,
  member_id uuid not null,
  read_at timestamptz not null,
  primary key (workspace_id, conversation_id, member_id),
  foreign key (workspace_id, conversation_id) references conversations on delete cascade,
  foreign key (workspace_id, member_id) references members on delete cascade
);

-- Mail of an agent's message, one row for each message that must go out.
create table message_deliveries (
  workspace_id uuid not null,
  message_id uuid not null,
  state text not null default 'waiting' check (state in ('waiting', 'started', 'accepted', 'rejected')),
  provider_id text,
  error text,
  attempts int not null default 0,
  updated_at timestamptz not null,
  primary key (workspace_id, message_id),
  foreign key (workspace_id, message_id) references messages on delete cascade
);

-- Events taken in over POST /events: the first result is the only one.
create table inbound_events (
  workspace_id uuid not null references workspaces on delete cascade,
  event_id text not null,
  result jsonb not null,
  received_at timestamptz not null,
  primary key (workspace_id, event_id)
);

-- News for the features downstream, written in the transaction that makes it true.
create table events (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  -- The order of news: what happens to a conversation happens under its lock, one after the other.
  seq bigint not null generated always as identity,
  type text not null,
  conversation_id uuid,
  survey_id uuid,
  payload jsonb not null default '{}',
  -- How many workflows it took to bring this about: 0 when people did.
  depth int not null default 0,
  occurred_at timestamptz not null,
  -- When every feature downstream had taken note.
  dispatched_at timestamptz,
  -- How often a feature could not take it, and when it last could not. After a few times it is left out, with the
  -- reason, so that what came after it goes on.
  tries int not null default 0,
  tried_at timestamptz,
  failed_at timestamptz,
  failure text,
  primary key (workspace_id, id)
);
create index on events (workspace_id, seq) where dispatched_at is null and failed_at is null;
create index on events (failed_at) where failed_at is not null;
create index on events (dispatched_at) where dispatched_at is not null;
