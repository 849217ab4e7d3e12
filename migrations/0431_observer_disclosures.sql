-- Above the class teacher two custodians learn together who reported something: one asks, with a reason, and another agrees.
-- It names the custodians and never the observer. `until`: the last moment to agree, and then the last moment to look.
create table observer_disclosures (
  org_id bigint not null,
  disclosure_id uuid not null,
  observation_id uuid not null,
  reason_id uuid not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  agreed_by uuid,
  agreed_at timestamptz,
  opened_on date,
  until timestamptz not null,
  ended text check (ended in ('withdrawn', 'refused', 'lapsed', 'over')),
  primary key (org_id, disclosure_id),
  foreign key (org_id, observation_id) references observations (org_id, observation_id),
  check (agreed_by <> asked_by),
  check ((agreed_by is null) = (agreed_at is null)),
  check (opened_on is null or agreed_by is not null)
);
comment on column observer_disclosures.reason_id is 'The sealed reason, for the custodians who may agree.';
comment on column observer_disclosures.opened_on is 'The day on which one of the two first looked; the observer is shown it.';
comment on column observer_disclosures.ended is 'How it ended; null while somebody may agree or look.';
-- One at a time for a report.
create unique index observer_disclosures_open on observer_disclosures (org_id, observation_id) where ended is null;
create index observer_disclosures_observation on observer_disclosures (org_id, observation_id);

call tenant_table('observer_disclosures', 'select, insert, update');
