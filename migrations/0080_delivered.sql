-- Until now notice_recipients.delivered_at said when a notice was handed to the messages, not whether it came.
-- Nobody but the sending task reads it, and it changes in the same release.
-- squawk-ignore renaming-column
alter table notice_recipients rename column delivered_at to told_at;
comment on column notice_recipients.told_at is 'When the message about it was handed over: it is in the person''s inbox, and channels are tried. Whether it came is message_people.delivered_at.';

alter table message_people add column delivered_at timestamptz;
comment on column message_people.delivered_at is 'When a channel first reported that it took the message for this person, or when the person read it, whichever came first. Null: neither yet.';
