-- What a mail is about, where that is not what its conversation is about.
alter table messages add column subject text;
