-- N2, N5: who came to a lecture.
create table lecture_attendance (
  org_id bigint not null,
  lecture_id uuid not null,
  account_id uuid not null,
  how text not null check (how in ('code', 'list')),
  entered_by uuid,
  came_at timestamptz not null,
  primary key (org_id, lecture_id, account_id),
  foreign key (org_id, lecture_id) references lectures (org_id, lecture_id),
  foreign key (org_id, entered_by) references staff (org_id, staff_id),
  check ((how = 'list') = (entered_by is not null))
);
create index lecture_attendance_account on lecture_attendance (org_id, account_id);
comment on column lecture_attendance.how is 'code: the person typed the code that was shown there. list: a member of staff ticked them off.';
call tenant_table('lecture_attendance', 'select, insert, delete');
