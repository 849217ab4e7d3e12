-- A colleague is away from a day until a day, and somebody stands in for that time.
create table staff_leaves (
  org_id bigint not null,
  leave_id uuid not null,
  staff_id uuid not null,
  stand_in_id uuid,
  first_day date not null,
  last_day date not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  roles text[] not null check (roles <@ '{counsellor,grade_lead,leader}'::text[]),
  given_roles text[] not null,
  began_at timestamptz,
  ended_at timestamptz,
  recorded_by uuid not null,
  updated_at timestamptz not null,
  primary key (org_id, leave_id),
  foreign key (org_id, staff_id) references staff (org_id, staff_id),
  foreign key (org_id, stand_in_id) references staff (org_id, staff_id),
  check (last_day >= first_day),
  check (ends_at > starts_at),
  check (stand_in_id <> staff_id),
  check (given_roles <@ roles)
);
create unique index staff_leaves_open on staff_leaves (org_id, staff_id) where ended_at is null;
create index staff_leaves_stand_in on staff_leaves (org_id, stand_in_id) where ended_at is null;
comment on column staff_leaves.starts_at is 'When the first day begins in the organisation''s zone; `ends_at`: when the last one is over.';
comment on column staff_leaves.roles is 'What passes on for that time, besides classes. `given_roles`: those that who stands in did not have.';
comment on column staff_leaves.began_at is 'When the parts were passed on. `ended_at`: when they were given back, or the leave was taken back.';

create table staff_leave_lessons (
  org_id bigint not null,
  leave_id uuid not null,
  class_id uuid not null,
  part text not null check (part in ('class_teacher', 'subject_teacher')),
  subject text not null check (char_length(subject) <= 20),
  given boolean not null,
  primary key (org_id, leave_id, class_id, part, subject),
  foreign key (org_id, leave_id) references staff_leaves (org_id, leave_id),
  foreign key (org_id, class_id) references classes (org_id, class_id)
);
create index staff_leave_lessons_class on staff_leave_lessons (org_id, class_id);
comment on column staff_leave_lessons.given is 'Whether who stands in has it by this leave, and loses it with its end.';

call tenant_table('staff_leaves', 'select, insert, update');
call tenant_table('staff_leave_lessons', 'select, insert');

-- A talk is cancelled with notice when its counsellor is away then.
-- squawk-ignore ban-drop-constraint
alter table bookings drop constraint bookings_cancelled_for_check;
alter table bookings add constraint bookings_cancelled_for_check
  check (cancelled_for in ('counsellor_left', 'client_left', 'closed', 'counsellor_away')) not valid;
