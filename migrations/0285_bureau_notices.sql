-- N1, G4: a bureau's notice to the families and staff of its schools. It stands in the bureau; each school gets a notice of its own,
-- in a transaction of its own, under the same id.
create table bureau_notices (
  org_id bigint not null,
  bureau_notice_id uuid not null,
  author_id uuid not null,
  kind text not null check (kind in ('information', 'acknowledge', 'sign')),
  title_zh text not null check (char_length(title_zh) between 1 and 80),
  body_zh text not null check (char_length(body_zh) between 1 and 4000),
  title_en text check (char_length(title_en) between 1 and 80),
  body_en text check (char_length(body_en) between 1 and 4000),
  answer_by timestamptz,
  places bigint[] not null check (cardinality(places) between 1 and 200),
  except_places bigint[] not null check (cardinality(except_places) <= 200),
  parts text[] not null check (parts <@ '{guardian,student,staff}' and cardinality(parts) between 1 and 3),
  state text not null check (state in ('draft', 'submitted', 'approved', 'sent', 'recalled', 'cancelled')),
  changed_by uuid not null,
  submitted_by uuid,
  submitted_at timestamptz,
  approved_by uuid,
  approved_at timestamptz,
  sent_at timestamptz,
  recalled_by uuid,
  recalled_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (org_id, bureau_notice_id),
  foreign key (org_id, author_id) references staff (org_id, staff_id),
  foreign key (org_id, changed_by) references staff (org_id, staff_id),
  foreign key (org_id, submitted_by) references staff (org_id, staff_id),
  foreign key (org_id, approved_by) references staff (org_id, staff_id),
  foreign key (org_id, recalled_by) references staff (org_id, staff_id),
  check ((title_en is null) = (body_en is null)),
  check (kind <> 'information' or answer_by is null),
  check ((submitted_by is null) = (submitted_at is null)),
  check ((approved_by is null) = (approved_at is null)),
  check (state not in ('submitted', 'approved', 'sent', 'recalled') or submitted_by is not null),
  check (state not in ('approved', 'sent', 'recalled')
    or (approved_by is not null and approved_by <> submitted_by and approved_by <> changed_by)),
  check ((state in ('sent', 'recalled')) = (sent_at is not null)),
  check ((state = 'recalled') = (recalled_at is not null))
);
comment on column bureau_notices.places is 'The bureau itself, bureaus below it or schools: it goes to all schools at or below them, also to those that join later.';
comment on column bureau_notices.changed_by is 'Who last changed what it says or to whom it goes. Never who approves it.';

create table bureau_notice_schools (
  org_id bigint not null,
  bureau_notice_id uuid not null,
  school_id bigint not null,
  people integer not null default 0,
  opened integer not null default 0,
  answered integer not null default 0,
  sent_at timestamptz,
  recalled_at timestamptz,
  counted_at timestamptz,
  primary key (org_id, bureau_notice_id, school_id),
  foreign key (org_id, bureau_notice_id) references bureau_notices (org_id, bureau_notice_id)
);
comment on table bureau_notice_schools is 'How far it is at each school: counts of people, as the school counted them.';

call tenant_table('bureau_notices', 'select, insert, update');
call tenant_table('bureau_notice_schools', 'select, insert, update');

-- A school's own copy has no author there.
-- squawk-ignore ban-drop-not-null
alter table notices alter column author_id drop not null;
alter table notices add column from_org_id bigint;
alter table notices add column from_zh text;
alter table notices add column from_en text;
comment on column notices.from_org_id is 'The bureau that sent it: nobody at the school changes it or takes it back.';
-- squawk-ignore ban-drop-constraint
alter table notices drop constraint notices_check5;
-- squawk-ignore constraint-missing-not-valid
alter table notices add constraint notices_released check (
  state not in ('scheduled', 'sent', 'withdrawn') or (send_at is not null and (scheduled_by is not null or from_org_id is not null)));
-- squawk-ignore constraint-missing-not-valid
alter table notices add constraint notices_from check (
  (author_id is null) = (from_org_id is not null) and (from_org_id is null) = (from_zh is null) and (from_org_id is null) = (from_en is null));
