-- Single messages show in the budget from the day after they left on.
alter table sms_spent add column counted_on date, add column parts_before integer not null default 0;
comment on column sms_spent.counted_on is 'The last day, by the organisation''s time zone, on which single messages were added.';
comment on column sms_spent.parts_before is 'What `parts` was when that day began.';
comment on column deliveries.sms_parts is 'SMS that this one counts as, once it has left.';
