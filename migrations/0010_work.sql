-- Tasks, messages and invites: what the worker needs beyond the first tables.

-- The relay's sweep looks for due work in every organisation at once.
-- Nobody has the table yet.
-- squawk-ignore require-concurrent-index-creation
create index tasks_sweep on tasks (due_at) where state in ('planned', 'handed');

-- A lease that lapsed counts as a failure, so that a task which kills its worker is given up one day.
grant select (failures), update (failures) on tasks to xinqiao_relay;

-- When a channel that said "later" is asked again.
alter table deliveries add column retry_at timestamptz;
-- Nobody has the table yet.
-- squawk-ignore constraint-missing-not-valid
alter table deliveries add constraint deliveries_later check (state <> 'later' or retry_at is not null);

-- `tried_sequence` is written before a mail leaves: after a crash between the two, the cancel still goes out.
alter table calendar_invites add column tried_sequence integer;
alter table calendar_invites add column unsent text check (unsent in ('no_mail', 'refused', 'expired'));
comment on column calendar_invites.unsent is 'Why the newest state was not mailed; the app shows the appointment anyway.';

-- Finished work is kept for a while, for questions, and then goes.
create function tasks_purge(p_before timestamptz) returns bigint
language sql security definer set search_path = public, pg_temp as $$
  with gone as (delete from tasks where state in ('done', 'cancelled', 'failed') and updated_at < p_before returning 1)
  select count(*) from gone
$$;
grant execute on function tasks_purge(timestamptz) to xinqiao_app;
