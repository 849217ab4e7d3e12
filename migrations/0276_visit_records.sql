-- V6: nothing that somebody wrote of a visit is overwritten. A second account of a visit stands beside the first, and a correction beside what it corrects.
create table visit_records (
  org_id bigint not null,
  record_id uuid not null,
  visit_id uuid not null,
  corrects uuid check (corrects <> record_id),
  written_by uuid not null,
  written_at timestamptz not null,
  primary key (org_id, record_id),
  foreign key (org_id, record_id) references vault_records (org_id, record_id),
  foreign key (org_id, visit_id) references visits (org_id, visit_id),
  foreign key (org_id, corrects) references visit_records (org_id, record_id),
  foreign key (org_id, written_by) references staff (org_id, staff_id)
);
create index visit_records_visit on visit_records (org_id, visit_id);
create index visit_records_corrects on visit_records (org_id, corrects);
comment on table visit_records is 'What was written of a visit, each text sealed in the vault under the same id.';
comment on column visit_records.corrects is 'The version that this one corrects. Null: an account of its own. Two corrections of one version both stand.';

call tenant_table('visit_records', 'select, insert');

insert into visit_records (org_id, record_id, visit_id, written_by, written_at)
select org_id, note_id, visit_id, changed_by, updated_at from visits where note_id is not null
on conflict do nothing;

comment on column visits.note_id is 'The first sealed account of the visit (V6). All of them: visit_records.';

-- What a correction leaves out is not due any more; its text stays in the version before.
grant delete on visit_follow_ups to xinqiao_app;
