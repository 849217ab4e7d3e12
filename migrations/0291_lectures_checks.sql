-- The check of 0290, looked at apart so that events can be read meanwhile.
alter table calendar_events validate constraint calendar_events_kind_check;
