-- Login keys, attempts, one-time codes, passwords and authenticators.

-- Counts one attempt for each key. Returns 0, or after how many seconds the fullest window ends.
create or replace function login_attempt(p_keys bytea[], p_limits integer[], p_seconds integer[], p_now timestamptz) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_wait integer := 0;
  v_row record;
  v_start timestamptz;
  v_attempts integer;
begin
  for v_row in select * from unnest(p_keys, p_limits, p_seconds) as u (key, most, seconds) order by key loop
    v_start := date_bin(make_interval(secs => v_row.seconds), p_now, timestamptz '2000-01-01T00:00:00Z');
    delete from login_attempts where key_hash = v_row.key and window_start < p_now - interval '2 days';
    insert into login_attempts as a (key_hash, window_start, attempts) values (v_row.key, v_start, 1)
    on conflict (key_hash, window_start) do update set attempts = a.attempts + 1
    returning a.attempts into v_attempts;
    if v_attempts > v_row.most then
      v_wait := greatest(v_wait, ceil(extract(epoch from v_start - p_now) + v_row.seconds)::integer, 1);
    end if;
  end loop;
  return v_wait;
end
$$;

create or replace function login_code_put(p_key bytea, p_code bytea, p_expires timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into login_codes (key_hash, code_hash, tries, expires_at) values (p_key, p_code, 0, p_expires)
  on conflict (key_hash) do update set code_hash = excluded.code_hash, tries = 0, known_tries = 0,
    expires_at = excluded.expires_at, used_at = null
$$;

-- The functions have other arguments and results than before.
-- squawk-ignore ban-drop-function
drop function if exists login_code_take(bytea, bytea, timestamptz);
-- The same.
-- squawk-ignore ban-drop-function
drop function if exists login_code_right(bytea, bytea, timestamptz);
-- The same.
-- squawk-ignore ban-drop-function
drop function if exists login_code_take(bytea, bytea, timestamptz, boolean, integer);
-- The same.
-- squawk-ignore ban-drop-function
drop function if exists login_code_right(bytea, bytea, timestamptz, boolean, integer);

-- What a code is: 'right', 'used', 'wrong', 'tried_out' or 'expired', which it also is where none was asked for. A right one stays good; a
-- wrong one counts as a try. So many wrong tries end the code; those from a device of the person are counted apart.
create or replace function login_code_check(p_key bytea, p_code bytea, p_now timestamptz, p_known boolean default false, p_most integer default 5)
returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_found text;
begin
  update login_codes set
    tries = tries + (code_hash <> p_code and not p_known)::integer,
    known_tries = known_tries + (code_hash <> p_code and p_known)::integer
  where key_hash = p_key and expires_at > p_now and case when p_known then known_tries else tries end < p_most
  returning case when code_hash <> p_code then 'wrong' when used_at is null then 'right' else 'used' end into v_found;
  if v_found is null then
    select case when c.expires_at > p_now then 'tried_out' end into v_found from login_codes c where c.key_hash = p_key;
  end if;
  return coalesce(v_found, 'expired');
end
$$;

-- The same, and uses a right one up.
create or replace function login_code_take(p_key bytea, p_code bytea, p_now timestamptz, p_known boolean default false, p_most integer default 5)
returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_found text := login_code_check(p_key, p_code, p_now, p_known, p_most);
begin
  if v_found = 'right' then
    update login_codes set used_at = p_now where key_hash = p_key and code_hash = p_code and used_at is null;
    if not found then
      return 'used';
    end if;
  end if;
  return v_found;
end
$$;

-- The key and its account stand on different nodes of a cluster, so they are read one after the other, here and below.
-- The result has more columns than before.
-- squawk-ignore ban-drop-function
drop function if exists login_find(bytea);
create or replace function login_find(p_key bytea)
returns table (account_id uuid, kind text, sealed bytea, language text, kinds text[], secret_hash text, totp_sealed bytea, totp_confirmed_at timestamptz, totp_step bigint,
               heard_of date)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v_account uuid;
begin
  select k.account_id, k.kind, k.sealed into v_account, kind, sealed from login_keys k where k.key_hash = p_key;
  select a.account_id, a.language,
    array(select distinct m.kind from memberships m where m.account_id = v_account and m.ended_at is null order by 1),
    c.secret_hash, c.totp_sealed, c.totp_confirmed_at, c.totp_step, greatest(a.signed_in_month, (a.created_at at time zone 'UTC')::date)
  into account_id, language, kinds, secret_hash, totp_sealed, totp_confirmed_at, totp_step, heard_of
  from accounts a left join credentials c on c.account_id = a.account_id where a.account_id = v_account;
  if found then
    return next;
  end if;
end
$$;

-- The person signed in in this month by a code that came to this login key: if it is of a mail address, they have shown that they read there.
-- True: for the first time.
-- It returned nothing before.
-- squawk-ignore ban-drop-function
drop function if exists account_heard_of(uuid, date, bytea);
create or replace function account_heard_of(p_account uuid, p_month date, p_key bytea) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update accounts set signed_in_month = p_month where account_id = p_account and signed_in_month < p_month;
  update login_keys l set proved = true where l.key_hash = p_key and l.kind = 'mail' and not l.proved;
  return found;
end
$$;

-- A PIN of before ends: whoever knew the old secret may have set it.
create or replace function credential_set_secret(p_account uuid, p_secret_hash text, p_now timestamptz)
returns void language sql security definer set search_path = public, pg_temp as $$
  insert into credentials (account_id, secret_hash, changed_at) values (p_account, p_secret_hash, p_now)
  on conflict (account_id) do update set secret_hash = excluded.secret_hash, changed_at = excluded.changed_at;
  delete from pins where account_id = p_account
$$;

-- Keeps a new authenticator beside the one in use, which stays valid.
create or replace function totp_pending_set(p_account uuid, p_totp_sealed bytea, p_session uuid, p_now timestamptz)
returns void language sql security definer set search_path = public, pg_temp as $$
  insert into credentials (account_id, totp_pending_sealed, totp_pending_session, changed_at) values (p_account, p_totp_sealed, p_session, p_now)
  on conflict (account_id) do update set totp_pending_sealed = excluded.totp_pending_sealed, totp_pending_session = excluded.totp_pending_session
$$;

-- The pending authenticator takes the place of the old one. Only the session that asked for it confirms it. False: there is none of that session.
create or replace function totp_pending_confirm(p_account uuid, p_session uuid, p_step bigint, p_now timestamptz) returns boolean
language sql security definer set search_path = public, pg_temp as $$
  with confirmed as (
    update credentials set totp_sealed = totp_pending_sealed, totp_confirmed_at = p_now, totp_step = p_step, totp_pending_sealed = null,
      totp_pending_session = null, changed_at = p_now
    where account_id = p_account and totp_pending_session = p_session and totp_pending_sealed is not null returning 1)
  select exists (select 1 from confirmed)
$$;

-- The result has more columns than before.
-- squawk-ignore ban-drop-function
drop function if exists credential_get(uuid);
create or replace function credential_get(p_account uuid)
returns table (secret_hash text, totp_sealed bytea, totp_confirmed_at timestamptz, totp_step bigint, totp_pending_sealed bytea,
               totp_pending_session uuid, passkeys integer, moved_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select c.secret_hash, c.totp_sealed, c.totp_confirmed_at, c.totp_step, c.totp_pending_sealed, c.totp_pending_session,
    (select count(*) from passkeys k where k.account_id = p_account)::integer, a.login_moved_at
  from accounts a left join credentials c on c.account_id = a.account_id where a.account_id = p_account
$$;

-- True when this 30-second step was not used before: a TOTP code is good once.
create or replace function totp_step_take(p_account uuid, p_step bigint) returns boolean
language sql security definer set search_path = public, pg_temp as $$
  with taken as (update credentials set totp_step = p_step where account_id = p_account and totp_step < p_step returning 1)
  select exists (select 1 from taken)
$$;

grant execute on function
  login_attempt, login_code_put, login_code_take, login_code_check, login_find, account_heard_of, credential_set_secret, totp_pending_set,
  totp_pending_confirm, credential_get, totp_step_take
to xinqiao_door;
revoke execute on function
  login_attempt, login_code_put, login_code_take, login_code_check, login_find, account_heard_of, credential_set_secret, totp_pending_set,
  totp_pending_confirm, credential_get, totp_step_take
from xinqiao_app;
