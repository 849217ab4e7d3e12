-- Guardians may sign in from their school's WeCom, once they said so themselves.
alter table wecom_links add column sign_in_mark bytea check (octet_length(sign_in_mark) = 32);
comment on column wecom_links.sign_in_mark is
  'The guardian signs in by this link: of the corporation, the parent there, the number here, and how often they had signed out everywhere. Where one has changed since, it says nothing.';
create policy door on wecom_links to xinqiao_door using (org_id = nullif(current_setting('app.org_id', true), '')::bigint);
grant select on wecom_links to xinqiao_door;

create table wecom_sign_ins (
  org_id bigint not null,
  attempt bytea not null check (octet_length(attempt) = 32),
  state text not null check (state in ('asked', 'found', 'unknown', 'refused', 'down')),
  user_id text check (char_length(user_id) between 1 and 64),
  phone_mark bytea check (octet_length(phone_mark) = 32),
  used boolean not null default false,
  expires_at timestamptz not null,
  primary key (org_id, attempt),
  check (num_nulls(user_id, phone_mark) in (0, 2)),
  check ((state = 'found') = (user_id is not null))
);
create index wecom_sign_ins_old on wecom_sign_ins (org_id, expires_at);
comment on table wecom_sign_ins is 'Somebody came back from WeCom''s page with a code, and a browser waits for who that is.';
comment on column wecom_sign_ins.attempt is 'SHA-256 of what the browser''s cookie holds.';
comment on column wecom_sign_ins.phone_mark is 'Of the number that this parent has in WeCom at this moment.';
-- The same wall as around every table of an organisation, and no right behind it for the app: who writes here makes sessions.
call tenant_table('wecom_sign_ins', 'select');
revoke select on wecom_sign_ins from xinqiao_app;
create policy door on wecom_sign_ins to xinqiao_door using (org_id = nullif(current_setting('app.org_id', true), '')::bigint)
with check (org_id = nullif(current_setting('app.org_id', true), '')::bigint);
grant select, insert, update, delete on wecom_sign_ins to xinqiao_door;
