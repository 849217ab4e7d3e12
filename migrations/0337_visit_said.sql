-- The day of the visits without network: when a team began, and when something was said on a phone that sent it later.
create table visit_starts (
  org_id bigint not null,
  visit_id uuid not null,
  said_by uuid not null,
  said_at timestamptz not null,
  primary key (org_id, visit_id),
  foreign key (org_id, visit_id) references visits (org_id, visit_id),
  foreign key (org_id, said_by) references staff (org_id, staff_id)
);
create index visit_starts_said_by on visit_starts (org_id, said_by);
comment on column visit_starts.said_at is 'Holds for the visit''s time of then: one that was moved to a later time has not begun.';

call tenant_table('visit_starts', 'select, insert, update');

alter table visit_records add column said_at timestamptz;
comment on column visit_records.said_at is 'When it was written on a phone without network; null: as it arrived. Versions are in the order of their arrival.';
