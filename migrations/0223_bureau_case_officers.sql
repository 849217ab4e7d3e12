-- Owners at a school see the names of the officers who opened their case: the bureau's staff are another tenant's rows.
create table bureau_case_officers (
  org_id bigint not null,
  observation_id uuid not null,
  account_id uuid not null,
  name text not null,
  primary key (org_id, observation_id, account_id),
  foreign key (org_id, observation_id) references observations (org_id, observation_id)
);
comment on table bureau_case_officers is 'Of a school: which officers of its bureau acted in a case, by the name that they had then.';
call tenant_table('bureau_case_officers', 'select, insert');
