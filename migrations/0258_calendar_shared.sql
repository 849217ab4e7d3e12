-- School calendars: entries that a bureau shares with its schools, and where an entry came from. The roster's own terms were never used.
alter table school_calendar_entries add column source text;
alter table school_calendar_entries add constraint school_calendar_entries_source_check check (char_length(source) between 1 and 100) not valid;
alter table school_calendar_entries add column from_org_id bigint;
alter table school_calendar_entries add column for_schools boolean not null default false;
comment on column school_calendar_entries.source is 'The name of the file that the entry was read from; null when somebody wrote it by hand.';
comment on column school_calendar_entries.from_org_id is 'The bureau whose entry this is a copy of, with the same id; null for the organisation''s own.';
comment on column school_calendar_entries.for_schools is 'A bureau''s entry that its schools and centres get as well.';
-- squawk-ignore ban-drop-table
drop table terms;
