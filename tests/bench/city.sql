-- A city's students, with their classes, schools, guardians and keys to sign in; two guardians for each student.
-- "students" is the number of students, set by the caller. It bypasses the importer on purpose: the bench asks how requests
-- fare beside so many rows, not how long they take to load.
create function pg_temp.person(prefix integer, number bigint) returns uuid language sql immutable as $$
  select ('0190000' || prefix || '-0000-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid
$$;

insert into orgs (org_id, kind, name_zh, name_en)
select 1000 + n, 'school', '第' || n || '学校', 'School ' || n from generate_series(0, (:students::bigint - 1) / 1100) n;

insert into classes (org_id, class_id, school_year, grade, name, code, updated_at)
select 1000 + n / 25, pg_temp.person(1, n), 2026, '七年级', '七年级(' || n % 25 + 1 || ')班', 'C' || translate(lpad(n::text, 7, '0'), '0123456789', 'ABCDEFGHJK'), now()
from generate_series(0, (:students::bigint - 1) / 44) n;

insert into students (org_id, student_id, class_id, student_number, name, sex, updated_at)
select 1000 + n / 1100, pg_temp.person(2, n), pg_temp.person(1, n / 44), n::text, '李' || n % 5000, 'male', now()
from generate_series(0, :students::bigint - 1) n;

insert into guardians (org_id, guardian_id, name, updated_at)
select 1000 + n / 2 / 1100, pg_temp.person(3, n), '陈' || n % 5000, now() from generate_series(0, :students::bigint * 2 - 1) n;

insert into guardianships (org_id, student_id, guardian_id, relation, contact_order, updated_at)
select 1000 + n / 2 / 1100, pg_temp.person(2, n / 2), pg_temp.person(3, n), 'mother', n % 2 + 1, now()
from generate_series(0, :students::bigint * 2 - 1) n;

insert into accounts (account_id, created_at, updated_at)
select pg_temp.person(2, n), now(), now() from generate_series(0, :students::bigint - 1) n
union all select pg_temp.person(3, n), now(), now() from generate_series(0, :students::bigint * 2 - 1) n;

insert into memberships (account_id, org_id, kind, since)
select pg_temp.person(2, n), 1000 + n / 1100, 'student', now() from generate_series(0, :students::bigint - 1) n
union all select pg_temp.person(3, n), 1000 + n / 2 / 1100, 'guardian', now() from generate_series(0, :students::bigint * 2 - 1) n;

insert into login_keys (key_hash, account_id, kind)
select sha256(('s' || n)::bytea), pg_temp.person(2, n), 'student' from generate_series(0, :students::bigint - 1) n
union all select sha256(('g' || n)::bytea), pg_temp.person(3, n), 'phone' from generate_series(0, :students::bigint * 2 - 1) n;

analyze;
