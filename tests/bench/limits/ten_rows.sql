-- One statement, ten rows: three claims, the booking, its three people, the task, the request's key and the change for the audit.
\set who random(0, 63)
\set slot random(0, 8000000000000)
with given as materialized (
  select uuidv7() as booking_id, statement_timestamp() as at, lpad(to_hex(:who::bigint), 32, '0')::uuid as room,
    lpad(to_hex(:who::bigint + 256), 32, '0')::uuid as counsellor, lpad(to_hex(:who::bigint + 512), 32, '0')::uuid as student,
    lpad(to_hex(:who::bigint + 768), 32, '0')::uuid as guardian,
    timestamptz '2027-01-01 00:00:00Z' + interval '1 second' * :slot::bigint as starts_at,
    timestamptz '2027-01-01 00:00:10Z' + interval '1 second' * :slot::bigint as ends_at
), claim as (
  insert into limits.claims (subject_id, claim_id, org_id, source, state, starts_at, ends_at)
  select s, g.booking_id, 7, 'counselling', 'confirmed', g.starts_at, g.ends_at
  from given g cross join lateral (values (g.room), (g.counsellor), (g.student)) as v (s)
), booking as (
  insert into limits.bookings (org_id, booking_id, provider_id, counsellor_id, room_id, student_id, student_name, booked_by,
    booked_as, private, mode, starts_at, ends_at, claim_until, state, version, created_at, updated_at)
  select 7, g.booking_id, '00000000-0000-0000-0000-000000000001', g.counsellor, g.room, g.student, '李一', g.guardian,
    'guardian', false, 'in_person', g.starts_at, g.ends_at, g.ends_at, 'confirmed', 1, g.at, g.at
  from given g
), people as (
  insert into limits.booking_people (org_id, booking_id, account_id, part, name, attends, starts_at)
  select 7, g.booking_id, v.account_id, v.part, v.name, v.attends, g.starts_at
  from given g cross join lateral (values (g.student, 'student', '李一', true), (g.guardian, 'guardian', '陈', false),
    (g.counsellor, 'counsellor', '林', true)) as v (account_id, part, name, attends)
), task as (
  insert into limits.tasks (org_id, task_id, kind, key, payload, due_at, state, created_at, updated_at)
  select 7, uuidv7(), 'booking_changed', g.booking_id::text, jsonb_build_object('booking_id', g.booking_id), g.at, 'planned', g.at, g.at
  from given g
), asked as (
  insert into limits.idempotency (account_id, key, request_hash, status, object_id, created_at)
  select g.guardian, replace(g.booking_id::text, '-', ''), decode(repeat('00', 32), 'hex'), 201, g.booking_id, g.at
  from given g
)
insert into limits.audit_changes (org_id, change_id, at, account_id, action, resource, resource_id)
select 7, uuidv7(), g.at, g.guardian, 'booking_add', 'booking', g.booking_id
from given g;
