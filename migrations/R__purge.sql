-- What is kept for a while and then removed, daily.

create or replace function idempotency_purge(p_before timestamptz) returns bigint
language sql security definer set search_path = public, pg_temp as $$
  with gone as (delete from idempotency where created_at < p_before returning 1) select count(*) from gone
$$;

create or replace function passkey_challenge_purge(p_before timestamptz) returns bigint
language sql security definer set search_path = public, pg_temp as $$
  with gone as (delete from passkey_challenges where expires_at < p_before returning 1) select count(*) from gone
$$;

-- One-time codes are over after five minutes, those for numbers that nobody has too.
create or replace function login_code_purge(p_before timestamptz) returns bigint
language sql security definer set search_path = public, pg_temp as $$
  with gone as (delete from login_codes where expires_at < p_before returning 1) select count(*) from gone
$$;

-- Sessions that nobody ended: after their time they still told when their person was here.
create or replace function session_purge(p_before timestamptz) returns bigint
language sql security definer set search_path = public, pg_temp as $$
  with gone as (delete from sessions where expires_at < p_before returning 1) select count(*) from gone
$$;

grant execute on function idempotency_purge, passkey_challenge_purge, session_purge, login_code_purge to xinqiao_relay;
revoke execute on function idempotency_purge, passkey_challenge_purge, session_purge, login_code_purge from xinqiao_app;
grant execute on function passkey_challenge_purge to xinqiao_door;
