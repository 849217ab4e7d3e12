-- V6: what the family is meant to know of a visit: agreed steps and what was recommended, written apart from the sealed record. Guardians confirm it or
-- add their word. A new version stands beside the one before.
create table visit_agreements (
  org_id bigint not null,
  agreement_id uuid not null,
  visit_id uuid not null,
  text_sealed bytea not null,
  written_by uuid not null,
  written_at timestamptz not null,
  primary key (org_id, agreement_id),
  foreign key (org_id, visit_id) references visits (org_id, visit_id),
  foreign key (org_id, written_by) references staff (org_id, staff_id)
);
create index visit_agreements_visit on visit_agreements (org_id, visit_id, written_at);

create table visit_agreement_answers (
  org_id bigint not null,
  agreement_id uuid not null,
  guardian_id uuid not null,
  confirmed_at timestamptz,
  word_sealed bytea,
  answered_at timestamptz not null,
  primary key (org_id, agreement_id, guardian_id),
  foreign key (org_id, agreement_id) references visit_agreements (org_id, agreement_id),
  foreign key (org_id, guardian_id) references guardians (org_id, guardian_id),
  check (confirmed_at is not null or word_sealed is not null)
);

call tenant_table('visit_agreements', 'select, insert');
call tenant_table('visit_agreement_answers', 'select, insert, update');
