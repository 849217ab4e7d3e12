-- A visit at home that is not reported as over: who said that all is well, and which duty persons were told and looked.
create table visit_all_clears (
  org_id bigint not null,
  visit_id uuid not null,
  said_by uuid not null,
  said_at timestamptz not null,
  primary key (org_id, visit_id),
  foreign key (org_id, visit_id) references visits (org_id, visit_id),
  foreign key (org_id, said_by) references staff (org_id, staff_id)
);
create index visit_all_clears_said_by on visit_all_clears (org_id, said_by);
comment on column visit_all_clears.said_at is 'Holds for the visit''s time of then: one that was moved to a later time is watched again.';

create table visit_alerts (
  org_id bigint not null,
  visit_id uuid not null,
  staff_id uuid not null,
  told_at timestamptz not null,
  opened_at timestamptz,
  primary key (org_id, visit_id, staff_id),
  foreign key (org_id, visit_id) references visits (org_id, visit_id),
  foreign key (org_id, staff_id) references staff (org_id, staff_id)
);
create index visit_alerts_staff on visit_alerts (org_id, staff_id);

call tenant_table('visit_all_clears', 'select, insert, update');
call tenant_table('visit_alerts', 'select, insert, update');
