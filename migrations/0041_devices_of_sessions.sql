-- A phone is told things by the session that asked for it: what ends the session, from whichever phone, ends its pushes.
alter table devices add column session_id uuid;
comment on column devices.session_id is 'The session that registered it last; null when it is older than this column.';

-- The one below takes the calls of the code that is still running, too.
-- squawk-ignore ban-drop-function
drop function device_put(uuid, uuid, text, bytea, bytea, text, timestamptz);

-- A phone belongs to whoever signed in on it last.
create function device_put(p_account uuid, p_device uuid, p_kind text, p_hash bytea, p_sealed bytea, p_name text, p_now timestamptz,
                           p_session uuid default null) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_device uuid;
begin
  delete from devices where address_hash = p_hash and account_id <> p_account;
  insert into devices as d (account_id, device_id, kind, address_hash, address_sealed, name, created_at, seen_at, session_id)
  values (p_account, p_device, p_kind, p_hash, p_sealed, p_name, p_now, p_now, p_session)
  on conflict (account_id, address_hash) do update set name = excluded.name, seen_at = excluded.seen_at, address_sealed = excluded.address_sealed,
    session_id = excluded.session_id
  returning d.device_id into v_device;
  return v_device;
end
$$;
grant execute on function device_put(uuid, uuid, text, bytea, bytea, text, timestamptz, uuid) to xinqiao_app;

-- Ends one session, or with null all of them, and what they had told to phones. Returns how many ended.
create or replace function session_end(p_account uuid, p_session uuid) returns bigint
language sql security definer set search_path = public, pg_temp as $$
  with gone as (delete from sessions where account_id = p_account and (p_session is null or session_id = p_session) returning session_id),
       silent as (delete from devices where account_id = p_account and (p_session is null or session_id in (select g.session_id from gone g)))
  select count(*) from gone
$$;
