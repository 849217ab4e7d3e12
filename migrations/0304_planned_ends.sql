-- A colleague or student leaves after a day that is still to come.
create table planned_ends (
  org_id bigint not null,
  end_id uuid not null,
  staff_id uuid,
  student_id uuid,
  successor_id uuid,
  last_day date not null,
  ends_at timestamptz not null,
  ended_at timestamptz,
  recorded_by uuid not null,
  updated_at timestamptz not null,
  primary key (org_id, end_id),
  foreign key (org_id, staff_id) references staff (org_id, staff_id),
  foreign key (org_id, student_id) references students (org_id, student_id),
  foreign key (org_id, successor_id) references staff (org_id, staff_id),
  check (num_nonnulls(staff_id, student_id) = 1),
  check (successor_id is null or staff_id is not null)
);
create unique index planned_ends_staff on planned_ends (org_id, staff_id) where ended_at is null;
create unique index planned_ends_student on planned_ends (org_id, student_id) where ended_at is null;
create index planned_ends_successor on planned_ends (org_id, successor_id) where ended_at is null;
comment on column planned_ends.ends_at is 'When the last day is over in the organisation''s zone. `ended_at`: when it happened, or was taken back.';

call tenant_table('planned_ends', 'select, insert, update');
