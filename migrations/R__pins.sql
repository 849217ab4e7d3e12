-- PINs of students for the tablets of their class.

create or replace function pin_set(p_account uuid, p_hash text, p_now timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into pins (account_id, pin_hash, set_at) values (p_account, p_hash, p_now)
  on conflict (account_id) do update set pin_hash = excluded.pin_hash, set_at = excluded.set_at, misses = 0
$$;

create or replace function pin_get(p_account uuid) returns table (pin_hash text, set_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.pin_hash, p.set_at from pins p where p.account_id = p_account
$$;

-- A wrong one was typed. With so many, the PIN is gone.
create or replace function pin_missed(p_account uuid, p_most integer) returns void
language sql security definer set search_path = public, pg_temp as $$
  update pins set misses = misses + 1 where account_id = p_account;
  delete from pins where account_id = p_account and misses >= p_most
$$;

create or replace function pin_end(p_account uuid) returns void
language sql security definer set search_path = public, pg_temp as $$
  delete from pins where account_id = p_account
$$;

grant execute on function pin_set, pin_get, pin_missed, pin_end to xinqiao_door;
revoke execute on function pin_set, pin_get, pin_missed, pin_end from xinqiao_app;
