-- The time of the newest invitation that may have reached a person: a cancellation shows the time that they had.
alter table calendar_invites add column told_starts_at timestamp with time zone;
alter table calendar_invites add column told_ends_at timestamp with time zone;
comment on column calendar_invites.told_starts_at is 'When the event began in the newest invitation that may have left. Null: none did, or it left before this was kept.';
