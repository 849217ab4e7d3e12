-- N1: who wants routine matters once a day, at an hour of theirs, is told them together.
alter table accounts
  add column digest_hour smallint check (digest_hour between 7 and 21),
  add column digest_since timestamptz,
  add column digest_until timestamptz;
comment on column accounts.digest_hour is 'The hour at which routine matters are told together, in each organisation''s time zone. It stays when that ends: one digest is still to come.';
comment on column accounts.digest_since is 'Routine matters from then on wait for the hour; until `digest_until`, if that is set.';

alter table broadcasts add column routine boolean not null default false;
comment on column broadcasts.routine is 'It may wait a day for whom it reaches, as far as they chose that.';

create table digest_marks (
  org_id bigint not null,
  account_id uuid not null,
  told_from timestamptz not null,
  told_upto timestamptz not null,
  primary key (org_id, account_id)
);
comment on table digest_marks is 'Of which routine matters somebody''s last digest told: those of after `told_from`, up to `told_upto`. No row before the first one.';

call tenant_table('digest_marks', 'select, insert, update');
