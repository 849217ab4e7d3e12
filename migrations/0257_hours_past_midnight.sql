-- Hours and exceptions may end at midnight, and on the next day: an end of 00:00 is 24:00, an earlier one than the start is the next day's.
-- squawk-ignore ban-drop-constraint
alter table counsellor_hours drop constraint counsellor_hours_check;
alter table counsellor_hours add constraint counsellor_hours_check check (to_time <> from_time or to_time = '00:00') not valid;
-- squawk-ignore ban-drop-constraint
alter table hour_exceptions drop constraint hour_exceptions_check;
alter table hour_exceptions add constraint hour_exceptions_check check (to_time <> from_time or to_time = '00:00') not valid;
comment on column counsellor_hours.to_time is '00:00 is 24:00; earlier than from_time: on the next day.';
comment on column hour_exceptions.to_time is '00:00 is 24:00; earlier than from_time: on the next day.';
