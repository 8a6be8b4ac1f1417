-- Since when something may have arrived of which nobody has said whether it did: noted before its provider is asked, and
-- empty again when that was not asked after all, or has answered.
alter table closing_cards add column begun_at timestamptz;
alter table press_replies add column begun_at timestamptz;
