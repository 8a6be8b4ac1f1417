-- Policies, surveys, what was answered, and why.

create table policies (
  workspace_id uuid not null references workspaces on delete cascade,
  version int not null,
  preset text not null,
  policy jsonb not null,
  changed_by uuid,
  changed_by_kind text not null,
  changed_at timestamptz not null,
  primary key (workspace_id, version)
);

create table surveys (
  workspace_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  contact_id uuid not null,
  resolution int not null,
  state text not null check (state in ('scheduled', 'sent', 'answered', 'expired', 'withdrawn', 'failed')),
  cause text not null check (cause in ('status_change', 'hand', 'api', 'workflow')),
  -- The reason of an end that was not an answer (withdrawn, failed).
  end_reason text,
  -- Snapshots: what was true when the survey was made stays on it.
  channel text not null,
  agent_id uuid,
  team_id uuid,
  tags text[] not null default '{}',
  handled_by text not null default 'human' check (handled_by in ('bot', 'human', 'both')),
  policy_version int not null,
  message text not null,
  window_hours int,
  link_only boolean not null default false,
  made_at timestamptz not null,
  made_by uuid,
  due_at timestamptz not null,
  ended_at timestamptz,
  sent_at timestamptz,
  rate_until timestamptz,
  edit_until timestamptz,
  answered_at timestamptz,
  -- Several surveys of one teammate in one conversation share one response (I14).
  response_id uuid,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, conversation_id) references conversations on delete cascade,
  foreign key (workspace_id, contact_id) references contacts on delete cascade
);
create index on surveys (workspace_id, conversation_id, made_at);
create index on surveys (workspace_id, contact_id, made_at desc);
create index on surveys (workspace_id, made_at desc, id);
create index on surveys (workspace_id, rate_until) where state = 'sent';
create index on surveys (workspace_id, due_at) where state = 'scheduled';

create table responses (
  workspace_id uuid not null,
  id uuid not null,
  survey_id uuid not null,
  conversation_id uuid not null,
  contact_id uuid not null,
  resolution int not null,
  agent_id uuid,
  team_id uuid,
  channel text not null,
  tags text[] not null default '{}',
  handled_by text not null,
  score int not null check (score between 1 and 5),
  comment text,
  reasons text[] not null default '{}',
  revision int not null default 1,
  -- The definition of "satisfied" that held when it was given (A2).
  scale text not null,
  satisfied_from int not null,
  submitted_at timestamptz not null,
  edited_at timestamptz,
  quarantined boolean not null default false,
  -- A newer response took its place in reports (O10).
  superseded_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, survey_id),
  foreign key (workspace_id, survey_id) references surveys on delete cascade
);
create index on responses (workspace_id, submitted_at desc, id);
create index on responses (workspace_id, contact_id, submitted_at desc);
create index on responses (workspace_id, conversation_id);
create index on responses (workspace_id, agent_id, submitted_at desc);

create table response_revisions (
  workspace_id uuid not null,
  response_id uuid not null,
  revision int not null,
  score int not null,
  comment text,
  reasons text[] not null default '{}',
  at timestamptz not null,
  primary key (workspace_id, response_id, revision),
  foreign key (workspace_id, response_id) references responses on delete cascade
);

-- What was seen of a survey's link: views, clicks on a score, submits. Never a rating by itself.
create table evidence (
  workspace_id uuid not null,
  id uuid not null,
  survey_id uuid not null,
  kind text not null,
  score int,
  user_agent text not null,
  address_hash text,
  at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, survey_id) references surveys on delete cascade
);
create index on evidence (workspace_id, survey_id, at);

-- One attempt to hand a survey to its channel.
create table deliveries (
  workspace_id uuid not null,
  survey_id uuid not null,
  attempt int not null,
  channel text not null,
  -- The same for every attempt of a survey: what a provider can recognise a repeat by.
  delivery_key text not null,
  state text not null check (state in ('started', 'accepted', 'rejected', 'retry')),
  provider_id text,
  error text,
  started_at timestamptz not null,
  finished_at timestamptz,
  primary key (workspace_id, survey_id, attempt),
  foreign key (workspace_id, survey_id) references surveys on delete cascade
);

-- Every evaluation, allowed or refused, with the facts it saw: the answer to "why?".
create table decisions (
  workspace_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  survey_id uuid,
  kind text not null check (kind in ('make', 'send', 'rate')),
  cause text not null,
  allowed boolean not null,
  reason text,
  facts jsonb not null,
  policy_version int not null,
  at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, conversation_id) references conversations on delete cascade
);
create index on decisions (workspace_id, conversation_id, at);
