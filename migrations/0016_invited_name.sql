-- What somebody who was here before is to be called once he accepts: until then what he did keeps the name it has.
alter table members add column invited_name text;
