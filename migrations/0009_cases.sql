-- Follow-ups: on answers that were low, and on what people or workflows find worth one (A6, A7).

create table cases (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  -- The order of opening, by which it is told whose turn it is; two that are opened at once may share a place.
  seq bigint not null,
  conversation_id uuid not null,
  contact_id uuid not null,
  -- The answer it is about, in the version that opened it. Who may not see that one may not know of the case.
  response_id uuid,
  revision int,
  cause text not null check (cause in ('low_score', 'hand', 'workflow')),
  reason text,
  state text not null check (state in ('open', 'contacted', 'closed')),
  owner_id uuid,
  -- Whom the rule chose first, whoever has it since: for whose turn it is.
  given_to uuid,
  -- Snapshots, as on the answer.
  team_id uuid,
  channel text not null,
  opened_at timestamptz not null,
  -- Since when a word to the customer is waited for: since it was opened, or opened again.
  waiting_since timestamptz not null,
  due_at timestamptz not null,
  overdue_at timestamptz,
  -- When it was told outside of the house that there is a case; null: an admin may not know of it yet.
  published_at timestamptz,
  contacted_at timestamptz,
  contacted_by uuid,
  closed_at timestamptz,
  outcome text check (outcome in ('recovered', 'not_recovered', 'no_answer', 'not_genuine')),
  note text,
  -- Closed by Candor, the answer having been set aside: opened again should it count after all.
  set_aside boolean not null default false,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, conversation_id) references conversations on delete cascade,
  foreign key (workspace_id, contact_id) references contacts on delete cascade,
  foreign key (workspace_id, response_id) references responses on delete cascade,
  foreign key (workspace_id, owner_id) references members,
  check ((response_id is null) = (revision is null)),
  check ((state = 'closed') = (outcome is not null)),
  check ((state = 'closed') = (closed_at is not null))
);
-- One at a time for a customer in a conversation. One about an answer and one about none are two: who may not know
-- of the first can open the second and learns nothing by it.
create unique index cases_one_open on cases (workspace_id, conversation_id, contact_id, (response_id is null))
  where state <> 'closed';
create unique index on cases (workspace_id, response_id, revision);
create index on cases (workspace_id, due_at, id) where state <> 'closed';
create index on cases (workspace_id, opened_at desc, id);
create index on cases (workspace_id, conversation_id);
create index on cases (workspace_id, given_to, seq desc);
create index on cases (workspace_id, seq desc);

-- What happened to a case. What an answer has to do with it is seen by who may see that answer.
create table case_events (
  workspace_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  kind text not null,
  actor_kind text not null,
  actor_id uuid,
  response_id uuid,
  revision int,
  data jsonb not null default '{}',
  at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, case_id) references cases on delete cascade,
  foreign key (workspace_id, response_id) references responses on delete cascade
);
create index on case_events (workspace_id, case_id, at, id);
create index on case_events (workspace_id, response_id) where response_id is not null;

-- Who was told of what, once: in the app, and by mail where mail is set up.
create table case_alerts (
  workspace_id uuid not null,
  case_id uuid not null,
  member_id uuid not null,
  kind text not null check (kind in ('opened', 'assigned', 'unowned', 'overdue')),
  at timestamptz not null,
  seen_at timestamptz,
  primary key (workspace_id, case_id, member_id, kind),
  foreign key (workspace_id, case_id) references cases on delete cascade,
  foreign key (workspace_id, member_id) references members on delete cascade
);
create index on case_alerts (workspace_id, member_id, at) where seen_at is null;
