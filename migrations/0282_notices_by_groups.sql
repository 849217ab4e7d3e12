-- A notice names groups, and whom it reaches is asked each time. Rows of people are receipts.
alter table notices add column groups text[] not null default '{}';
alter table notices add column except_groups text[] not null default '{}';
comment on column notices.groups is 'What the chosen audience is called by the roster, as in broadcasts.groups.';
comment on column notices.chunks is 'Of notices sent before broadcasts existed, whose people were told chunk by chunk.';
comment on column notice_recipients.student_ids is 'The students for whom the person received it when they opened it; a student stands for themself; none for staff.';

update notices set groups = case scope when 'school' then '{school}'
  when 'grades' then array(select 'grade:' || g from unnest(grades) as g)
  else array(select 'class:' || c from unnest(class_ids) as c) end;

-- What was sent before stays where its readers find it. Their inboxes have it as a message already.
insert into broadcasts (org_id, broadcast_id, key, template, params, importance, groups, except_groups, parts, in_inbox, people,
  expires_at, recalled_at, created_at)
select org_id, notice_id, 'notice:' || notice_id, 'notice',
  jsonb_build_object('noticeId', notice_id, 'titleZh', title_zh, 'titleEn', coalesce(title_en, title_zh)), 'normal', groups, '{}',
  parts, false, audience_people, sent_at, withdrawn_at, sent_at
from notices where sent_at is not null;
insert into broadcast_groups (org_id, name, visible_at, broadcast_id)
select n.org_id, u.name, n.sent_at, n.notice_id from notices n cross join lateral unnest(n.groups) as u (name) where n.sent_at is not null;
insert into broadcast_reads (org_id, broadcast_id, account_id, read_at)
select org_id, notice_id, account_id, opened_at from notice_recipients where opened_at is not null;
