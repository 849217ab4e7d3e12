-- A bureau's notice is corrected by a next edition, which a second officer approves like the first.
alter table bureau_notices add column edition integer not null default 1 check (edition >= 1);
alter table bureau_notices add column corrected_at timestamptz;

create table bureau_notice_editions (
  org_id bigint not null,
  bureau_notice_id uuid not null,
  edition integer not null check (edition >= 1),
  title_zh text not null check (char_length(title_zh) between 1 and 80),
  body_zh text not null check (char_length(body_zh) between 1 and 4000),
  title_en text check (char_length(title_en) between 1 and 80),
  body_en text check (char_length(body_en) between 1 and 4000),
  answer_by timestamptz,
  submitted_by uuid not null,
  submitted_at timestamptz not null,
  approved_by uuid,
  approved_at timestamptz,
  primary key (org_id, bureau_notice_id, edition),
  foreign key (org_id, bureau_notice_id) references bureau_notices (org_id, bureau_notice_id),
  foreign key (org_id, submitted_by) references staff (org_id, staff_id),
  foreign key (org_id, approved_by) references staff (org_id, staff_id),
  check ((title_en is null) = (body_en is null)),
  check ((approved_by is null) = (approved_at is null)),
  check (approved_by <> submitted_by)
);
create index bureau_notice_editions_waiting on bureau_notice_editions (org_id) where approved_by is null;
comment on table bureau_notice_editions is 'What a corrected notice said and says, and a correction that waits for a second officer (not approved yet).';
call tenant_table('bureau_notice_editions', 'select, insert, update, delete');
