-- Numbers. What is counted is told once, in the three functions `tally_of`; triggers note every change of it in
-- the transaction that makes the change, and a job folds the notes into cells of one day and one name each.

-- One entry of a conversation from an active status into an ended one.
create table resolutions (
  workspace_id uuid not null,
  conversation_id uuid not null,
  number int not null,
  ended_at timestamptz not null,
  reopened_at timestamptz,
  -- The rules would have let it be asked about, whoever decided and whatever the draw.
  eligible boolean not null default false,
  agent_id uuid,
  team_id uuid,
  channel text not null,
  tags text[] not null default '{}',
  handled_by text not null check (handled_by in ('bot', 'human', 'both')),
  primary key (workspace_id, conversation_id, number),
  foreign key (workspace_id, conversation_id) references conversations on delete cascade
);
create index on resolutions (workspace_id, ended_at);

-- A later ask of a teammate who was asked about already in the conversation shares that one's answer, and is no
-- ask of its own in the numbers (I14).
alter table surveys add column repeats boolean not null default false;
create index on surveys (workspace_id, sent_at) where sent_at is not null;

-- Why it does not count for now (quarantine), and when that was decided.
alter table responses add column quarantine_reason text;
alter table responses add column quarantined_at timestamptz;
create index on responses (workspace_id, quarantined_at desc, id) where quarantined;
create index on responses (workspace_id, edited_at) where edited_at is not null;
create index on responses using gin (to_tsvector('simple', comment)) where comment is not null;
create index on responses (workspace_id, score, submitted_at desc, id desc);
-- Words are looked for in answers by whom and what they were about, too.
create index on contacts using gin (to_tsvector('simple', name)) where name is not null;
create index on conversations using gin (to_tsvector('simple', subject)) where subject is not null;
-- Who answered many links from one address within a minute.
create index on evidence (workspace_id, address_hash, at) where kind = 'submit';

-- When a customer left, told by another system; CSAT is held against it (A9).
alter table contacts add column churned_at timestamptz;
create index on contacts (workspace_id, churned_at) where churned_at is not null;

-- Changes of what is counted that are not in the cells yet. Without a foreign key, since a cascade may note the
-- going of rows whose workspace is gone already.
create table report_tallies (
  workspace_id uuid not null,
  id bigint generated always as identity,
  at timestamptz not null,
  agent_id uuid,
  team_id uuid,
  channel text not null,
  handled_by text not null,
  tags text[] not null,
  resolved int not null,
  reopened int not null,
  eligible int not null,
  sent int not null,
  sent_answered int not null,
  sent_open int not null,
  score_1 int not null,
  score_2 int not null,
  score_3 int not null,
  score_4 int not null,
  score_5 int not null,
  satisfied int not null,
  primary key (workspace_id, id)
);

-- The numbers of one day under one name: `all`, or an agent, team, channel, tag, or who handled it. Days are the
-- workspace's own, in the zone of `report_zones`.
create table report_cells (
  workspace_id uuid not null references workspaces on delete cascade,
  dimension text not null check (dimension in ('all', 'agent', 'team', 'channel', 'tag', 'handled_by')),
  day date not null,
  -- Empty for "none": no agent, no team.
  key text not null,
  resolved int not null,
  reopened int not null,
  eligible int not null,
  sent int not null,
  sent_answered int not null,
  sent_open int not null,
  score_1 int not null,
  score_2 int not null,
  score_3 int not null,
  score_4 int not null,
  score_5 int not null,
  satisfied int not null,
  primary key (workspace_id, dimension, day, key)
);

-- The zone whose days the cells are; behind `workspaces.time_zone` until they are counted anew.
create table report_zones (
  workspace_id uuid not null references workspaces on delete cascade,
  time_zone text not null,
  primary key (workspace_id)
);

-- The first instant of a day: where clocks go back over midnight there are two, and the earlier one is it.
create function day_start(day date, zone text) returns timestamptz language sql stable as $$
  select min(at) from (
    select (day::timestamp at time zone zone) - back as at
    from unnest(array['0', '30 minutes', '1 hour', '2 hours']::interval[]) back
  ) candidate where (at at time zone zone)::date >= day
$$;

-- What each row counts as. A resolution counts on the day it ended, an ask on the day it was sent, an answer on
-- the day it was first given.
create function tally_of(r resolutions) returns setof report_tallies language sql stable as $$
  select r.workspace_id, 0::bigint, r.ended_at, r.agent_id, r.team_id, r.channel, r.handled_by, r.tags,
    1, (r.reopened_at is not null)::int, r.eligible::int, 0, 0, 0, 0, 0, 0, 0, 0, 0
$$;
create function tally_of(s surveys) returns setof report_tallies language sql stable as $$
  select s.workspace_id, 0::bigint, s.sent_at, s.agent_id, s.team_id, s.channel, s.handled_by, s.tags,
    0, 0, 0, 1, (s.state = 'answered')::int, (s.state = 'sent')::int, 0, 0, 0, 0, 0, 0
  where s.sent_at is not null and s.state <> 'withdrawn' and not s.repeats
$$;
create function tally_of(a responses) returns setof report_tallies language sql stable as $$
  select a.workspace_id, 0::bigint, a.submitted_at, a.agent_id, a.team_id, a.channel, a.handled_by, a.tags,
    0, 0, 0, 0, 0, 0, (a.score = 1)::int, (a.score = 2)::int, (a.score = 3)::int, (a.score = 4)::int,
    (a.score = 5)::int, (a.score >= a.satisfied_from)::int
  where not a.quarantined and a.superseded_at is null
$$;

-- Everything that counts, row by row: what the cells must add up to.
create view countable as
  select t.* from resolutions r cross join lateral tally_of(r) t
  union all select t.* from surveys s cross join lateral tally_of(s) t
  union all select t.* from responses a cross join lateral tally_of(a) t;

-- For each table and kind of statement, a trigger that notes the difference the statement made; what comes out
-- even is not noted.
do $$
declare
  counted text;
  event text;
  gone text;
  come text;
  columns text := 'resolved, reopened, eligible, sent, sent_answered, sent_open, score_1, score_2, score_3, score_4, score_5, satisfied';
  sums text := (select string_agg(format('sum(sign * %s)', name), ', ') from unnest(string_to_array(columns, ', ')) name);
  zeros text := (select string_agg('0', ', ') from unnest(string_to_array(columns, ', ')));
begin
  foreach counted in array array['resolutions', 'surveys', 'responses'] loop
    gone := format('select t.*, -1 as sign from before_rows x cross join lateral tally_of(row(x.*)::%I) t', counted);
    come := format('select t.*, 1 as sign from after_rows x cross join lateral tally_of(row(x.*)::%I) t', counted);
    foreach event in array array['insert', 'update', 'delete'] loop
      execute format(
        'create function %I() returns trigger language plpgsql as $body$
         begin
           insert into report_tallies (workspace_id, at, agent_id, team_id, channel, handled_by, tags, %s)
           select workspace_id, at, agent_id, team_id, channel, handled_by, tags, %s
           from (%s) t group by workspace_id, at, agent_id, team_id, channel, handled_by, tags
           having (%s) <> (%s);
           return null;
         end
         $body$',
        format('tally_%s_%s', counted, event), columns, sums,
        case event when 'insert' then come when 'delete' then gone else gone || ' union all ' || come end,
        sums, zeros);
      execute format(
        'create trigger tally_' || event || ' after %s on %I %s for each statement execute function %I()',
        event, counted,
        'referencing'
          || case when event in ('update', 'delete') then ' old table as before_rows' else '' end
          || case when event in ('insert', 'update') then ' new table as after_rows' else '' end,
        format('tally_%s_%s', counted, event));
    end loop;
  end loop;
end
$$;

-- What a team aims at (I20).
create table targets (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  -- Empty for the whole workspace.
  team_id uuid,
  metric text not null check (metric in ('csat', 'response_rate', 'average')),
  -- A share between 0 and 1; for `average` between 1 and 5.
  goal double precision not null,
  period text not null check (period in ('week', 'month', 'quarter')),
  created_by uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, team_id) references teams on delete cascade
);

-- Reports that go out by mail.
create table report_subscriptions (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  name text not null,
  every text not null check (every in ('week', 'month')),
  recipients text[] not null,
  filters jsonb not null default '{}',
  with_csv boolean not null default false,
  created_by uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- The first day of the period reported last.
  reported_from date,
  last_error text,
  primary key (workspace_id, id)
);

-- Weeks in which the scores came out differently than before (A8).
create table drift_alerts (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  week date not null,
  -- Empty for the whole workspace.
  team_id uuid,
  finding jsonb not null,
  found_at timestamptz not null,
  dismissed_at timestamptz,
  dismissed_by uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, team_id) references teams on delete cascade
);
create unique index on drift_alerts (workspace_id, week, coalesce(team_id, '00000000-0000-0000-0000-000000000000'));

-- The last week that was looked at for such a difference.
create table drift_weeks (
  workspace_id uuid not null references workspaces on delete cascade,
  week date not null,
  primary key (workspace_id)
);
