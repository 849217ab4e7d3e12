-- A colleague who lost every second factor: two adults of the school stand behind a reset, and it works after a while.
create table factor_resets (
  account_id uuid not null,
  reset_id uuid not null,
  org_id bigint not null,
  first_by uuid not null,
  first_name text not null check (char_length(first_name) <= 100),
  second_by uuid not null,
  second_name text not null check (char_length(second_name) <= 100),
  confirmed_at timestamptz not null,
  opens_at timestamptz not null,
  ends_at timestamptz not null,
  outcome text check (outcome in ('used', 'refused', 'replaced')),
  primary key (account_id, reset_id),
  check (first_by <> second_by and account_id not in (first_by, second_by))
);
comment on table factor_resets is 'Each stays, and the person sees it. outcome null: it waits, works, or lapsed at ends_at.';

-- Where the school finds what waits for a second adult. What was confirmed stands with the account.
create table factor_requests (
  org_id bigint not null,
  staff_id uuid not null,
  asked_by uuid not null,
  asked_by_name text not null check (char_length(asked_by_name) <= 100),
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  confirmed_at timestamptz,
  primary key (org_id, staff_id)
);
call tenant_table('factor_requests', 'select, insert, update');
create policy door on factor_requests to xinqiao_door using (org_id = nullif(current_setting('app.org_id', true), '')::bigint)
with check (org_id = nullif(current_setting('app.org_id', true), '')::bigint);
grant select, insert, update on factor_requests to xinqiao_door;
