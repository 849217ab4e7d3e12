-- Failed sign-ins. When somebody may try again is decided in api/accounts/signin/delays.py.

-- Locks counters until the transaction ends, so that tries side by side follow each other. A window that is over starts again.
create or replace function login_failures_lock(p_keys bytea[], p_seconds integer, p_now timestamptz)
returns table (key_hash bytea, failures integer, since timestamptz, last_at timestamptz)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  v_key bytea;
  v_since timestamptz := p_now - make_interval(secs => p_seconds);  -- a cluster takes no interval in "do update"
begin
  for v_key in select k from unnest(p_keys) k order by k loop
    return query
      insert into login_failures as f (key_hash, failures, since, last_at) values (v_key, 0, p_now, p_now)
      on conflict on constraint login_failures_pkey do update set
        failures = case when f.since <= v_since then 0 else f.failures end,
        since = case when f.since <= v_since then p_now else f.since end
      returning f.key_hash, f.failures, f.since, f.last_at;
  end loop;
end
$$;

-- Failures that a counter has; it is not locked.
create or replace function login_failures_seen(p_key bytea, p_seconds integer, p_now timestamptz) returns integer
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(sum(failures), 0)::integer from login_failures
  where key_hash = p_key and since > p_now - make_interval(secs => p_seconds)
$$;

-- Counts a failure. The counters of the name are locked before, so the address comes last.
create or replace function login_failures_add(p_keys bytea[], p_seconds integer[], p_now timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_row record;
begin
  for v_row in
    select key, p_now - make_interval(secs => seconds) as since
    from unnest(p_keys, p_seconds) with ordinality as u (key, seconds, place) order by place
  loop
    insert into login_failures as f (key_hash, failures, since, last_at) values (v_row.key, 1, p_now, p_now)
    on conflict (key_hash) do update set
      failures = case when f.since <= v_row.since then 1 else f.failures + 1 end,
      since = case when f.since <= v_row.since then p_now else f.since end,
      last_at = p_now;
  end loop;
end
$$;

-- Counters whose window is over.
create or replace function login_failures_purge(p_before timestamptz) returns bigint
language sql security definer set search_path = public, pg_temp as $$
  with gone as (delete from login_failures where since < p_before returning 1) select count(*) from gone
$$;

grant execute on function login_failures_lock, login_failures_seen, login_failures_add to xinqiao_door;
grant execute on function login_failures_purge to xinqiao_relay;
revoke execute on function login_failures_lock, login_failures_seen, login_failures_add, login_failures_purge from xinqiao_app;
