-- A family's times and a campaign's hours may end with the day: an end of 00:00 is 24:00, as in counsellor_hours.
-- squawk-ignore ban-drop-constraint
alter table visit_availability drop constraint visit_availability_check;
alter table visit_availability add constraint visit_availability_check check (to_time > from_time or to_time = '00:00') not valid;
-- squawk-ignore ban-drop-constraint
alter table campaign_hours drop constraint campaign_hours_check;
alter table campaign_hours add constraint campaign_hours_check check (to_time > from_time or to_time = '00:00') not valid;
comment on column visit_availability.to_time is '00:00 is 24:00.';
comment on column campaign_hours.to_time is '00:00 is 24:00.';
