-- Files that came with a message. The bytes lie here too, so that a backup has them, every node reaches them, and they go
-- with the message, the conversation and the contact.
create table attachments (
  workspace_id uuid not null,
  id uuid not null,
  message_id uuid not null,
  -- Its place among the message's files.
  position int not null,
  file_name text not null,
  content_type text not null,
  -- In bytes, also of what was not kept; null where that is not known.
  size int,
  -- A picture within the text.
  inline boolean not null default false,
  left_out text check (left_out in ('too_large', 'too_much', 'too_many', 'mail_too_large')),
  content bytea,
  primary key (workspace_id, id),
  unique (workspace_id, message_id, position),
  check ((content is null) = (left_out is not null)),
  check (content is null or size = octet_length(content)),
  foreign key (workspace_id, message_id) references messages on delete cascade
);
-- Files are packed by themselves mostly, and this way they are read piece by piece.
alter table attachments alter column content set storage external;
