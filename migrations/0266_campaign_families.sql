-- V8, V9: whom a campaign asked for times, and what they answered. The times themselves are their availability.
create table campaign_families (
  org_id bigint not null,
  campaign_id uuid not null,
  student_id uuid not null,
  asked_at timestamptz,
  answer text check (answer in ('times', 'call_me')),
  answered_by uuid,
  entered_by uuid,
  answered_at timestamptz,
  primary key (org_id, campaign_id, student_id),
  foreign key (org_id, campaign_id) references campaigns (org_id, campaign_id),
  foreign key (org_id, student_id) references students (org_id, student_id),
  foreign key (org_id, student_id, answered_by) references guardianships (org_id, student_id, guardian_id),
  foreign key (org_id, entered_by) references staff (org_id, staff_id),
  check ((answer is null) = (answered_at is null)),
  check ((answer is null) = (answered_by is null)),
  check (entered_by is null or answer is not null)
);
create index campaign_families_student on campaign_families (org_id, student_id);
comment on column campaign_families.asked_at is 'Null: the family was not asked by the campaign, but a teacher entered its answer.';
comment on column campaign_families.entered_by is 'The teacher who wrote down what the guardian said on the phone.';

call tenant_table('campaign_families', 'select, insert, update');
