-- Workflows: their versions, their runs with a log, and what runs do outside of the house.

create table workflows (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  name text not null,
  enabled boolean not null,
  version int not null,
  -- Of the current version, so that news finds those that it concerns.
  trigger_type text not null,
  -- Sealed; signs what its steps send to other systems.
  secret text not null,
  -- Until when its schedule was kept.
  scheduled_until timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  removed_at timestamptz,
  primary key (workspace_id, id)
);
create index on workflows (workspace_id, trigger_type) where enabled and removed_at is null;

-- A run keeps the version that it was started with.
create table workflow_versions (
  workspace_id uuid not null,
  workflow_id uuid not null,
  version int not null,
  definition jsonb not null,
  saved_by uuid,
  saved_at timestamptz not null,
  primary key (workspace_id, workflow_id, version),
  foreign key (workspace_id, workflow_id) references workflows on delete cascade
);

create table workflow_runs (
  workspace_id uuid not null,
  id uuid not null,
  workflow_id uuid not null,
  version int not null,
  conversation_id uuid not null,
  -- What started it, named so that the same thing starts it once.
  event_key text not null,
  event jsonb not null,
  -- How many workflows, one started by the other, led here.
  depth int not null default 0,
  state text not null check (state in ('running', 'waiting', 'finished', 'failed', 'cancelled', 'stopped')),
  reason text,
  sentence text,
  -- Where it stands; null at its end.
  at jsonb,
  variables jsonb not null default '{}',
  wait_until timestamptz,
  waits_for_answer boolean not null default false,
  -- Failures of the step where it stands.
  attempts int not null default 0,
  -- Until then the process that began the step's doing outside is given time.
  busy_until timestamptz,
  -- Answers that it knows of: who may not read them may not read the run.
  response_ids uuid[] not null default '{}',
  started_at timestamptz not null,
  updated_at timestamptz not null,
  finished_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, workflow_id, event_key),
  foreign key (workspace_id, workflow_id, version) references workflow_versions on delete cascade,
  foreign key (workspace_id, conversation_id) references conversations on delete cascade
);
create index on workflow_runs (workspace_id, workflow_id, started_at desc, id desc);
create index on workflow_runs (workspace_id, conversation_id, workflow_id, started_at);
create index on workflow_runs (finished_at) where finished_at is not null;

-- The log. A step stands in it once, in the transaction that did it.
create table workflow_run_steps (
  workspace_id uuid not null,
  run_id uuid not null,
  -- `.start` and `.end` beside the names of steps.
  step_id text not null,
  seq int not null,
  type text not null,
  outcome text not null,
  sentence text not null,
  facts jsonb not null default '{}',
  at timestamptz not null,
  primary key (workspace_id, run_id, step_id),
  unique (workspace_id, run_id, seq),
  foreign key (workspace_id, run_id) references workflow_runs on delete cascade
);

-- What a step does outside of the house: noted before it is done, and again once it is. `key` is what the other
-- side sees, the same at every attempt.
create table workflow_effects (
  workspace_id uuid not null,
  run_id uuid not null,
  step_id text not null,
  -- A member to be written to, or the address that is called.
  target text not null,
  key uuid not null,
  payload jsonb,
  state text not null default 'intended' check (state in ('intended', 'done', 'failed')),
  attempts int not null default 0,
  result text,
  made_at timestamptz not null,
  done_at timestamptz,
  primary key (workspace_id, run_id, step_id, target),
  foreign key (workspace_id, run_id) references workflow_runs on delete cascade
);

-- How many workflows it took to bring an ask about: what comes of it, as its end, is not the first of a chain.
alter table surveys add column depth int not null default 0;
