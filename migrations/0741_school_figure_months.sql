-- G4: how a bureau's schools went on, month by month. A school's daily count replaces its month's row until the month is over. Counts of what
-- adults owe alone: of confidential matters the difference of two months would be a count of its own, and soon of fewer than ten.
create table school_figure_months (
  org_id bigint not null,
  school_id bigint not null,
  month date not null check (extract(day from month) = 1),
  term date not null check (extract(day from term) = 1 and term <= month),
  counted_at timestamptz not null,
  students integer not null check (students >= 0),
  visited integer not null check (visited >= 0),
  contacted integer not null check (contacted >= 0),
  owed integer not null check (owed >= 0),
  primary key (org_id, school_id, month)
);
comment on column school_figure_months.org_id is 'The bureau.';
comment on column school_figure_months.month is 'Its first day, where the school is.';
comment on column school_figure_months.term is 'The first day of the term that the month is in.';
comment on column school_figure_months.visited is 'Students visited at home since the school year began.';
comment on column school_figure_months.contacted is 'Students about whom somebody at home was contacted since the term began.';

call tenant_table('school_figure_months', 'select, insert, update');
