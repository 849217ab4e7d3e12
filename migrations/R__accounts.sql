-- An account, its memberships and devices, and how a person can be reached.

-- The result has more columns than before.
-- squawk-ignore ban-drop-function
drop function if exists account_get(uuid);
-- The result has more columns than before.
-- squawk-ignore ban-drop-function
drop function if exists account_get(uuid);
create or replace function account_get(p_account uuid)
returns table (account_id uuid, language text, quiet_from time, quiet_to time, channels text[], plain_titles boolean,
               digest_hour smallint, digest_since timestamptz, digest_until timestamptz, email_sealed bytea, email_verified_at timestamptz, has_secret boolean, has_totp boolean, passkeys integer, updated_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select a.account_id, a.language, a.quiet_from, a.quiet_to, a.channels, a.plain_titles, a.digest_hour, a.digest_since, a.digest_until, a.email_sealed,
    a.email_verified_at, coalesce(c.secret_hash is not null, false), coalesce(c.totp_confirmed_at is not null, false),
    (select count(*) from passkeys k where k.account_id = p_account)::integer, a.updated_at
  from accounts a left join credentials c on c.account_id = a.account_id where a.account_id = p_account
$$;

-- What codes that sign somebody in go to: a phone number, or else a mail address. No row: they sign in by a code on paper.
create or replace function login_own(p_account uuid) returns table (kind text, sealed bytea)
language sql stable security definer set search_path = public, pg_temp as $$
  select l.kind, l.sealed from login_keys l
  where l.account_id = p_account and l.kind in ('phone', 'mail') and l.sealed is not null order by l.kind desc limit 1
$$;

-- Whether codes that sign somebody in go to a mail address.
create or replace function signs_in_by_mail(p_account uuid) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v_keys bytea[] := array(select k.key_hash from login_keys k where k.account_id = p_account and k.kind = 'mail');
begin
  return cardinality(v_keys) > 0;
end
$$;

create or replace function account_set(p_account uuid, p_language text, p_quiet_from time, p_quiet_to time, p_channels text[], p_plain_titles boolean, p_now timestamptz)
returns void language sql security definer set search_path = public, pg_temp as $$
  update accounts set language = p_language, quiet_from = p_quiet_from, quiet_to = p_quiet_to, channels = p_channels,
    plain_titles = p_plain_titles, updated_at = p_now
  where account_id = p_account
$$;

create or replace function account_set_digest(p_account uuid, p_hour smallint, p_since timestamptz, p_until timestamptz, p_now timestamptz)
returns void language sql security definer set search_path = public, pg_temp as $$
  update accounts set digest_hour = p_hour, digest_since = p_since, digest_until = p_until, updated_at = p_now where account_id = p_account
$$;

create or replace function account_set_email(p_account uuid, p_email_sealed bytea, p_verified_at timestamptz, p_now timestamptz)
returns void language sql security definer set search_path = public, pg_temp as $$
  update accounts set email_sealed = p_email_sealed, email_verified_at = p_verified_at, updated_at = p_now where account_id = p_account
$$;

-- What a person is anywhere; for what only staff may set.
create or replace function account_kinds(p_account uuid) returns table (org_id bigint, kind text)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.org_id, m.kind from memberships m where m.account_id = p_account and m.ended_at is null
$$;

-- A phone belongs to the person who signed in on it last. Null: the session is over, or is on a phone that others use.
create or replace function device_put(p_account uuid, p_device uuid, p_kind text, p_hash bytea, p_sealed bytea, p_name text, p_now timestamptz,
                                      p_session uuid default null) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_device uuid;
  -- A row outlives its session: it says in which hour somebody was there, no more.
  v_hour timestamptz := date_trunc('hour', p_now);
begin
  -- Held until the end of the transaction: ending the session waits for it, and then finds the device.
  perform 1 from sessions s where s.account_id = p_account and s.session_id = p_session and not s.shared_device for key share;
  if p_session is not null and not found then
    return null;
  end if;
  -- Anyone else who registered this address keeps it: knowing an address is no proof that the phone is theirs.
  insert into devices as d (account_id, device_id, kind, address_hash, address_sealed, name, created_at, seen_at, session_id)
  values (p_account, p_device, p_kind, p_hash, p_sealed, p_name, v_hour, v_hour, p_session)
  on conflict (account_id, address_hash) do update set name = excluded.name, seen_at = excluded.seen_at, address_sealed = excluded.address_sealed,
    session_id = excluded.session_id
  returning d.device_id into v_device;
  return v_device;
end
$$;

create or replace function device_list(p_account uuid) returns table (device_id uuid, kind text, name text, created_at timestamptz, seen_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select d.device_id, d.kind, d.name, d.created_at, d.seen_at from devices d where d.account_id = p_account order by d.seen_at desc, d.device_id
$$;

create or replace function device_remove(p_account uuid, p_device uuid) returns bigint
language sql security definer set search_path = public, pg_temp as $$
  with gone as (delete from devices where account_id = p_account and device_id = p_device returning 1) select count(*) from gone
$$;

-- Those of these accounts that the entered organisation has to do with: its people, of today and before, and families that it serves.
create or replace function known_here(p_accounts uuid[]) returns uuid[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v_org bigint := org_entered();
  v_serves bigint[] := array(select c.client_org_id from org_catchments c where c.provider_org_id = v_org);
begin
  return array(select distinct m.account_id from memberships m
               where m.account_id = any (p_accounts) and (m.org_id = v_org or (m.kind <> 'staff' and m.org_id = any (v_serves))));
end
$$;

-- A push service said that nobody has these addresses any more.
create or replace function device_forget(p_accounts uuid[], p_devices uuid[]) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_known uuid[] := known_here(p_accounts);
  v_count bigint;
begin
  delete from devices where account_id = any (v_known) and device_id = any (p_devices);
  get diagnostics v_count = row_count;
  return v_count;
end
$$;

-- Who of these people is told by the mail address that they sign in by.
create or replace function mailed_here(p_known uuid[], p_now timestamptz) returns uuid[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v_org bigint := org_entered();
  v_closed uuid[] := array(select a.account_id from accounts a
                           where a.account_id = any (p_known) and a.login_closed_until > p_now and not (v_org = any (a.login_open_in)));
begin
  return array(select l.account_id from login_keys l
               where l.account_id = any (p_known) and l.kind = 'mail' and not (l.account_id = any (v_closed)));
end
$$;

-- How people of the entered organisation can be reached. Phone numbers stand with the login keys, by themselves, and so do mail addresses of
-- who signs in by one; one that the person has set goes before it. An address that a school moved lately gets nothing until the week is over or
-- a second adult here confirms it (0285): what is sent tells when and where, and an answer to an invite acts for the person.
-- `email_proved`: the person has shown that they read what comes to the address. Invites go there, and answers count, only then (0361).
-- It gave no time before.
-- squawk-ignore ban-drop-function
drop function if exists contacts_of(uuid[]);
-- The result has more columns than before.
-- squawk-ignore ban-drop-function
drop function if exists contacts_of(uuid[], timestamptz);
create or replace function contacts_of(p_accounts uuid[], p_now timestamptz)
returns table (account_id uuid, language text, quiet_from time, quiet_to time, channels text[], plain_titles boolean, email_sealed bytea,
               email_proved boolean, phone_sealed bytea, device_ids uuid[], device_kinds text[], device_addresses bytea[], sign_outs integer)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v_known uuid[] := known_here(p_accounts);
  v_by_mail uuid[] := mailed_here(v_known, p_now);
  v_accounts uuid[];
  v_phones bytea[];
  v_mailed uuid[];
  v_mails bytea[];
  v_proved boolean[];
begin
  select array_agg(l.account_id), array_agg(l.sealed) into v_accounts, v_phones
  from login_keys l where l.account_id = any (v_known) and l.kind = 'phone';
  select array_agg(l.account_id), array_agg(l.sealed), array_agg(l.proved) into v_mailed, v_mails, v_proved
  from login_keys l where l.account_id = any (v_by_mail) and l.kind = 'mail';
  return query
    select a.account_id, a.language, a.quiet_from, a.quiet_to, a.channels, a.plain_titles,
      coalesce(case when a.email_verified_at is not null then a.email_sealed end, v_mails[array_position(v_mailed, a.account_id)]),
      (a.email_verified_at is not null and a.email_sealed is not null) or coalesce(v_proved[array_position(v_mailed, a.account_id)], false),
      v_phones[array_position(v_accounts, a.account_id)],
      array(select d.device_id from devices d where d.account_id = a.account_id order by d.seen_at desc, d.device_id),
      array(select d.kind from devices d where d.account_id = a.account_id order by d.seen_at desc, d.device_id),
      array(select d.address_sealed from devices d where d.account_id = a.account_id order by d.seen_at desc, d.device_id),
      a.sign_outs
    from accounts a where a.account_id = any (v_known);
end
$$;

-- Who of these people of the entered organisation wants routine matters together, or wanted them until lately.
create or replace function digests_of(p_accounts uuid[])
returns table (account_id uuid, hour smallint, since timestamptz, until timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v_known uuid[] := known_here(p_accounts);
begin
  return query
    select a.account_id, a.digest_hour, a.digest_since, a.digest_until
    from accounts a where a.account_id = any (v_known) and a.digest_since is not null and a.digest_hour is not null;
end
$$;

-- Where somebody may have appointments: their organisations, and those that serve them as a family. `closed_until`: a school moved the address
-- that they sign in by, and nothing goes there before.
create or replace function mail_reach(p_account uuid, p_now timestamptz) returns table (org_ids bigint[], closed_until timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v_family_of bigint[];
begin
  select coalesce(array_agg(distinct m.org_id) filter (where m.ended_at is null), '{}'),
    coalesce(array_agg(distinct m.org_id) filter (where m.kind <> 'staff'), '{}')
  into org_ids, v_family_of from memberships m where m.account_id = p_account and family_lasts(m.ended_at, p_now);
  org_ids := org_ids || array(select distinct c.provider_org_id from org_catchments c
                              where c.client_org_id = any (v_family_of) and not (c.provider_org_id = any (org_ids)));
  select a.login_closed_until into closed_until from accounts a where a.account_id = p_account and a.login_closed_until > p_now;
  return next;
end
$$;

-- The mail addresses of people of the entered organisation who sign in by them.
create or replace function login_mails(p_accounts uuid[]) returns table (account_id uuid, sealed bytea)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v_known uuid[] := known_here(p_accounts);
begin
  return query select l.account_id, l.sealed from login_keys l where l.account_id = any (v_known) and l.kind = 'mail' and l.sealed is not null;
end
$$;

-- What addresses people of the entered organisation have, without the addresses.
-- It gave no time before.
-- squawk-ignore ban-drop-function
drop function if exists address_kinds(uuid[]);
create or replace function address_kinds(p_accounts uuid[], p_now timestamptz)
returns table (account_id uuid, language text, channels text[], kinds text[])
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v_known uuid[] := known_here(p_accounts);
  v_phones uuid[] := array(select l.account_id from login_keys l where l.account_id = any (v_known) and l.kind = 'phone' and l.sealed is not null);
  v_mailed uuid[] := mailed_here(v_known, p_now);
begin
  return query
    select a.account_id, a.language, a.channels,
      array(select distinct d.kind from devices d where d.account_id = a.account_id order by d.kind)
        || case when a.account_id = any (v_phones) then '{phone}' end::text[]
        || case when (a.email_verified_at is not null and a.email_sealed is not null) or a.account_id = any (v_mailed) then '{mail}' end::text[]
    from accounts a where a.account_id = any (v_known);
end
$$;

grant execute on function
  account_get, login_own, signs_in_by_mail, account_set, account_set_digest, account_set_email, account_kinds, mail_reach, device_put, device_list, device_remove
to xinqiao_door;
revoke execute on function
  account_get, login_own, signs_in_by_mail, account_set, account_set_digest, account_set_email, account_kinds, mail_reach, device_put, device_list, device_remove
from xinqiao_app;
grant execute on function contacts_of, digests_of, login_mails, address_kinds, device_forget to xinqiao_app;
-- A parent of WeCom is signed in where number and signing out everywhere still fit.
grant execute on function contacts_of to xinqiao_door;
