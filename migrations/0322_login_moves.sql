-- A school gave somebody another phone number. The old number is told and can take it back for a week; until then, or until a second adult
-- stands behind it, a sign-in by the new number alone opens nothing that was closed by this.
create table login_moves (
  account_id uuid not null,
  move_id uuid not null,
  org_id bigint not null,
  moved_by uuid,
  moved_by_name text not null check (char_length(moved_by_name) <= 100),
  moved_at timestamptz not null,
  ends_at timestamptz not null,
  before_at timestamptz,
  old_key bytea,
  old_sealed bytea,
  device_kinds text[] not null default '{}',
  device_addresses bytea[] not null default '{}',
  second_by uuid,
  outcome text check (outcome in ('confirmed', 'objected', 'moved_back', 'moved_again')),
  primary key (account_id, move_id)
);
create index login_moves_old_key on login_moves (old_key) where old_key is not null;
create index login_moves_org on login_moves (org_id, ends_at) where outcome is null;
comment on table login_moves is 'Each stays, and the person sees it. Old number and devices are forgotten at ends_at. outcome null: it waits, or ends_at is past.';
comment on column login_moves.before_at is 'accounts.login_moved_at of before, which comes back when the old number objects.';

alter table accounts add column login_closed_until timestamptz;
comment on column accounts.login_closed_until is 'So long a sign-in by the new number alone is kept from what it could steal.';
