-- Who gave a colleague their first school-wide role, and when: of who taught before, the first part has another word or none, and an administrator
-- promoted a teacher to read what is reported about that administrator. Who has or had a role keeps what is noted of them (had_role).
alter table staff add column role_by uuid;
alter table staff add column role_at timestamptz;
comment on column staff.role_by is 'Who gave them their first role that opens reports, unless it came with the first list; by such a role they do not see reports about that person.';
comment on column staff.role_at is 'When role_by gave it to them; null where nobody gave it, or that was before it was noted.';
