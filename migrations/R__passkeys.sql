-- Passkeys of an account, and the challenges that they sign.

create or replace function passkey_challenge_put(p_hash bytea, p_purpose text, p_session uuid, p_expires timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into passkey_challenges (challenge_hash, purpose, session_id, expires_at) values (p_hash, p_purpose, p_session, p_expires)
$$;

-- True once, for the purpose and session that the challenge was made for.
create or replace function passkey_challenge_take(p_hash bytea, p_purpose text, p_session uuid, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_right boolean;
begin
  delete from passkey_challenges where challenge_hash = p_hash
  returning purpose = p_purpose and session_id is not distinct from p_session and expires_at > p_now into v_right;
  return coalesce(v_right, false);
end
$$;

create or replace function passkey_put(p_account uuid, p_credential bytea, p_passkey uuid, p_public_key bytea, p_sign_count bigint, p_name text, p_now timestamptz)
returns boolean language sql security definer set search_path = public, pg_temp as $$
  with put as (
    insert into passkeys (account_id, credential_id, passkey_id, public_key, sign_count, name, created_at)
    values (p_account, p_credential, p_passkey, p_public_key, p_sign_count, p_name, p_now)
    on conflict on constraint passkeys_pkey do nothing returning 1)
  select exists (select 1 from put)
$$;

create or replace function passkey_list(p_account uuid)
returns table (passkey_id uuid, credential_id bytea, name text, created_at timestamptz, used_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select k.passkey_id, k.credential_id, k.name, k.created_at, k.used_at from passkeys k where k.account_id = p_account
  order by k.created_at, k.passkey_id
$$;

create or replace function passkey_find(p_account uuid, p_credential bytea)
returns table (passkey_id uuid, public_key bytea, sign_count bigint, kinds text[])
language sql stable security definer set search_path = public, pg_temp as $$
  select k.passkey_id, k.public_key, k.sign_count,
    array(select distinct m.kind from memberships m where m.account_id = p_account and m.ended_at is null order by 1)
  from passkeys k where k.account_id = p_account and k.credential_id = p_credential
$$;

-- Notes a use. False when another use has raised the count meanwhile: then one of the two is a copy.
create or replace function passkey_used(p_account uuid, p_credential bytea, p_before bigint, p_sign_count bigint, p_now timestamptz) returns boolean
language sql security definer set search_path = public, pg_temp as $$
  with used as (
    update passkeys set sign_count = p_sign_count, used_at = p_now
    where account_id = p_account and credential_id = p_credential and sign_count = p_before returning 1)
  select exists (select 1 from used)
$$;

create or replace function passkey_rename(p_account uuid, p_passkey uuid, p_name text) returns bigint
language sql security definer set search_path = public, pg_temp as $$
  with named as (update passkeys set name = p_name where account_id = p_account and passkey_id = p_passkey returning 1) select count(*) from named
$$;

create or replace function passkey_remove(p_account uuid, p_passkey uuid) returns bigint
language sql security definer set search_path = public, pg_temp as $$
  with gone as (delete from passkeys where account_id = p_account and passkey_id = p_passkey returning 1) select count(*) from gone
$$;

grant execute on function
  passkey_challenge_put, passkey_challenge_take, passkey_put, passkey_list, passkey_find, passkey_used, passkey_rename, passkey_remove
to xinqiao_door;
revoke execute on function
  passkey_challenge_put, passkey_challenge_take, passkey_put, passkey_list, passkey_find, passkey_used, passkey_rename, passkey_remove
from xinqiao_app;
