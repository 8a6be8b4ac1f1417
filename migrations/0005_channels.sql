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
  -- Of a mailbox, which only reads: what is wrong with the mails that go out, by the server of the installation.
  sends_error text,
  -- How far a mailbox was read.
  progress jsonb,
  -- Which process reads the mailbox, and until when it is nobody else's.
  watched_by uuid,
  watched_until timestamptz,
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

create index on contacts using gin (addresses jsonb_path_ops);
create index on contacts (workspace_id, (regexp_replace(phone, '[^0-9]', '', 'g'))) where phone is not null;

-- What was said last about taking messages, by the address it was said from: it holds for whoever has that address,
-- now or later. STOP and START are about all messages of a channel, unsubscribing is about surveys.
create table consents (
  workspace_id uuid not null references workspaces on delete cascade,
  -- The one that carries it: sms for calls, email for web voice.
  channel text not null,
  -- By digest_of(): the word outlives a contact that is erased, the address itself does not.
  digest text not null,
  about text not null check (about in ('messages', 'surveys')),
  given boolean not null,
  said_at timestamptz not null,
  primary key (workspace_id, channel, digest, about)
);

-- One spelling of an address, however people write it.
create function spelled(address text) returns text language sql immutable
return case
  when address ~ '^\s*\+?[0-9 ().-]+$' then regexp_replace(address, '[^0-9]', '', 'g')
  else lower(btrim(address))
end;

create function digest_of(address text) returns text language sql immutable
return encode(sha256(convert_to(spelled(address), 'UTF8')), 'hex');

-- Where a contact is reached, as `channel:digest`; those he only says to have as well.
create function reached_at(email text, claimed text, phone text, addresses jsonb) returns text[]
language sql immutable
return (
  select coalesce(array_agg(distinct channel || ':' || digest_of(address)), '{}')
  from (
    values ('email', email), ('email', claimed), ('sms', phone), ('whatsapp', phone)
    union all select key, value from jsonb_each_text(addresses)
  ) as place (channel, address)
  where address <> ''
);
create index on contacts using gin (reached_at(email, claimed_email, phone, addresses));

-- What a contact's own row says of it follows from the table: by channel, what holds at his addresses, and since when.
-- Of two addresses on one channel the one that takes nothing decides.
alter table contacts add column consents jsonb not null default '{}';

create function consents_at(workspace uuid, places text[]) returns jsonb language sql stable
return (
  select coalesce(jsonb_object_agg(channel, said), '{}')
  from (
    select distinct on (channel) channel,
      jsonb_build_object('given', given, 'at', (extract(epoch from said_at) * 1000)::bigint) as said
    from consents
    where workspace_id = workspace and about = 'messages'
      and (channel, digest) in (select split_part(place, ':', 1), split_part(place, ':', 2) from unnest(places) as place)
    order by channel, given, said_at desc
  ) as latest
);

create function unsubscribed_since(workspace uuid, places text[]) returns timestamptz language sql stable
return (
  select min(said_at) from consents
  where workspace_id = workspace and about = 'surveys' and not given
    and (channel, digest) in (select split_part(place, ':', 1), split_part(place, ':', 2) from unnest(places) as place)
);

-- A contact who is new at an address, and everybody who is there when something is said.
create function contact_at_address() returns trigger language plpgsql as $body$
declare
  places text[] := reached_at(new.email, new.claimed_email, new.phone, new.addresses);
begin
  new.consents := consents_at(new.workspace_id, places);
  new.unsubscribed_at := coalesce(new.unsubscribed_at, unsubscribed_since(new.workspace_id, places));
  return new;
end
$body$;
create trigger contact_at_address before insert or update of email, claimed_email, phone, addresses on contacts
  for each row execute function contact_at_address();

create function consent_said() returns trigger language plpgsql as $body$
begin
  update contacts c set
    consents = consents_at(c.workspace_id, reached_at(c.email, c.claimed_email, c.phone, c.addresses)),
    unsubscribed_at = case
      when new.about = 'surveys' and not new.given then coalesce(c.unsubscribed_at, new.said_at)
      else c.unsubscribed_at
    end
  where c.workspace_id = new.workspace_id
    and reached_at(c.email, c.claimed_email, c.phone, c.addresses) @> array[new.channel || ':' || new.digest];
  return null;
end
$body$;
create trigger consent_said after insert or update on consents for each row execute function consent_said();

-- Where a survey goes out now, if not on its own channel, and how many attempts were made before that.
alter table surveys add column via text;
alter table surveys add column attempts_before int not null default 0;
create index on surveys (workspace_id, updated_at desc, id) where state = 'failed';

-- Accepted is not arrived: receipts tell, and so do bounces.
alter table deliveries add column delivered_at timestamptz;
alter table deliveries drop constraint deliveries_state_check;
alter table deliveries add constraint deliveries_state_check
  -- unknown: handed over, without an answer, to a provider that would make a second message of a second try.
  check (state in ('started', 'accepted', 'rejected', 'retry', 'bounced', 'unknown'));
create index on deliveries (workspace_id, state, started_at desc);
alter table message_deliveries add column delivered_at timestamptz;
-- How many parts of a message that is too long for one have arrived.
alter table message_deliveries add column parts_done int not null default 0;
-- Since when it may have arrived: an attempt was cut off or had no answer.
alter table message_deliveries add column doubt_since timestamptz;
alter table message_deliveries drop constraint message_deliveries_state_check;
alter table message_deliveries add constraint message_deliveries_state_check
  check (state in ('waiting', 'started', 'accepted', 'rejected', 'unknown'));
