-- N3, N4, N9: a school's publicity and education work, line by line, and the returns it files of it.
create table publicity_events (
  org_id bigint not null,
  event_id uuid not null,
  kind text not null check (kind in ('lecture', 'live_stream', 'article', 'booklet', 'board', 'audio_video', 'class_meeting',
    'drama', 'poster', 'quality_training', 'micro_lesson', 'salon')),
  held_on date not null,
  topic text not null check (char_length(topic) between 1 and 80),
  audience text not null check (char_length(audience) <= 60),
  count integer not null check (count between 1 and 100000),
  people integer not null check (people between 0 and 10000000),
  place text not null check (char_length(place) <= 120),
  materials text not null check (char_length(materials) <= 200),
  link text check (char_length(link) <= 500 and link like 'https://%'),
  lecture_id uuid,
  entered_by uuid not null,
  ended_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (org_id, event_id),
  foreign key (org_id, lecture_id) references lectures (org_id, lecture_id),
  foreign key (org_id, entered_by) references staff (org_id, staff_id)
);
create index publicity_events_day on publicity_events (org_id, held_on, event_id);
create unique index publicity_events_lecture on publicity_events (org_id, lecture_id) where ended_at is null;
comment on column publicity_events.count is 'How many of the kind: lectures held, booklets made, boards shown.';
comment on column publicity_events.lecture_id is 'The lecture that it was: one lecture is one line, so it is not counted twice.';
comment on column publicity_events.ended_at is 'When it was taken out of the log.';

-- Figures that come late are a further edition: what was filed is never overwritten, and the app may not update a row.
create table publicity_returns (
  org_id bigint not null,
  period text not null check (period in ('month', 'quarter', 'year')),
  first_day date not null,
  edition integer not null check (edition between 1 and 1000),
  return_id uuid not null,
  due_on date not null,
  filed_on date not null,
  filed_at timestamptz not null,
  first_filed_on date not null,
  filed_by uuid not null,
  kinds text[] not null check (cardinality(kinds) <= 50),
  counts bigint[] not null,
  people bigint[] not null,
  primary key (org_id, period, first_day, edition),
  unique (org_id, return_id),
  foreign key (org_id, filed_by) references staff (org_id, staff_id),
  check (cardinality(counts) = cardinality(kinds) and cardinality(people) = cardinality(kinds))
);
create index publicity_returns_filed on publicity_returns (org_id, filed_at);

-- The same in each bureau above the school, without who filed it.
create table school_publicity_returns (
  org_id bigint not null,
  school_id bigint not null,
  period text not null check (period in ('month', 'quarter', 'year')),
  first_day date not null,
  edition integer not null check (edition between 1 and 1000),
  due_on date not null,
  filed_on date not null,
  filed_at timestamptz not null,
  first_filed_on date not null,
  kinds text[] not null check (cardinality(kinds) <= 50),
  counts bigint[] not null,
  people bigint[] not null,
  primary key (org_id, school_id, period, first_day, edition)
);
create index school_publicity_returns_period on school_publicity_returns (org_id, period, first_day);

create table publicity_settings (
  org_id bigint not null primary key,
  periods text[] not null check (periods <@ '{month,quarter,year}' and cardinality(periods) <= 3),
  due_after smallint not null check (due_after between 1 and 60),
  version integer not null,
  updated_at timestamptz not null
);
comment on column publicity_settings.periods is 'For which periods a bureau asks returns of its schools. At a school: what its nearest bureau says.';
comment on column publicity_settings.due_after is 'Days after the end of a period, the last of which is the day by which its return is filed.';

call tenant_table('publicity_events', 'select, insert, update');
call tenant_table('publicity_returns', 'select, insert');
call tenant_table('school_publicity_returns', 'select, insert');
call tenant_table('publicity_settings', 'select, insert, update');
