-- Lectures of before name no entry of the calendar.
alter table lectures validate constraint lectures_occasion_check;
