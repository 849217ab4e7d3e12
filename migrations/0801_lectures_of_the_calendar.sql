-- N2, N3: a lecture names the theme month, term or exam weeks of the school calendar that it belongs to, or one of the program's occasions.
alter table lectures add column calendar_entry_id uuid;
comment on column lectures.calendar_entry_id is 'An entry of school_calendar_entries. No key: a lecture whose entry left the calendar simply names none any more.';
alter table lectures add constraint lectures_occasion_check check (theme is null or calendar_entry_id is null) not valid;
