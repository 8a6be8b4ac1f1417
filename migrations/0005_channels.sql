-- Connected channels: accounts at providers, what comes in from them, and what became of what went out.

create table channel_accounts (
  workspace_id uuid not null references workspaces on delete cascade,
  channel text not null,
  -- Sealed JSON; empty once disconnected. The row stays, so that a version never comes twice.
  settings text,
  version int not null default 1,
  -- Sealed: the last part of the address that the provider calls.
  hook_secret text not null,
  state text not null check (state in ('connected', 'failing', 'disconnected')),
  last_error text,
  last_ok_at timestamptz,
  -- How far a mailbox was read.
  progress jsonb,
  connected_by uuid,
  connected_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, channel)
);

-- Where a survey goes when its own channel fails for good, in this order.
create table channel_settings (
  workspace_id uuid not null references workspaces on delete cascade,
  fallback text[] not null default '{}',
  updated_at timestamptz not null,
  primary key (workspace_id)
);

-- Events of providers that were taken: one that comes again changes nothing. Kept for 30 days.
create table channel_events (
  workspace_id uuid not null references workspaces on delete cascade,
  channel text not null,
  event_id text not null,
  id uuid not null,
  -- A receipt for something that we do not know (yet); looked at again by a job.
  held jsonb,
  taken_at timestamptz not null,
  primary key (workspace_id, channel, event_id),
  unique (workspace_id, id)
);
create index on channel_events (taken_at);

-- What providers call our messages and theirs: for threads and receipts.
create table message_provider_ids (
  workspace_id uuid not null,
  channel text not null,
  provider_id text not null,
  conversation_id uuid not null,
  message_id uuid,
  survey_id uuid,
  noted_at timestamptz not null,
  primary key (workspace_id, channel, provider_id),
  foreign key (workspace_id, conversation_id) references conversations on delete cascade
);
create index on message_provider_ids (workspace_id, conversation_id);

-- What is said to a contact who pressed a button: thanks with the offer to say why, or why it was not taken.
create table press_replies (
  workspace_id uuid not null,
  id uuid not null,
  survey_id uuid not null,
  channel text not null,
  contact_id uuid not null,
  -- `rated`, or the reason of the refusal.
  outcome text not null,
  pressed_at timestamptz not null,
  -- Until when the contact's next message is the comment; empty when none is asked for.
  comment_until timestamptz,
  -- The event that became the comment, or was found not to be one.
  closed_by text,
  state text not null default 'waiting' check (state in ('waiting', 'accepted', 'rejected')),
  attempts int not null default 0,
  error text,
  primary key (workspace_id, id),
  unique (workspace_id, survey_id, outcome),
  foreign key (workspace_id, survey_id) references surveys on delete cascade,
  foreign key (workspace_id, contact_id) references contacts on delete cascade
);
create index on press_replies (workspace_id, contact_id, channel, pressed_at desc);

-- By channel, what the contact said last about taking messages there (STOP, START), and when.
alter table contacts add column consents jsonb not null default '{}';
create index on contacts using gin (addresses jsonb_path_ops);
create index on contacts (workspace_id, (regexp_replace(phone, '[^0-9]', '', 'g'))) where phone is not null;

-- Where a survey goes out now, if not on its own channel, and how many attempts were made before that.
alter table surveys add column via text;
alter table surveys add column attempts_before int not null default 0;
create index on surveys (workspace_id, updated_at desc, id) where state = 'failed';

-- Accepted is not arrived: receipts tell, and so do bounces.
alter table deliveries add column delivered_at timestamptz;
alter table deliveries drop constraint deliveries_state_check;
alter table deliveries add constraint deliveries_state_check
  check (state in ('started', 'accepted', 'rejected', 'retry', 'bounced'));
create index on deliveries (workspace_id, state, started_at desc);
alter table message_deliveries add column delivered_at timestamptz;
