-- School calendars (校历): an organisation's own days on top of the national table, and the hours in which visits may be.
create table school_calendar_entries (
  org_id bigint not null,
  entry_id uuid not null default uuidv7(),
  batch_id uuid not null,
  kind text not null check (kind in ('term', 'closed', 'workday', 'exam')),
  first_day date not null,
  last_day date not null check (last_day >= first_day),
  follows_weekday smallint check (follows_weekday between 1 and 7),
  name text not null check (char_length(name) between 1 and 40),
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (org_id, entry_id),
  check (kind = 'workday' or follows_weekday is null)
);
comment on column school_calendar_entries.batch_id is 'Entries that were added together.';
comment on column school_calendar_entries.follows_weekday is 'On a make-up workday: which weekday''s timetable it has, ISO 8601; null when not known.';

create table school_calendar_settings (
  org_id bigint not null,
  national_days boolean not null,
  visit_from smallint not null check (visit_from between 0 and 1439),
  visit_until smallint not null check (visit_until between 1 and 1440),
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (org_id),
  check (visit_until > visit_from)
);
comment on table school_calendar_settings is 'A row once they were changed; until then the defaults of the kind of organisation hold.';
comment on column school_calendar_settings.visit_from is 'Minutes of the day; a visit begins no earlier and ends no later than visit_until.';

call tenant_table('school_calendar_entries', 'select, insert, update, delete');
call tenant_table('school_calendar_settings', 'select, insert, update');
