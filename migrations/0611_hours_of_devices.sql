-- A device's row outlives its session, so it says in which hour somebody was there, and no more.
update devices set created_at = date_trunc('hour', created_at), seen_at = date_trunc('hour', seen_at);
comment on column devices.seen_at is 'The hour in which a session registered it last.';
