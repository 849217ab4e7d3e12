-- What is kept for a while and then removed, daily.

create or replace function idempotency_purge(p_before timestamptz) returns bigint
language sql security definer set search_path = public, pg_temp as $$
  with gone as (delete from idempotency where created_at < p_before returning 1) select count(*) from gone
$$;

-- Finished work is kept for a while, for questions, and then goes.
create or replace function tasks_purge(p_before timestamptz) returns bigint
language sql security definer set search_path = public, pg_temp as $$
  with gone as (delete from tasks where state in ('done', 'cancelled', 'failed') and updated_at < p_before returning 1)
  select count(*) from gone
$$;

grant execute on function idempotency_purge, tasks_purge to xinqiao_app;
