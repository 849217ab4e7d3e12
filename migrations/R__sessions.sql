-- Sessions of an account.

-- A session may say how long it lasts unused, and when its person proved a second factor.
-- squawk-ignore ban-drop-function
drop function if exists session_add(uuid, bytea, uuid, integer, text, boolean, timestamptz, timestamptz);
-- `p_closed`: what is a student's own and older than this session is closed to it for as long as it lasts.
-- squawk-ignore ban-drop-function
drop function if exists session_add(uuid, bytea, uuid, integer, text, boolean, timestamptz, timestamptz, integer);
create or replace function session_add(p_account uuid, p_token_hash bytea, p_session uuid, p_assurance integer, p_client text, p_shared boolean,
                                       p_now timestamptz, p_expires timestamptz, p_idle_seconds integer default null,
                                       p_closed boolean default false) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  closed credentials;
begin
  delete from sessions where account_id = p_account and expires_at <= p_now;
  -- Read first: a cluster knows no sub-select among the values of an insert.
  select * into closed from credentials c where c.account_id = p_account and c.closed_until > p_now;
  insert into sessions (account_id, token_hash, session_id, assurance, client, shared_device, created_at, seen_at, expires_at, idle_seconds, proved_at,
    closed_before, closed_until)
  values (p_account, p_token_hash, p_session, p_assurance, p_client, p_shared, p_now, p_now, p_expires, p_idle_seconds,
    case when p_assurance = 2 then p_now end, case when p_closed then p_now else closed.closed_before end,
    case when p_closed then p_expires else closed.closed_until end);
end
$$;

-- Neither this nor the next one has settings of its own: PostgreSQL puts them into the statement that calls them, which each request does.
-- Whether a session is open: its time has not passed, and somebody used it not too long ago.
create or replace function session_open(p_now timestamptz, p_expires timestamptz, p_seen timestamptz, p_idle_seconds integer) returns boolean
language sql stable as $$
  select p_expires > p_now and (p_idle_seconds is null or p_seen > p_now - make_interval(secs => p_idle_seconds))
$$;

-- Assurance 2 for a session of assurance 1 lasts an hour after its person proved a second factor in it.
create or replace function session_assurance(p_assurance smallint, p_proved timestamptz, p_now timestamptz) returns smallint
language sql stable as $$
  select case when p_assurance = 2 or p_proved > p_now - interval '1 hour' then 2 else 1 end::smallint
$$;

create or replace function session_list(p_account uuid, p_now timestamptz)
returns table (session_id uuid, assurance smallint, client text, shared_device boolean, created_at timestamptz, seen_at timestamptz, expires_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.session_id, session_assurance(s.assurance, s.proved_at, p_now), s.client, s.shared_device, s.created_at, s.seen_at, s.expires_at
  from sessions s where s.account_id = p_account and session_open(p_now, s.expires_at, s.seen_at, s.idle_seconds) order by s.seen_at desc, s.session_id
$$;

-- Notes that the session's person proved a second factor now.
create or replace function session_proved(p_account uuid, p_session uuid, p_now timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
  update sessions set proved_at = p_now, seen_at = p_now where account_id = p_account and session_id = p_session
$$;

-- When the session's person last proved a second factor; null: never.
create or replace function session_proof(p_account uuid, p_session uuid) returns timestamptz
language sql stable security definer set search_path = public, pg_temp as $$
  select s.proved_at from sessions s where s.account_id = p_account and s.session_id = p_session
$$;

-- Ends one session, or with null all of them, and its pushes. Returns how many ended.
create or replace function session_end(p_account uuid, p_session uuid) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_count bigint;
begin
  delete from sessions where account_id = p_account and (p_session is null or session_id = p_session);
  get diagnostics v_count = row_count;
  -- A statement of its own: it sees the device that a request of this session registered a moment ago (`device_put`).
  delete from devices where account_id = p_account and (p_session is null or session_id = p_session);
  -- Links that one of the sessions may have made count for nothing from now on: nobody can tell by which they were made.
  update accounts set sign_outs = sign_outs + 1 where account_id = p_account and p_session is null;
  return v_count;
end
$$;

-- Ends all sessions but one, and all pushes but those of that one: a session that was over before may have left some. Returns how many were open.
create or replace function session_end_others(p_account uuid, p_kept uuid, p_now timestamptz) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_count bigint;
begin
  select count(*) into v_count from sessions s
  where s.account_id = p_account and s.session_id is distinct from p_kept and session_open(p_now, s.expires_at, s.seen_at, s.idle_seconds);
  delete from sessions where account_id = p_account and session_id is distinct from p_kept;
  delete from devices where account_id = p_account and session_id is distinct from p_kept;
  -- As in `session_end`.
  update accounts set sign_outs = sign_outs + 1 where account_id = p_account;
  return v_count;
end
$$;

-- Ends the session from which its holder signed in again. Its pushes go on in the new one, if that is of the same person and on a phone of their own.
create or replace function session_replace(p_account uuid, p_token_hash bytea, p_new_account uuid, p_new_session uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_gone uuid;
begin
  delete from sessions where account_id = p_account and token_hash = p_token_hash and session_id <> p_new_session returning session_id into v_gone;
  if p_account = p_new_account then
    update devices set session_id = p_new_session
    where account_id = p_account and session_id = v_gone
      and not exists (select 1 from sessions s where s.account_id = p_account and s.session_id = p_new_session and s.shared_device);
  end if;
  delete from devices where account_id = p_account and session_id = v_gone;
end
$$;

grant execute on function
  session_add, session_open, session_assurance, session_list, session_proved, session_proof, session_end, session_end_others, session_replace
to xinqiao_door;
revoke execute on function
  session_add, session_open, session_assurance, session_list, session_proved, session_proof, session_end, session_end_others, session_replace
from xinqiao_app;
