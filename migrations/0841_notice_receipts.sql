-- N5: what somebody opened or acknowledged was so for certain children, at a time. A row a person said it for the children they have on the day
-- of the last opening, so a child who joined later counted as answered for, and an answer went with the tie.
create table notice_receipts (
  org_id bigint not null,
  notice_id uuid not null,
  account_id uuid not null,
  student_id uuid not null,
  edition integer not null,
  opened_at timestamptz not null,
  language text not null check (language in ('zh-CN', 'en')),
  acknowledged_at timestamptz,
  acknowledged_in text check (acknowledged_in in ('zh-CN', 'en')),
  number_moved_at timestamptz,
  primary key (org_id, notice_id, account_id, student_id, edition),
  foreign key (org_id, notice_id, account_id, edition) references notice_recipients (org_id, notice_id, account_id, edition),
  check ((acknowledged_at is null) = (acknowledged_in is null))
);
comment on table notice_receipts is 'Who opened and acknowledged an edition of a notice, for whom. No row is ever taken away.';
comment on column notice_receipts.student_id is 'For whom; a member of staff stands for themself.';
comment on column notice_receipts.language is 'In which wording the person first read it.';
comment on column notice_receipts.acknowledged_in is 'In which wording it was acknowledged.';
call tenant_table('notice_receipts', 'select, insert, update');

-- What stands for whom is taken over as far as it was known: for the children of the last opening.
insert into notice_receipts (org_id, notice_id, account_id, student_id, edition, opened_at, language, acknowledged_at, acknowledged_in, number_moved_at)
select r.org_id, r.notice_id, r.account_id, u.id, r.edition, r.opened_at, r.language, r.acknowledged_at,
  case when r.acknowledged_at is not null then r.language end, r.number_moved_at
from notice_recipients r
cross join lateral unnest(case when r.as_staff then r.student_ids || r.account_id else r.student_ids end) as u (id)
where r.opened_at is not null and r.language is not null
on conflict (org_id, notice_id, account_id, student_id, edition) do nothing;

comment on column notice_recipients.student_ids is 'The students for whom the person received or opened it, which only grow; a student stands for themself; none for staff.';
comment on column notice_recipients.acknowledged_at is 'No longer written or read: notice_receipts has it for each child.';
comment on column notice_recipients.signed_at is 'No longer written or read: notice_signatures has it for each child.';
comment on column notice_recipients.number_moved_at is 'No longer written or read: notice_receipts has it.';
