-- A centre has no roster of the schools that it serves. Such a school says whose tie to a client ended, so that the guardian hears no more here.
create table client_ties_ended (
  org_id bigint not null,
  student_id uuid not null,
  guardian_id uuid not null,
  ended_at timestamptz not null,
  primary key (org_id, student_id, guardian_id)
);
comment on table client_ties_ended is 'Of a centre: a guardian is tied no more to a student whom it served. No reason; a booking made after a new tie is not touched.';
call tenant_table('client_ties_ended', 'select, insert, update');
