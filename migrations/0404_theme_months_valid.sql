-- 0403 added it without reading the table.
alter table school_calendar_entries validate constraint school_calendar_entries_kind_check;
