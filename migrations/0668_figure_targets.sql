-- G4: what a bureau wants its schools to reach, in percent of students. Null: nothing is asked.
create table figure_targets (
  org_id bigint not null primary key,
  visited smallint check (visited between 1 and 100),
  contacted smallint check (contacted between 1 and 100),
  version integer not null,
  updated_at timestamptz not null
);
comment on column figure_targets.org_id is 'The bureau.';
comment on column figure_targets.visited is 'Students visited at home this school year.';
comment on column figure_targets.contacted is 'Students about whom somebody at home was contacted this term.';

call tenant_table('figure_targets', 'select, insert, update');
