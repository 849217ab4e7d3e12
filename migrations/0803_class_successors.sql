-- N1: which class went on as which when a school year was opened, so that a list of classes can follow them.
create table class_successors (
  org_id bigint not null,
  class_id uuid not null,
  next_class_id uuid not null,
  created_at timestamptz not null,
  primary key (org_id, class_id, next_class_id),
  foreign key (org_id, class_id) references classes (org_id, class_id),
  foreign key (org_id, next_class_id) references classes (org_id, class_id),
  check (class_id <> next_class_id)
);
comment on table class_successors is 'None of a class that graduated or ended with its students, nor of one that is open: undoing a school year takes its rows away.';

call tenant_table('class_successors', 'select, insert, delete');
