-- V11: parent committees and parent schools: their members for a term of office, and the meetings and courses of each.
create table parent_groups (
  org_id bigint not null,
  group_id uuid not null,
  kind text not null check (kind in ('committee', 'school')),
  class_id uuid,
  name text not null check (char_length(name) between 1 and 40),
  first_day date not null,
  last_day date not null,
  ended_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (org_id, group_id),
  foreign key (org_id, class_id) references classes (org_id, class_id),
  check (last_day >= first_day)
);
create index parent_groups_day on parent_groups (org_id, last_day);
comment on column parent_groups.class_id is 'Null: of the whole school.';

create table parent_group_members (
  org_id bigint not null,
  member_id uuid not null,
  group_id uuid not null,
  guardian_id uuid not null,
  role text not null check (role in ('chair', 'deputy', 'member')),
  since timestamptz not null,
  ended_at timestamptz,
  how text check (how in ('left', 'barred', 'taken_out')),
  primary key (org_id, member_id),
  foreign key (org_id, group_id) references parent_groups (org_id, group_id),
  foreign key (org_id, guardian_id) references guardians (org_id, guardian_id),
  check ((ended_at is null) = (how is null))
);
create unique index parent_group_members_open on parent_group_members (org_id, group_id, guardian_id) where ended_at is null;
create index parent_group_members_guardian on parent_group_members (org_id, guardian_id) where ended_at is null;
comment on column parent_group_members.how is 'left: no child of theirs is in the group''s class or school any more. barred: by a court''s order. taken_out: by staff.';

create table parent_group_meetings (
  org_id bigint not null,
  meeting_id uuid not null,
  group_id uuid not null,
  kind text not null check (kind in ('meeting', 'course')),
  held_on date not null,
  topic text not null check (char_length(topic) between 1 and 80),
  lecture_id uuid,
  guests integer not null check (guests between 0 and 100000),
  came uuid[] not null check (cardinality(came) <= 200),
  entered_by uuid not null,
  ended_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (org_id, meeting_id),
  foreign key (org_id, group_id) references parent_groups (org_id, group_id),
  foreign key (org_id, lecture_id) references lectures (org_id, lecture_id),
  foreign key (org_id, entered_by) references staff (org_id, staff_id)
);
create index parent_group_meetings_day on parent_group_meetings (org_id, group_id, held_on);
comment on column parent_group_meetings.came is 'The members who came.';
comment on column parent_group_meetings.guests is 'How many others came, such as the families of a course.';
comment on column parent_group_meetings.ended_at is 'When it was taken out.';

call tenant_table('parent_groups', 'select, insert, update');
call tenant_table('parent_group_members', 'select, insert, update');
call tenant_table('parent_group_meetings', 'select, insert, update');
