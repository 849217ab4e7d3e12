-- V9: the plan of a campaign, one at a time, and what its teacher wishes of it.
create table campaign_plans (
  org_id bigint not null,
  campaign_id uuid not null,
  plan_id uuid not null,
  state text not null check (state in ('solving', 'ready', 'failed', 'cancelled', 'applied')),
  asked_by uuid not null,
  made_for bytea,
  result bytea,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (org_id, campaign_id),
  foreign key (org_id, campaign_id) references campaigns (org_id, campaign_id),
  foreign key (org_id, asked_by) references staff (org_id, staff_id),
  check ((result is null) = (made_for is null)),
  check ((state in ('ready', 'applied')) = (result is not null))
);
comment on column campaign_plans.made_for is 'Digests of everything that the plan rests on, to say what has changed since.';
comment on column campaign_plans.result is 'Ids, times and minutes; no name, no address.';

create table campaign_wishes (
  org_id bigint not null,
  campaign_id uuid not null,
  student_id uuid not null,
  excluded boolean not null,
  pinned_to uuid,
  primary key (org_id, campaign_id, student_id),
  foreign key (org_id, campaign_id) references campaigns (org_id, campaign_id),
  foreign key (org_id, student_id) references students (org_id, student_id),
  check (not (excluded and pinned_to is not null))
);
comment on column campaign_wishes.pinned_to is 'The evening of the plan on which this family is visited.';

call tenant_table('campaign_plans', 'select, insert, update');
call tenant_table('campaign_wishes', 'select, insert, update');
