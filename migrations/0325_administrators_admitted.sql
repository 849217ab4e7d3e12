-- Since when somebody administers an organisation without a break, and by whose word: who named them, and who had named that one.
-- An administrator with a second account of their own is not two people.
alter table memberships add column administrator_since timestamptz;
alter table memberships add column administrator_line uuid[] not null default '{}';
update memberships set administrator_since = since where administrator and ended_at is null;
comment on column memberships.administrator_since is 'Of staff who are administrators: since when.';
comment on column memberships.administrator_line is 'Who named them administrator, last, after those who had named that one. Empty: an operator did.';
