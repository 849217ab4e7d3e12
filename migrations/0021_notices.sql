-- N1, N5: notices of a school, whom they reached, and who opened, acknowledged or signed them.

create table notices (
  org_id bigint not null,
  notice_id uuid not null default uuidv7(),
  author_id uuid not null,
  kind text not null check (kind in ('information', 'acknowledge', 'sign')),
  title_zh text not null check (char_length(title_zh) between 1 and 80),
  body_zh text not null check (char_length(body_zh) between 1 and 4000),
  title_en text check (char_length(title_en) between 1 and 80),
  body_en text check (char_length(body_en) between 1 and 4000),
  answer_by timestamptz,
  scope text not null check (scope in ('classes', 'grades', 'school')),
  class_ids uuid[] not null check (cardinality(class_ids) <= 100),
  grades text[] not null check (cardinality(grades) <= 20),
  parts text[] not null check (parts <@ '{guardian,student,staff}' and cardinality(parts) between 1 and 3),
  state text not null check (state in ('draft', 'scheduled', 'sent', 'withdrawn', 'cancelled')),
  send_at timestamptz,
  scheduled_by uuid,
  sent_at timestamptz,
  withdrawn_at timestamptz,
  reminded_at timestamptz,
  reached_class_ids uuid[] not null default '{}',
  reached_people integer not null default 0,
  reached_pupils integer not null default 0,
  chunks integer not null default 0,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (org_id, notice_id),
  foreign key (org_id, author_id) references staff (org_id, staff_id),
  foreign key (org_id, scheduled_by) references staff (org_id, staff_id),
  check ((title_en is null) = (body_en is null)),
  check (kind <> 'information' or answer_by is null),
  check ((scope = 'classes') = (cardinality(class_ids) > 0)),
  check ((scope = 'grades') = (cardinality(grades) > 0)),
  check (state <> 'draft' or send_at is null),
  check (state not in ('scheduled', 'sent', 'withdrawn') or (send_at is not null and scheduled_by is not null)),
  check ((state in ('sent', 'withdrawn')) = (sent_at is not null)),
  check ((state = 'withdrawn') = (withdrawn_at is not null)),
  check (reminded_at is null or (sent_at is not null and kind <> 'information')),
  check (state in ('sent', 'withdrawn') or (chunks = 0 and reached_people = 0))
);
comment on column notices.class_ids is 'As the author chose them; `reached_class_ids` are the classes it stood for when it was sent.';
comment on column notices.scheduled_by is 'Who let it out: must still be allowed to when its time comes.';
comment on column notices.title_zh is 'Stands on lock screens: an ordinary notice is never confidential.';

-- Frozen when a notice is sent, one row a person; guardians of several children once. What a person is shown is checked
-- against today's roster on top of it.
create table notice_recipients (
  org_id bigint not null,
  notice_id uuid not null,
  account_id uuid not null,
  student_ids uuid[] not null,
  as_staff boolean not null,
  chunk integer not null check (chunk >= 0),
  sent_at timestamptz not null,
  language text check (language in ('zh-CN', 'en')),
  delivered_at timestamptz,
  opened_at timestamptz,
  acknowledged_at timestamptz,
  signed_at timestamptz,
  primary key (org_id, notice_id, account_id),
  foreign key (org_id, notice_id) references notices (org_id, notice_id),
  check (as_staff or cardinality(student_ids) > 0),
  check ((opened_at is null) = (language is null)),
  check (acknowledged_at is null or opened_at is not null),
  check (signed_at is null or opened_at is not null)
);
create index notice_recipients_chunk on notice_recipients (org_id, notice_id, chunk);
create index notice_recipients_mine on notice_recipients (org_id, account_id, sent_at desc, notice_id desc);
comment on column notice_recipients.student_ids is 'The pupils for whom the person was told; a pupil stands for themself; none for staff.';
comment on column notice_recipients.language is 'In which wording the person first read it.';
comment on column notice_recipients.delivered_at is 'When it came into the person''s inbox and went to their phone.';
comment on column notice_recipients.sent_at is 'The notice''s own, kept here so that a person''s notices are one range of one index.';
comment on column notice_recipients.signed_at is 'When it was signed for all of the person''s children.';

-- A signature: who signed, for which pupil, with the name as typed. Never changed.
create table notice_signatures (
  org_id bigint not null,
  notice_id uuid not null,
  account_id uuid not null,
  student_id uuid not null,
  name text not null check (char_length(name) between 1 and 50),
  language text not null check (language in ('zh-CN', 'en')),
  signed_at timestamptz not null,
  primary key (org_id, notice_id, account_id, student_id),
  foreign key (org_id, notice_id, account_id) references notice_recipients (org_id, notice_id, account_id)
);
comment on column notice_signatures.student_id is 'For whom; a member of staff signs for themself.';

call tenant_table('notices', 'select, insert, update');
call tenant_table('notice_recipients', 'select, insert, update');
call tenant_table('notice_signatures', 'select, insert');
