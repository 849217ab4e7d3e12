-- P7: tablets that a school enrolled for a class, and the PINs that students type on those.
create table tablets (
  org_id bigint not null,
  tablet_id uuid not null,
  class_id uuid not null,
  name text not null check (char_length(name) between 1 and 40),
  code_hash bytea,
  code_until timestamptz,
  key_hash bytea,
  enrolled_at timestamptz,
  added_by uuid not null,
  added_at timestamptz not null,
  ended_by uuid,
  ended_at timestamptz,
  primary key (org_id, tablet_id),
  foreign key (org_id, class_id) references classes (org_id, class_id),
  check (num_nulls(code_hash, code_until) in (0, 2)),
  check (num_nulls(ended_by, ended_at) in (0, 2)),
  check (key_hash is null or enrolled_at is not null),
  check (ended_at is null or num_nonnulls(code_hash, key_hash) = 0)
);
comment on column tablets.code_hash is 'Of the short code that brings a key onto a tablet, once.';
comment on column tablets.key_hash is 'Of the key on the tablet. Null: none is enrolled, or another one is to take its place.';
comment on column tablets.added_by is 'Who issued the code of now or the last one.';
create unique index tablets_code on tablets (org_id, code_hash) where code_hash is not null;
create index tablets_class on tablets (org_id, class_id);
-- The same wall as around every table of an organisation, and no right behind it for the app: the door alone gives a tablet its key.
call tenant_table('tablets', 'select');
revoke select on tablets from xinqiao_app;
create policy door on tablets to xinqiao_door using (org_id = nullif(current_setting('app.org_id', true), '')::bigint)
with check (org_id = nullif(current_setting('app.org_id', true), '')::bigint);
grant select, insert, update on tablets to xinqiao_door;

create table pins (
  account_id uuid primary key,
  pin_hash text not null,
  set_at timestamptz not null,
  misses integer not null default 0
);
comment on table pins is 'Of students; good on tablets of today''s class alone.';
comment on column pins.misses is 'Wrong ones since it was set, right ones between them or not. So many end it.';
