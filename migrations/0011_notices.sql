-- What a member is told in the app, whether there is a mail server or not (A6, O9). It stays unread until it is seen.
create table notices (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  member_id uuid not null,
  -- What is told, under which it is told once.
  key text not null,
  kind text not null check (kind in ('case', 'workflow')),
  subject text not null,
  body text,
  -- A place in the app, beginning with a slash.
  link text not null,
  -- Of whom it is: it goes with them.
  contact_id uuid,
  conversation_id uuid,
  -- The answers that the words tell of, in that version: [{response_id, score, at}]. It is there for who may see them.
  tells jsonb not null default '[]',
  at timestamptz not null,
  read_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, member_id, key),
  foreign key (workspace_id, member_id) references members on delete cascade,
  foreign key (workspace_id, contact_id) references contacts on delete cascade,
  foreign key (workspace_id, conversation_id) references conversations on delete cascade
);
create index on notices (workspace_id, member_id, at desc, id desc);
create index on notices (workspace_id, member_id) where read_at is null;
create index on notices (workspace_id, contact_id) where contact_id is not null;
create index on notices (workspace_id, conversation_id) where conversation_id is not null;
create index on notices (workspace_id, link) where read_at is null;
create index on notices (at);

-- When a member was written to of a case, or it was found that there is nothing to write to him: after the words of the
-- customer, that is later than he was told in the app.
alter table case_alerts add column mailed_at timestamptz;
update case_alerts set mailed_at = at;
