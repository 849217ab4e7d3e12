-- N3: a calendar also says which days have a theme, such as May (5.25) and October (10.10). A theme changes nobody's hours.
-- squawk-ignore ban-drop-constraint
alter table school_calendar_entries drop constraint school_calendar_entries_kind_check;
alter table school_calendar_entries add constraint school_calendar_entries_kind_check
  check (kind in ('term', 'closed', 'workday', 'exam', 'theme')) not valid;
