-- The version of an account of which its provider was told where to call, where that is done from here.
alter table channel_accounts add column told_version int;
update channel_accounts set told_version = version where state = 'connected' and last_ok_at is not null;
