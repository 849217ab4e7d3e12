-- The tables that the limits of B1 write to, as the product's own stood on 2026-11-27: keys, indexes, foreign keys, CHECKs and row
-- security. A copy on purpose, and never changed: what we add to a booking later must show as a worse ratio, what we take away as a
-- better one.
create schema limits;
set search_path = limits, public;

create table spans (
  subject_id uuid not null,
  span_id uuid not null,
  during tstzrange not null,
  primary key (subject_id, span_id),
  exclude using gist (subject_id with =, during with &&)
);

create table providers (org_id bigint not null, provider_id uuid not null, primary key (org_id, provider_id));
create table rooms (org_id bigint not null, room_id uuid not null, primary key (org_id, room_id));
insert into providers values (7, '00000000-0000-0000-0000-000000000001');
insert into rooms select 7, lpad(to_hex(n), 32, '0')::uuid from generate_series(0, 63) n;

create table claims (
  subject_id uuid not null, claim_id uuid not null, org_id bigint not null, source text not null, state text not null,
  starts_at timestamptz not null, ends_at timestamptz not null, expires_at timestamptz,
  during tstzrange generated always as (tstzrange(starts_at, ends_at, '[)')) stored not null,
  primary key (subject_id, claim_id),
  exclude using gist (subject_id with =, during with &&) where (state in ('held', 'confirmed')),
  check (ends_at > starts_at),
  check ((state = 'held') = (expires_at is not null)),
  check (source in ('counselling', 'visit')),
  check (state in ('held', 'confirmed'))
);
create index on claims (subject_id, starts_at, ends_at);

create table bookings (
  org_id bigint not null, booking_id uuid not null, provider_id uuid not null, counsellor_id uuid not null, room_id uuid,
  student_id uuid not null, student_name text not null, booked_by uuid not null, booked_as text not null, private boolean not null,
  mode text not null, starts_at timestamptz not null, ends_at timestamptz not null,
  claim_until timestamptz not null, state text not null, version integer not null,
  created_at timestamptz not null, updated_at timestamptz not null,
  primary key (org_id, booking_id),
  foreign key (org_id, provider_id) references providers,
  foreign key (org_id, room_id) references rooms,
  check (booked_as in ('student', 'guardian', 'referral', 'invitation')),
  check (ends_at > starts_at),
  check (claim_until >= ends_at),
  check (not private or booked_as in ('student', 'invitation')),
  check (mode in ('in_person', 'phone', 'video', 'text')),
  check (state in ('confirmed', 'cancelled', 'done', 'missed')),
  check (char_length(student_name) >= 1 and char_length(student_name) <= 50)
);
create index on bookings (org_id, counsellor_id, starts_at);
create index on bookings (org_id, student_id, starts_at);
create index on bookings (org_id, starts_at, booking_id);
create index on bookings (org_id, updated_at);

create table booking_people (
  org_id bigint not null, booking_id uuid not null, account_id uuid not null, part text not null, name text not null,
  attends boolean not null, starts_at timestamptz not null,
  primary key (org_id, booking_id, account_id, part),
  foreign key (org_id, booking_id) references bookings,
  check (char_length(name) >= 1 and char_length(name) <= 50),
  check (part in ('student', 'guardian', 'counsellor', 'booker'))
);
create index on booking_people (org_id, account_id, starts_at);

create table tasks (
  org_id bigint not null, task_id uuid not null, kind text not null, key text not null, payload jsonb not null,
  due_at timestamptz not null, state text not null, error text,
  created_at timestamptz not null, updated_at timestamptz not null,
  primary key (org_id, task_id),
  unique (org_id, kind, key),
  check (char_length(error) <= 500),
  check (char_length(key) >= 1 and char_length(key) <= 200),
  check (char_length(kind) >= 1 and char_length(kind) <= 60),
  check (state in ('planned', 'handed', 'done', 'failed', 'cancelled'))
);
create index on tasks (org_id, due_at) where state in ('planned', 'handed');
create index on tasks (due_at) where state in ('planned', 'handed');

create table idempotency (
  account_id uuid not null, key text not null, request_hash bytea not null, status smallint not null, object_id uuid not null,
  created_at timestamptz not null,
  primary key (account_id, key),
  check (char_length(key) >= 8 and char_length(key) <= 64),
  check (octet_length(request_hash) = 32)
);
create index on idempotency (created_at);

create table audit_changes (
  org_id bigint not null, change_id uuid not null, at timestamptz not null, account_id uuid not null, action text not null,
  resource text not null, resource_id uuid not null,
  primary key (org_id, change_id),
  check (char_length(action) <= 60),
  check (char_length(resource) <= 60)
);

grant usage on schema limits to xinqiao_app;
grant select, insert on all tables in schema limits to xinqiao_app;
alter table bookings enable row level security;
create policy tenant on bookings to xinqiao_app
  using (org_id = nullif(current_setting('app.org_id', true), '')::bigint)
  with check (org_id = nullif(current_setting('app.org_id', true), '')::bigint);
alter table booking_people enable row level security;
create policy tenant on booking_people to xinqiao_app
  using (org_id = nullif(current_setting('app.org_id', true), '')::bigint)
  with check (org_id = nullif(current_setting('app.org_id', true), '')::bigint);
alter table tasks enable row level security;
create policy tenant on tasks to xinqiao_app
  using (org_id = nullif(current_setting('app.org_id', true), '')::bigint)
  with check (org_id = nullif(current_setting('app.org_id', true), '')::bigint);
alter table audit_changes enable row level security;
create policy tenant on audit_changes to xinqiao_app
  using (org_id = nullif(current_setting('app.org_id', true), '')::bigint)
  with check (org_id = nullif(current_setting('app.org_id', true), '')::bigint);

-- F1: the people of an audience, each once. Nothing but their key.
create table audience (org_id bigint not null, account_id uuid not null, primary key (org_id, account_id));
reset search_path;
