-- A court's order that keeps a guardian from a child's matters (GLOSSARY: barred). The tie stays ended as long as the order stands.
alter table guardianships add column barred boolean not null default false;
comment on column guardianships.barred is 'A bar stands: nothing but lifting it brings the tie back.';
alter table guardianships add constraint guardianships_barred_ended check (not barred or ended_at is not null) not valid;

create table guardian_bars (
  org_id bigint not null,
  bar_id uuid not null,
  student_id uuid not null,
  guardian_id uuid not null,
  ordered_on date not null,
  paper_sealed bytea not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  lifted_by uuid,
  lifted_at timestamptz,
  primary key (org_id, bar_id),
  foreign key (org_id, student_id, guardian_id) references guardianships (org_id, student_id, guardian_id),
  check ((lifted_by is null) = (lifted_at is null))
);
create unique index guardian_bars_standing on guardian_bars (org_id, student_id, guardian_id) where lifted_at is null;
comment on column guardian_bars.ordered_on is 'The date of the court''s order.';
comment on column guardian_bars.paper_sealed is 'Court and number of the order, by the org''s key.';

call tenant_table('guardian_bars', 'select, insert, update');
