-- N8: lectures in numbered series, their recordings, who opened them, and what people say after a lecture.
create table lecture_series (
  org_id bigint not null,
  series_id uuid not null,
  title_zh text not null check (char_length(title_zh) between 1 and 80),
  title_en text check (char_length(title_en) between 1 and 80),
  ended_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (org_id, series_id)
);
comment on column lecture_series.ended_at is 'From when no further lecture is put into it. Those in it stay.';

create table lecture_settings (
  org_id bigint not null primary key,
  recording_hosts text[] not null check (cardinality(recording_hosts) <= 20),
  version integer not null,
  updated_at timestamptz not null
);
comment on column lecture_settings.recording_hosts is 'Sites on which recordings may be, each with its subdomains.';

create table lecture_library (
  org_id bigint not null,
  lecture_id uuid not null,
  series_id uuid,
  number smallint check (number between 1 and 999),
  recording text check (char_length(recording) <= 500 and recording like 'https://%'),
  version integer not null,
  updated_at timestamptz not null,
  primary key (org_id, lecture_id),
  foreign key (org_id, lecture_id) references lectures (org_id, lecture_id),
  foreign key (org_id, series_id) references lecture_series (org_id, series_id),
  check ((series_id is null) = (number is null))
);
create unique index lecture_library_number on lecture_library (org_id, series_id, number) where series_id is not null;

create table lecture_views (
  org_id bigint not null,
  lecture_id uuid not null,
  account_id uuid not null,
  viewed_at timestamptz not null,
  primary key (org_id, lecture_id, account_id),
  foreign key (org_id, lecture_id) references lectures (org_id, lecture_id)
);
comment on table lecture_views is 'Who opened a recording, once each: views are people.';

-- Who answered and what was answered stand apart, and the latter has no rows of single answers.
create table lecture_feedback_given (
  org_id bigint not null,
  lecture_id uuid not null,
  account_id uuid not null,
  primary key (org_id, lecture_id, account_id),
  foreign key (org_id, lecture_id) references lectures (org_id, lecture_id)
);

create table lecture_feedback (
  org_id bigint not null,
  lecture_id uuid not null,
  shown integer[] not null check (cardinality(shown) = 9),
  waiting integer[] not null check (cardinality(waiting) = 9),
  primary key (org_id, lecture_id),
  foreign key (org_id, lecture_id) references lectures (org_id, lecture_id)
);
comment on column lecture_feedback.shown is 'Answers that staff see: yes, partly and no to each of three questions.';
comment on column lecture_feedback.waiting is 'Answers that are too few to be shown. They are added to the others five people at a time.';

call tenant_table('lecture_series', 'select, insert, update');
call tenant_table('lecture_settings', 'select, insert, update');
call tenant_table('lecture_library', 'select, insert, update');
call tenant_table('lecture_views', 'select, insert');
call tenant_table('lecture_feedback_given', 'select, insert');
call tenant_table('lecture_feedback', 'select, insert, update');
