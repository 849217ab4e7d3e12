SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

COMMENT ON EXTENSION btree_gist IS 'support for indexing common datatypes in GiST';

CREATE FUNCTION public.account_get(p_account uuid) RETURNS TABLE(account_id uuid, language text, quiet_from time without time zone, quiet_to time without time zone, channels text[], plain_titles boolean, digest_hour smallint, digest_since timestamp with time zone, digest_until timestamp with time zone, email_sealed bytea, email_verified_at timestamp with time zone, has_secret boolean, has_totp boolean, passkeys integer, updated_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select a.account_id, a.language, a.quiet_from, a.quiet_to, a.channels, a.plain_titles, a.digest_hour, a.digest_since, a.digest_until, a.email_sealed,
    a.email_verified_at, coalesce(c.secret_hash is not null, false), coalesce(c.totp_confirmed_at is not null, false),
    (select count(*) from passkeys k where k.account_id = p_account)::integer, a.updated_at
  from accounts a left join credentials c on c.account_id = a.account_id where a.account_id = p_account
$$;

CREATE FUNCTION public.account_heard_of(p_account uuid, p_month date, p_key bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  update accounts set signed_in_month = p_month where account_id = p_account and signed_in_month < p_month;
  update login_keys l set proved = true where l.key_hash = p_key and l.kind = 'mail' and not l.proved;
  return found;
end
$$;

CREATE FUNCTION public.account_kinds(p_account uuid) RETURNS TABLE(org_id bigint, kind text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select m.org_id, m.kind from memberships m where m.account_id = p_account and m.ended_at is null
$$;

CREATE FUNCTION public.account_set(p_account uuid, p_language text, p_quiet_from time without time zone, p_quiet_to time without time zone, p_channels text[], p_plain_titles boolean, p_now timestamp with time zone) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  update accounts set language = p_language, quiet_from = p_quiet_from, quiet_to = p_quiet_to, channels = p_channels,
    plain_titles = p_plain_titles, updated_at = p_now
  where account_id = p_account
$$;

CREATE FUNCTION public.account_set_digest(p_account uuid, p_hour smallint, p_since timestamp with time zone, p_until timestamp with time zone, p_now timestamp with time zone) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  update accounts set digest_hour = p_hour, digest_since = p_since, digest_until = p_until, updated_at = p_now where account_id = p_account
$$;

CREATE FUNCTION public.account_set_email(p_account uuid, p_email_sealed bytea, p_verified_at timestamp with time zone, p_now timestamp with time zone) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  update accounts set email_sealed = p_email_sealed, email_verified_at = p_verified_at, updated_at = p_now where account_id = p_account
$$;

CREATE FUNCTION public.accounts_unnumbered(p_accounts uuid[]) RETURNS uuid[]
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select array(select k.account_id from login_keys k where k.account_id = any (p_accounts) and k.kind = 'unnumbered' order by 1)
$$;

CREATE FUNCTION public.address_kinds(p_accounts uuid[], p_now timestamp with time zone) RETURNS TABLE(account_id uuid, language text, channels text[], kinds text[])
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.administrator_new(p_account uuid, p_before timestamp with time zone) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select exists (select from administrators_here(p_before) h where h.account_id = p_account and h.here and not h.settled)
$$;

CREATE FUNCTION public.administrators_here(p_before timestamp with time zone) RETURNS TABLE(account_id uuid, line uuid[], here boolean, lately boolean, settled boolean)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select m.account_id, m.administrator_line, m.administrator and m.ended_at is null, m.ended_at is null or m.ended_at > p_before,
    (m.administrator_since <= p_before or (m.since = first.at and m.administrator_since <= first.at + interval '1 hour'))
    and (a.login_moved_at is null or a.login_moved_at <= p_before)
    and not exists (select 1 from factor_resets r where r.account_id = m.account_id and r.outcome = 'used' and r.ends_at > p_before)
  from memberships m
  join accounts a on a.account_id = m.account_id
  cross join (select min(f.since) as at from memberships f where f.org_id = org_entered() and f.kind = 'staff') first
  where m.org_id = org_entered() and m.kind = 'staff' and m.administrator_since is not null
$$;

CREATE FUNCTION public.administrators_related(p_one uuid, p_other uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select exists (
    select 1 from memberships m
    where m.org_id = org_entered() and m.kind = 'staff'
      and (m.account_id = p_one and p_other = any (m.administrator_line) or m.account_id = p_other and p_one = any (m.administrator_line)))
$$;

CREATE FUNCTION public.check_permit(p_by uuid, p_import uuid) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  if not pg_has_role(session_user, 'xinqiao_owner', 'usage') and not import_permitted(p_by, p_import) then
    raise insufficient_privilege using message = 'no administrator permitted this import';
  end if;
end
$$;

CREATE FUNCTION public.claim_busy(p_subjects uuid[], p_from timestamp with time zone, p_until timestamp with time zone, p_now timestamp with time zone) RETURNS TABLE(subject_id uuid, starts_at timestamp with time zone, ends_at timestamp with time zone)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
#variable_conflict use_column
begin
  -- Neither in SQL nor with a generic plan: a cluster plans what asks several shards with the values alone.
  return query
    select c.subject_id, c.starts_at, c.ends_at
    from claims c
    where c.subject_id = any (p_subjects) and c.starts_at < p_until and c.ends_at > p_from
      and (c.state = 'confirmed' or c.expires_at > p_now)
    order by c.subject_id, c.starts_at;
end
$$;

CREATE FUNCTION public.claim_first(p_subject uuid, p_from timestamp with time zone, p_until timestamp with time zone, p_now timestamp with time zone) RETURNS timestamp with time zone
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
begin
  return (
    select min(c.starts_at) from claims c
    where c.subject_id = p_subject and c.starts_at < p_until and c.ends_at > p_from and (c.state = 'confirmed' or c.expires_at > p_now));
end
$$;

CREATE FUNCTION public.claim_move(p_claim uuid, p_source text, p_subjects uuid[], p_starts timestamp with time zone[], p_ends timestamp with time zone[], p_old uuid[], p_now timestamp with time zone) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_subject uuid;
begin
  for v_subject in select distinct s from unnest(p_subjects || p_old) s order by s loop
    perform pg_advisory_xact_lock(hashtextextended(v_subject::text, 1));
  end loop;
  delete from claims where subject_id = any (p_old) and claim_id = p_claim and org_id = org_entered();
  return claim_take(p_claim, p_source, p_subjects, p_starts, p_ends, p_now, null);
end
$$;

CREATE FUNCTION public.claim_move_held(p_claim uuid, p_source text, p_subjects uuid[], p_starts timestamp with time zone[], p_ends timestamp with time zone[], p_old uuid[], p_now timestamp with time zone, p_hold_until timestamp with time zone) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_subject uuid;
begin
  for v_subject in select distinct s from unnest(p_subjects || p_old) s order by s loop
    perform pg_advisory_xact_lock(hashtextextended(v_subject::text, 1));
  end loop;
  delete from claims where subject_id = any (p_old) and claim_id = p_claim and org_id = org_entered();
  return claim_take(p_claim, p_source, p_subjects, p_starts, p_ends, p_now, p_hold_until);
end
$$;

CREATE FUNCTION public.claim_release(p_claim uuid, p_subjects uuid[]) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_count integer;
begin
  delete from claims where subject_id = any (p_subjects) and claim_id = p_claim and org_id = org_entered();
  get diagnostics v_count = row_count;
  return v_count;
end
$$;

CREATE FUNCTION public.claim_take(p_claim uuid, p_source text, p_subjects uuid[], p_starts timestamp with time zone[], p_ends timestamp with time zone[], p_now timestamp with time zone, p_hold_until timestamp with time zone) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
declare
  v_org bigint := org_entered();
  v_state text := case when p_hold_until is null then 'confirmed' else 'held' end;
  v_last uuid;
  v_subject uuid;
begin
  foreach v_subject in array p_subjects loop
    if v_subject < v_last then
      raise invalid_parameter_value using message = 'subjects must be sorted';
    end if;
    perform pg_advisory_xact_lock(hashtextextended(v_subject::text, 1));
    v_last := v_subject;
  end loop;
  delete from claims where subject_id = any (p_subjects) and state = 'held' and expires_at <= p_now;
  for i in 1 .. cardinality(p_subjects) loop
    insert into claims (subject_id, claim_id, org_id, source, state, starts_at, ends_at, expires_at)
    values (p_subjects[i], p_claim, v_org, p_source, v_state, p_starts[i], p_ends[i], p_hold_until);
  end loop;
  return cardinality(p_subjects);
end
$$;

CREATE FUNCTION public.claim_taken(p_subject uuid, p_at timestamp with time zone, p_now timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
begin
  return exists (
    select from claims c
    where c.subject_id = p_subject and c.starts_at <= p_at and c.ends_at > p_at and (c.state = 'confirmed' or c.expires_at > p_now));
end
$$;

CREATE FUNCTION public.claims_hand_over(p_claims uuid[], p_old uuid[], p_new uuid[], p_now timestamp with time zone) RETURNS TABLE(held_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_org bigint := org_entered();
  v_subject uuid;
  v_row claims%rowtype;
begin
  for v_subject in select distinct s from unnest(p_old || p_new) s where s is not null order by s loop
    perform pg_advisory_xact_lock(hashtextextended(v_subject::text, 1));
  end loop;
  for i in 1 .. cardinality(p_claims) loop
    select * into v_row from claims where subject_id = p_old[i] and claim_id = p_claims[i] and org_id = v_org;
    delete from claims where subject_id = p_old[i] and claim_id = p_claims[i] and org_id = v_org;
    continue when p_new[i] is null;
    delete from claims where subject_id = p_new[i] and state = 'held' and expires_at <= p_now;
    if v_row.claim_id is null or exists (
      select 1 from claims where subject_id = p_new[i] and starts_at < v_row.ends_at and ends_at > v_row.starts_at
    ) then
      held_id := p_claims[i];
      return next;
    else
      insert into claims (subject_id, claim_id, org_id, source, state, starts_at, ends_at, expires_at)
      values (p_new[i], v_row.claim_id, v_org, v_row.source, v_row.state, v_row.starts_at, v_row.ends_at, v_row.expires_at);
    end if;
  end loop;
end
$$;

CREATE FUNCTION public.claims_release(p_claims uuid[], p_subjects uuid[]) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_count integer;
begin
  delete from claims where subject_id = any (p_subjects) and claim_id = any (p_claims) and org_id = org_entered();
  get diagnostics v_count = row_count;
  return v_count;
end
$$;

CREATE FUNCTION public.contacts_of(p_accounts uuid[], p_now timestamp with time zone) RETURNS TABLE(account_id uuid, language text, quiet_from time without time zone, quiet_to time without time zone, channels text[], plain_titles boolean, email_sealed bytea, email_proved boolean, phone_sealed bytea, device_ids uuid[], device_kinds text[], device_addresses bytea[], sign_outs integer)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.credential_get(p_account uuid) RETURNS TABLE(secret_hash text, totp_sealed bytea, totp_confirmed_at timestamp with time zone, totp_step bigint, totp_pending_sealed bytea, totp_pending_session uuid, passkeys integer, moved_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select c.secret_hash, c.totp_sealed, c.totp_confirmed_at, c.totp_step, c.totp_pending_sealed, c.totp_pending_session,
    (select count(*) from passkeys k where k.account_id = p_account)::integer, a.login_moved_at
  from accounts a left join credentials c on c.account_id = a.account_id where a.account_id = p_account
$$;

CREATE FUNCTION public.credential_set_secret(p_account uuid, p_secret_hash text, p_now timestamp with time zone) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  insert into credentials (account_id, secret_hash, changed_at) values (p_account, p_secret_hash, p_now)
  on conflict (account_id) do update set secret_hash = excluded.secret_hash, changed_at = excluded.changed_at;
  delete from pins where account_id = p_account
$$;

CREATE FUNCTION public.device_forget(p_accounts uuid[], p_devices uuid[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_known uuid[] := known_here(p_accounts);
  v_count bigint;
begin
  delete from devices where account_id = any (v_known) and device_id = any (p_devices);
  get diagnostics v_count = row_count;
  return v_count;
end
$$;

CREATE FUNCTION public.device_list(p_account uuid) RETURNS TABLE(device_id uuid, kind text, name text, created_at timestamp with time zone, seen_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select d.device_id, d.kind, d.name, d.created_at, d.seen_at from devices d where d.account_id = p_account order by d.seen_at desc, d.device_id
$$;

CREATE FUNCTION public.device_put(p_account uuid, p_device uuid, p_kind text, p_hash bytea, p_sealed bytea, p_name text, p_now timestamp with time zone, p_session uuid DEFAULT NULL::uuid) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.device_remove(p_account uuid, p_device uuid) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  with gone as (delete from devices where account_id = p_account and device_id = p_device returning 1) select count(*) from gone
$$;

CREATE FUNCTION public.digests_of(p_accounts uuid[]) RETURNS TABLE(account_id uuid, hour smallint, since timestamp with time zone, until timestamp with time zone)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_known uuid[] := known_here(p_accounts);
begin
  return query
    select a.account_id, a.digest_hour, a.digest_since, a.digest_until
    from accounts a where a.account_id = any (v_known) and a.digest_since is not null and a.digest_hour is not null;
end
$$;

CREATE FUNCTION public.factor_reset_add(p_account uuid, p_reset uuid, p_first uuid, p_first_name text, p_second uuid, p_second_name text, p_now timestamp with time zone, p_opens timestamp with time zone, p_ends timestamp with time zone) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  if not (works_at(p_account, org_entered()) and works_at(p_first, org_entered()) and works_at(p_second, org_entered())) then
    raise insufficient_privilege using message = 'somebody does not work here';
  end if;
  update factor_resets set outcome = 'replaced' where account_id = p_account and outcome is null;
  insert into factor_resets (account_id, reset_id, org_id, first_by, first_name, second_by, second_name, confirmed_at, opens_at, ends_at)
  values (p_account, p_reset, org_entered(), p_first, p_first_name, p_second, p_second_name, p_now, p_opens, p_ends);
  perform session_end(p_account, null);
end
$$;

CREATE FUNCTION public.factor_reset_find(p_account uuid, p_now timestamp with time zone) RETURNS uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_row factor_resets;
  v_moved timestamptz;
begin
  select * into v_row from factor_resets r
  where r.account_id = p_account and r.outcome is null and r.opens_at <= p_now and r.ends_at > p_now;
  select a.login_moved_at into v_moved from accounts a where a.account_id = p_account;
  if v_row.reset_id is null or v_moved > v_row.confirmed_at - interval '7 days' or not (
    works_at(p_account, v_row.org_id) and works_at(v_row.first_by, v_row.org_id) and works_at(v_row.second_by, v_row.org_id)) then
    return null;
  end if;
  return v_row.reset_id;
end
$$;

CREATE FUNCTION public.factor_reset_list(p_account uuid) RETURNS TABLE(reset_id uuid, first_name text, second_name text, confirmed_at timestamp with time zone, opens_at timestamp with time zone, ends_at timestamp with time zone, outcome text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select r.reset_id, r.first_name, r.second_name, r.confirmed_at, r.opens_at, r.ends_at, r.outcome
  from factor_resets r where r.account_id = p_account order by r.confirmed_at desc, r.reset_id limit 20
$$;

CREATE FUNCTION public.factor_reset_refuse(p_account uuid, p_reset uuid, p_now timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  update factor_resets set outcome = 'refused' where account_id = p_account and reset_id = p_reset and outcome is null and ends_at > p_now;
  return found;
end
$$;

CREATE FUNCTION public.factor_reset_use(p_account uuid, p_reset uuid, p_now timestamp with time zone) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  update factor_resets set outcome = 'used' where account_id = p_account and reset_id = p_reset and outcome is null;
  delete from passkeys where account_id = p_account;
  update credentials set secret_hash = null, totp_sealed = null, totp_confirmed_at = null, totp_pending_sealed = null, totp_pending_session = null,
    changed_at = p_now where account_id = p_account;
end
$$;

CREATE FUNCTION public.factor_state(p_account uuid) RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_keys bigint;
  v_both bigint;
begin
  if exists (select 1 from memberships m where m.account_id = p_account and m.org_id <> org_entered() and m.kind = 'staff' and m.ended_at is null) then
    return 'elsewhere';
  end if;
  select count(*) into v_keys from passkeys k where k.account_id = p_account;
  select count(*) into v_both from credentials c
  where c.account_id = p_account and c.secret_hash is not null and c.totp_confirmed_at is not null;
  return case when v_keys + v_both > 0 then 'lost' else 'nothing' end;
end
$$;

CREATE FUNCTION public.family_lasts(p_ended timestamp with time zone, p_now timestamp with time zone) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
  select p_ended is null or p_ended > p_now - interval '366 days'
$$;

CREATE FUNCTION public.family_served_here() RETURNS bigint[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_org bigint := org_entered();
  v_account uuid := nullif(current_setting('app.account_id', true), '')::uuid;
begin
  return array(select distinct m.org_id from memberships m
               join org_catchments c on c.provider_org_id = v_org and c.client_org_id = m.org_id and c.ended_at is null
               where m.account_id = v_account and m.kind <> 'staff' and m.ended_at is null order by 1);
end
$$;

CREATE FUNCTION public.feed_end(p_account uuid) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  with gone as (delete from calendar_feeds where account_id = p_account returning 1) select count(*) from gone
$$;

CREATE FUNCTION public.feed_find(p_account uuid, p_token_hash bytea, p_now timestamp with time zone) RETURNS TABLE(account_id uuid, language text, plain_titles boolean, org_ids bigint[])
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_read timestamptz;
begin
  select f.account_id, a.language, a.plain_titles, f.read_at into account_id, language, plain_titles, v_read
  from calendar_feeds f join accounts a on a.account_id = f.account_id
  where f.account_id = p_account and f.token_hash = p_token_hash;
  if not found then
    return;
  end if;
  if (v_read is null or v_read < p_now - interval '1 day') and current_setting('transaction_read_only') = 'off' then
    update calendar_feeds f set read_at = p_now where f.account_id = p_account;
  end if;
  org_ids := array(
    select m.org_id from memberships m where m.account_id = p_account and m.ended_at is null
    union
    select c.provider_org_id from memberships m join org_catchments c on c.client_org_id = m.org_id
    where m.account_id = p_account and family_lasts(m.ended_at, p_now) and m.kind <> 'staff'
    order by 1
  );
  return next;
end
$$;

CREATE FUNCTION public.feed_get(p_account uuid) RETURNS TABLE(created_at timestamp with time zone, read_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select f.created_at, f.read_at from calendar_feeds f where f.account_id = p_account
$$;

CREATE FUNCTION public.feed_set(p_account uuid, p_token_hash bytea, p_now timestamp with time zone) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  insert into calendar_feeds as f (account_id, token_hash, created_at) values (p_account, p_token_hash, p_now)
  on conflict (account_id) do update set token_hash = excluded.token_hash, created_at = excluded.created_at, read_at = null
$$;

CREATE FUNCTION public.graduates_end(p_students uuid[], p_guardians uuid[], p_today date, p_now timestamp with time zone) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_org bigint := org_entered();
  v_words uuid[] := array(select p.import_id from import_permits p where p.org_id = v_org and p.ends_on < p_today);
  v_members uuid[] := array(select m.account_id from memberships m where m.account_id = any (v_words) and m.org_id = v_org);
  v_students uuid[];
begin
  if not exists (select from unnest(v_words) as w (id) where not (w.id = any (v_members)))
     and (cardinality(p_guardians) > 9 * cardinality(p_students)
          or exists (select from unnest(p_students) as u (account_id) where not (u.account_id = any (v_words)))) then
    raise insufficient_privilege using message = 'no administrator let graduates leave by this day';
  end if;
  select array_agg(m.account_id) into v_students from memberships m
  where m.account_id = any (p_students) and m.org_id = v_org and m.kind = 'student' and m.ended_at is null;
  delete from login_keys l where l.account_id = any (v_students) and l.kind = 'student';
  update memberships set ended_at = p_now, administrator = false, roles = '{}'
  where account_id = any (v_students) and org_id = v_org and kind = 'student' and ended_at is null;
  update memberships set ended_at = p_now, administrator = false, roles = '{}'
  where account_id = any (p_guardians) and org_id = v_org and kind = 'guardian' and ended_at is null;
end
$$;

CREATE FUNCTION public.graduates_permit(p_graduates uuid, p_ends_on date, p_now timestamp with time zone, p_by uuid DEFAULT NULL::uuid, p_import uuid DEFAULT NULL::uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  perform check_permit(p_by, p_import);
  insert into import_permits (account_id, import_id, org_id, by_operator, permitted_at, ends_on)
  values (p_by, p_graduates, org_entered(), false, p_now, p_ends_on)
  on conflict on constraint import_permits_pkey do nothing;
end
$$;

CREATE FUNCTION public.graduates_permit_end(p_kept uuid[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  delete from import_permits where org_id = org_entered() and ends_on is not null and not (import_id = any (p_kept));
end
$$;

CREATE FUNCTION public.idempotency_done(p_account uuid, p_key text, p_object uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  if p_account is distinct from nullif(current_setting('app.account_id', true), '')::uuid then
    raise insufficient_privilege using message = 'the key is of somebody else';
  end if;
  update idempotency set object_id = p_object where account_id = p_account and key = p_key;
  return false;
end
$$;

CREATE FUNCTION public.idempotency_purge(p_before timestamp with time zone) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  with gone as (delete from idempotency where created_at < p_before returning 1) select count(*) from gone
$$;

CREATE FUNCTION public.idempotency_take(p_account uuid, p_key text, p_request_hash bytea, p_now timestamp with time zone, p_object uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  if p_account is distinct from nullif(current_setting('app.account_id', true), '')::uuid then
    raise insufficient_privilege using message = 'the key is of somebody else';
  end if;
  insert into idempotency (account_id, key, request_hash, object_id, created_at)
  values (p_account, p_key, p_request_hash, p_object, p_now)
  on conflict on constraint idempotency_pkey do nothing;
  if not found then
    raise serialization_failure using message = 'the key was taken meanwhile';
  end if;
  return false;
end
$$;

CREATE FUNCTION public.import_permit(p_account uuid, p_token_hash bytea, p_import uuid, p_now timestamp with time zone) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  perform from sessions s
  where s.account_id = p_account and s.token_hash = p_token_hash and session_open(p_now, s.expires_at, s.seen_at, s.idle_seconds)
    and session_assurance(s.assurance, s.proved_at, p_now) = 2
    and exists (select 1 from memberships m where m.account_id = p_account and m.org_id = org_entered() and m.kind = 'staff'
                and m.administrator and m.ended_at is null);
  if not found then
    raise insufficient_privilege using message = 'no administrator of this organisation';
  end if;
  insert into import_permits (account_id, import_id, org_id, by_operator, permitted_at)
  values (p_account, p_import, org_entered(), false, p_now)
  on conflict on constraint import_permits_pkey do nothing;
end
$$;

CREATE FUNCTION public.import_permit_end(p_by uuid, p_import uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  delete from import_permits where account_id = p_by and import_id = p_import and org_id = org_entered();
end
$$;

CREATE FUNCTION public.import_permitted(p_by uuid, p_import uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  return exists (
    select 1 from import_permits p
    where p.account_id = p_by and p.import_id = p_import and p.org_id = org_entered() and p.ends_on is null
      and (p.by_operator
           or exists (select 1 from memberships m where m.account_id = p_by and m.org_id = org_entered() and m.kind = 'staff'
                      and m.administrator and m.ended_at is null)));
end
$$;

CREATE FUNCTION public.known_here(p_accounts uuid[]) RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_org bigint := org_entered();
  v_serves bigint[] := array(select c.client_org_id from org_catchments c where c.provider_org_id = v_org);
begin
  return array(select distinct m.account_id from memberships m
               where m.account_id = any (p_accounts) and (m.org_id = v_org or (m.kind <> 'staff' and m.org_id = any (v_serves))));
end
$$;

CREATE FUNCTION public.leaver_permit_end(p_account uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  delete from import_permits where org_id = org_entered() and import_id = p_account and ends_on is not null;
end
$$;

CREATE FUNCTION public.leavers_end(p_staff uuid[], p_today date, p_now timestamp with time zone) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_org bigint := org_entered();
  v_permitted uuid[];
begin
  select array_agg(p.import_id) into v_permitted from import_permits p where p.org_id = v_org and p.ends_on < p_today;
  if exists (select from unnest(p_staff) as u (account_id) where not (u.account_id = any (coalesce(v_permitted, '{}')))) then
    raise insufficient_privilege using message = 'no administrator let this person leave by this day';
  end if;
  update memberships set ended_at = p_now, administrator = false, roles = '{}'
  where account_id = any (p_staff) and org_id = v_org and kind = 'staff' and ended_at is null;
end
$$;

CREATE FUNCTION public.login_attach(p_keys bytea[], p_accounts uuid[], p_sealed bytea[], p_now timestamp with time zone, p_by uuid DEFAULT NULL::uuid, p_import uuid DEFAULT NULL::uuid, p_mail bytea[] DEFAULT '{}'::bytea[]) RETURNS TABLE(key_hash bytea, account_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_accounts uuid[];
  v_kept bytea[];
begin
  perform check_permit(p_by, p_import);
  select coalesce(array_agg(m.old_key), '{}') into v_kept from login_moves m
  where m.old_key = any (p_keys) and m.outcome is null and m.ends_at > p_now;
  insert into login_keys (key_hash, account_id, kind, sealed)
  select u.k, u.a, case when u.s is null then 'unnumbered' when u.k = any (p_mail) then 'mail' else 'phone' end, u.s from unnest(p_keys, p_accounts, p_sealed) as u (k, a, s)
  where not (u.k = any (v_kept)) order by u.k
  on conflict on constraint login_keys_pkey do nothing;
  select array_agg(l.account_id) into v_accounts from login_keys l where l.key_hash = any (p_keys);
  insert into accounts (account_id, created_at, updated_at)
  select distinct a, p_now, p_now from unnest(v_accounts) a order by a
  on conflict on constraint accounts_pkey do nothing;
  return query select l.key_hash, l.account_id from login_keys l where l.key_hash = any (p_keys);
end
$$;

CREATE FUNCTION public.login_attempt(p_keys bytea[], p_limits integer[], p_seconds integer[], p_now timestamp with time zone) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.login_code_check(p_key bytea, p_code bytea, p_now timestamp with time zone, p_known boolean DEFAULT false, p_most integer DEFAULT 5) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.login_code_purge(p_before timestamp with time zone) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  with gone as (delete from login_codes where expires_at < p_before returning 1) select count(*) from gone
$$;

CREATE FUNCTION public.login_code_put(p_key bytea, p_code bytea, p_expires timestamp with time zone) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  insert into login_codes (key_hash, code_hash, tries, expires_at) values (p_key, p_code, 0, p_expires)
  on conflict (key_hash) do update set code_hash = excluded.code_hash, tries = 0, known_tries = 0,
    expires_at = excluded.expires_at, used_at = null
$$;

CREATE FUNCTION public.login_code_take(p_key bytea, p_code bytea, p_now timestamp with time zone, p_known boolean DEFAULT false, p_most integer DEFAULT 5) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.login_failures_add(p_keys bytea[], p_seconds integer[], p_now timestamp with time zone) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.login_failures_lock(p_keys bytea[], p_seconds integer, p_now timestamp with time zone) RETURNS TABLE(key_hash bytea, failures integer, since timestamp with time zone, last_at timestamp with time zone)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.login_failures_purge(p_before timestamp with time zone) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  with gone as (delete from login_failures where since < p_before returning 1) select count(*) from gone
$$;

CREATE FUNCTION public.login_failures_seen(p_key bytea, p_seconds integer, p_now timestamp with time zone) RETURNS integer
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select coalesce(sum(failures), 0)::integer from login_failures
  where key_hash = p_key and since > p_now - make_interval(secs => p_seconds)
$$;

CREATE FUNCTION public.login_find(p_key bytea) RETURNS TABLE(account_id uuid, kind text, sealed bytea, language text, kinds text[], secret_hash text, totp_sealed bytea, totp_confirmed_at timestamp with time zone, totp_step bigint, heard_of date)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.login_keys_kept(p_keys bytea[], p_now timestamp with time zone) RETURNS bytea[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  perform org_entered();
  return (select coalesce(array_agg(m.old_key), '{}') from login_moves m
          where m.old_key = any (p_keys) and m.outcome is null and m.ends_at > p_now);
end
$$;

CREATE FUNCTION public.login_mails(p_accounts uuid[]) RETURNS TABLE(account_id uuid, sealed bytea)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_known uuid[] := known_here(p_accounts);
begin
  return query select l.account_id, l.sealed from login_keys l where l.account_id = any (v_known) and l.kind = 'mail' and l.sealed is not null;
end
$$;

CREATE FUNCTION public.login_move(p_account uuid, p_key bytea, p_sealed bytea, p_now timestamp with time zone, p_by uuid, p_import uuid, p_move uuid, p_name text, p_ends timestamp with time zone, p_mail boolean DEFAULT false) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_open login_moves;
  v_old login_keys;
  v_back boolean;
  v_named boolean;
begin
  perform check_permit(p_by, p_import);
  if not exists (select from memberships m where m.account_id = p_account and m.org_id = org_entered() and m.ended_at is null) then
    return 'unknown';
  end if;
  if exists (select from memberships m where m.account_id = p_account and m.kind = 'staff' and m.ended_at is null)
      and not exists (select from memberships m where m.account_id = p_account and m.org_id = org_entered() and m.kind = 'staff'
                      and m.ended_at is null) then
    return 'elsewhere';
  end if;
  select * into v_old from login_keys k where k.account_id = p_account and k.kind in ('phone', 'mail', 'unnumbered') order by k.kind limit 1;
  if v_old.key_hash = p_key then
    return 'same';
  end if;
  if exists (select from login_keys k where k.key_hash = p_key and k.account_id <> p_account) then
    return 'taken';
  end if;
  if exists (select 1 from login_moves m where m.old_key = p_key and m.account_id <> p_account and m.outcome is null and m.ends_at > p_now) then
    return 'kept';
  end if;
  select * into v_open from login_moves m where m.account_id = p_account and m.ends_at > p_now order by m.moved_at desc limit 1;
  v_back := coalesce(v_open.outcome is null and v_open.old_key = p_key, false);
  if not v_back and v_open.move_id is not null and v_open.outcome is distinct from 'moved_back'
     and (v_open.moved_by = p_by or administrator_new(p_by, p_now - interval '7 days') or administrators_related(p_by, v_open.moved_by)) then
    return 'lately';
  end if;
  v_named := case when v_open.outcome is null and v_open.old_key is not null then v_open.old_sealed is null
                  else coalesce(v_old.kind = 'unnumbered', false) end;
  insert into login_keys (key_hash, account_id, kind, sealed) values (p_key, p_account, case when p_mail then 'mail' else 'phone' end, p_sealed)
  on conflict on constraint login_keys_pkey do nothing;
  if not exists (select from login_keys k where k.key_hash = p_key and k.account_id = p_account and k.kind in ('phone', 'mail')) then
    return 'taken';
  end if;
  if v_open.move_id is not null and v_open.outcome is null then
    update login_moves m set outcome = case when v_back then 'moved_back' else 'moved_again' end, old_key = null, old_sealed = null,
      device_kinds = '{}', device_addresses = '{}'
    where m.account_id = p_account and m.move_id = v_open.move_id;
  end if;
  if not v_back then
    -- What was moved before and not confirmed: the first number keeps its word, not the one in between.
    insert into login_moves (account_id, move_id, org_id, moved_by, moved_by_name, moved_at, ends_at, before_at, old_key, old_sealed, device_kinds, device_addresses,
      org_ids, old_mail)
    select p_account, p_move, org_entered(), p_by, p_name, p_now, p_ends,
      case when v_open.outcome is null and v_open.move_id is not null then v_open.before_at else a.login_moved_at end,
      case when v_open.outcome is null and v_open.old_key is not null then v_open.old_key else v_old.key_hash end,
      case when v_open.outcome is null and v_open.old_key is not null then v_open.old_sealed else v_old.sealed end,
      array(select d.kind from devices d where d.account_id = p_account order by d.device_id),
      array(select d.address_sealed from devices d where d.account_id = p_account order by d.device_id),
      array(select distinct m.org_id from memberships m where m.account_id = p_account and m.ended_at is null order by m.org_id),
      case when v_open.outcome is null and v_open.old_key is not null then v_open.old_mail else coalesce(v_old.kind = 'mail', false) end
    from accounts a where a.account_id = p_account
    on conflict do nothing;
  end if;
  delete from login_keys k where k.account_id = p_account and k.key_hash <> p_key and not (v_named and k.kind = 'student');
  delete from devices d where d.account_id = p_account;
  delete from sessions s where s.account_id = p_account;
  delete from starting_codes s where s.account_id = p_account;
  update accounts a set updated_at = p_now,
    login_moved_at = case when v_back then v_open.before_at else p_now end,
    login_closed_until = case when not v_back then p_ends end, login_open_in = '{}'
  where a.account_id = p_account;
  return 'moved';
end
$$;

CREATE FUNCTION public.login_move_confirm(p_account uuid, p_by uuid, p_now timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_moved_by uuid;
  v_named boolean;
  v_open bigint[];
begin
  if p_by is distinct from nullif(current_setting('app.account_id', true), '')::uuid then
    raise insufficient_privilege using message = 'somebody else confirms';
  end if;
  select m.moved_by, m.old_sealed is null into v_moved_by, v_named from login_moves m
  where m.account_id = p_account and m.org_ids @> array[org_entered()] and m.outcome is null and m.ends_at > p_now;
  if administrators_related(p_by, v_moved_by) then
    return false;
  end if;
  update login_moves m set second_by = p_by
  where m.account_id = p_account and m.org_ids @> array[org_entered()] and m.outcome is null and m.ends_at > p_now
    and m.account_id <> p_by and m.moved_by is distinct from p_by;
  if not found then
    return false;
  end if;
  update accounts a set login_open_in = array_append(a.login_open_in, org_entered())
  where a.account_id = p_account and a.login_closed_until > p_now and not (org_entered() = any (a.login_open_in))
  returning a.login_open_in into v_open;
  if not found then
    return false;
  end if;
  if exists (select from memberships m where m.account_id = p_account and m.ended_at is null and not (m.org_id = any (v_open))) then
    return true;
  end if;
  if v_named then
    delete from login_keys k where k.account_id = p_account and k.kind = 'student';
  end if;
  update login_moves m set outcome = 'confirmed', old_key = null, old_sealed = null, device_kinds = '{}', device_addresses = '{}'
  where m.account_id = p_account and m.outcome is null and m.ends_at > p_now;
  update accounts set login_closed_until = null, login_open_in = '{}' where account_id = p_account;
  return true;
end
$$;

CREATE FUNCTION public.login_move_settle(p_account uuid, p_session uuid, p_mine boolean, p_now timestamp with time zone) RETURNS TABLE(org_ids bigint[], move_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_row login_moves;
begin
  if p_account is distinct from nullif(current_setting('app.account_id', true), '')::uuid then
    raise insufficient_privilege using message = 'somebody else settles it';
  end if;
  select * into v_row from login_moves m
  where m.account_id = p_account and m.outcome is null and m.ends_at > p_now and m.old_key is not null and m.old_sealed is null
  order by m.moved_at desc limit 1;
  if v_row.move_id is null
     or exists (select 1 from secret_resets r where r.account_id = p_account and r.used_at > v_row.moved_at)
     or not exists (select 1 from credentials c where c.account_id = p_account and c.secret_hash is not null) then
    return;
  end if;
  update login_moves m set outcome = case when p_mine then 'confirmed' else 'objected' end, old_key = null, device_kinds = '{}', device_addresses = '{}'
  where m.account_id = p_account and m.move_id = v_row.move_id and m.outcome is null;
  if not found then
    return;
  end if;
  if p_mine then
    delete from login_keys k where k.account_id = p_account and k.kind = 'student';
    update accounts a set login_closed_until = null, login_open_in = '{}', updated_at = p_now where a.account_id = p_account;
  else
    delete from login_keys k where k.account_id = p_account and k.kind in ('phone', 'mail');
    insert into login_keys (key_hash, account_id, kind) values (v_row.old_key, p_account, 'unnumbered')
    on conflict on constraint login_keys_pkey do nothing;
    delete from devices d where d.account_id = p_account;
    delete from sessions s where s.account_id = p_account and s.session_id <> p_session;
    update accounts a set login_moved_at = v_row.before_at, login_closed_until = null, login_open_in = '{}', updated_at = p_now
    where a.account_id = p_account;
  end if;
  org_ids := v_row.org_ids;
  move_id := v_row.move_id;
  return next;
end
$$;

CREATE FUNCTION public.login_move_told(p_account uuid, p_move uuid) RETURNS TABLE(language text, old_sealed bytea, by_mail boolean, email_sealed bytea, device_kinds text[], device_addresses bytea[], others bigint[])
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select a.language, m.old_sealed, m.old_mail, case when a.email_verified_at is not null then a.email_sealed end, m.device_kinds, m.device_addresses,
    array_remove(m.org_ids, m.org_id)
  from login_moves m join accounts a on a.account_id = m.account_id
  where m.account_id = p_account and m.move_id = p_move and m.old_key is not null
$$;

CREATE FUNCTION public.login_move_undo(p_key bytea, p_now timestamp with time zone) RETURNS TABLE(account_id uuid, org_ids bigint[], move_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_row login_moves;
begin
  select * into v_row from login_moves m
  where m.old_key = p_key and m.outcome is null and m.ends_at > p_now order by m.moved_at desc limit 1;
  if v_row.move_id is null then
    return;
  end if;
  update login_moves m set outcome = 'objected', old_key = null, old_sealed = null, device_kinds = '{}', device_addresses = '{}'
  where m.account_id = v_row.account_id and m.move_id = v_row.move_id and m.outcome is null;
  if not found then
    return;
  end if;
  delete from login_keys k where k.account_id = v_row.account_id and k.kind in ('phone', 'mail') and k.key_hash <> p_key;
  insert into login_keys (key_hash, account_id, kind, sealed) values (p_key, v_row.account_id, case when v_row.old_mail then 'mail' else 'phone' end, v_row.old_sealed)
  on conflict on constraint login_keys_pkey do nothing;
  delete from devices d where d.account_id = v_row.account_id;
  delete from sessions s where s.account_id = v_row.account_id;
  update accounts a set login_moved_at = v_row.before_at, login_closed_until = null, login_open_in = '{}', updated_at = p_now
  where a.account_id = v_row.account_id;
  account_id := v_row.account_id;
  org_ids := v_row.org_ids;
  move_id := v_row.move_id;
  return next;
end
$$;

CREATE FUNCTION public.login_moved_at(p_account uuid) RETURNS timestamp with time zone
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select a.login_moved_at from accounts a
  where a.account_id = p_account and p_account = nullif(current_setting('app.account_id', true), '')::uuid
$$;

CREATE FUNCTION public.login_moved_from(p_key bytea, p_now timestamp with time zone) RETURNS TABLE(account_id uuid, kind text, sealed bytea, language text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  select m.account_id, case when m.old_mail then 'mail' else 'phone' end, m.old_sealed into account_id, kind, sealed from login_moves m
  where m.old_key = p_key and m.outcome is null and m.ends_at > p_now order by m.moved_at desc limit 1;
  if not found then
    return;
  end if;
  select a.language into language from accounts a where a.account_id = login_moved_from.account_id;
  return next;
end
$$;

CREATE FUNCTION public.login_moves_hold(p_accounts uuid[], p_barred uuid[], p_until timestamp with time zone, p_now timestamp with time zone, p_by uuid, p_import uuid) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_held uuid[];
begin
  perform check_permit(p_by, p_import);
  with held as (
    update login_moves m set ends_at = p_until
    where m.account_id = any (p_accounts) and m.moved_by = any (p_barred) and m.org_id = org_entered() and m.outcome is null
      and m.ends_at > p_now and m.ends_at < p_until
    returning m.account_id
  )
  select coalesce(array_agg(h.account_id), '{}') into v_held from held h;
  update accounts a set login_closed_until = p_until, updated_at = p_now where a.account_id = any (v_held) and a.login_closed_until > p_now;
  return cardinality(v_held);
end
$$;

CREATE FUNCTION public.login_moves_own(p_account uuid) RETURNS TABLE(moved_at timestamp with time zone, ends_at timestamp with time zone, moved_by_name text, outcome text, by_secret boolean)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select m.moved_at, m.ends_at, m.moved_by_name, m.outcome, m.outcome is null and m.old_key is not null and m.old_sealed is null from login_moves m
  where m.account_id = p_account and p_account = nullif(current_setting('app.account_id', true), '')::uuid
  order by m.moved_at desc, m.move_id limit 20
$$;

CREATE FUNCTION public.login_moves_purge(p_now timestamp with time zone) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_named uuid[];
  v_gone bigint;
begin
  select array_agg(m.account_id) into v_named from login_moves m
  where m.ends_at <= p_now and m.outcome is null and m.old_key is not null and m.old_sealed is null;
  delete from login_keys k where k.account_id = any (v_named) and k.kind = 'student';
  update login_moves set old_key = null, old_sealed = null, device_kinds = '{}', device_addresses = '{}'
  where ends_at <= p_now and old_key is not null;
  get diagnostics v_gone = row_count;
  return v_gone;
end
$$;

CREATE FUNCTION public.login_moves_waiting(p_now timestamp with time zone) RETURNS TABLE(account_id uuid, moved_by uuid, moved_by_name text, moved_at timestamp with time zone, ends_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select m.account_id, m.moved_by, case when m.org_id = org_entered() then m.moved_by_name end, m.moved_at, m.ends_at
  from login_moves m join accounts a on a.account_id = m.account_id
  where m.org_ids @> array[org_entered()] and m.outcome is null and m.ends_at > p_now and not (org_entered() = any (a.login_open_in))
  order by m.moved_at desc, m.account_id limit 200
$$;

CREATE FUNCTION public.login_own(p_account uuid) RETURNS TABLE(kind text, sealed bytea)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select l.kind, l.sealed from login_keys l
  where l.account_id = p_account and l.kind in ('phone', 'mail') and l.sealed is not null order by l.kind desc limit 1
$$;

CREATE FUNCTION public.login_students(p_students uuid[], p_keys bytea[], p_accounts uuid[], p_now timestamp with time zone, p_by uuid DEFAULT NULL::uuid, p_import uuid DEFAULT NULL::uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  perform check_permit(p_by, p_import);
  insert into accounts (account_id, created_at, updated_at) select p, p_now, p_now from unnest(p_students) p order by p
  on conflict on constraint accounts_pkey do nothing;
  delete from login_keys l where l.account_id = any (p_students) and l.kind = 'student' and not (l.key_hash = any (p_keys));
  insert into login_keys (key_hash, account_id, kind) select u.k, u.a, 'student' from unnest(p_keys, p_accounts) as u (k, a) order by u.k
  on conflict on constraint login_keys_pkey do update set account_id = excluded.account_id;
end
$$;

CREATE FUNCTION public.mail_reach(p_account uuid, p_now timestamp with time zone) RETURNS TABLE(org_ids bigint[], closed_until timestamp with time zone)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.mailed_here(p_known uuid[], p_now timestamp with time zone) RETURNS uuid[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_org bigint := org_entered();
  v_closed uuid[] := array(select a.account_id from accounts a
                           where a.account_id = any (p_known) and a.login_closed_until > p_now and not (v_org = any (a.login_open_in)));
begin
  return array(select l.account_id from login_keys l
               where l.account_id = any (p_known) and l.kind = 'mail' and not (l.account_id = any (v_closed)));
end
$$;

CREATE FUNCTION public.membership_end(p_accounts uuid[], p_kind text, p_now timestamp with time zone, p_by uuid DEFAULT NULL::uuid, p_import uuid DEFAULT NULL::uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  perform check_permit(p_by, p_import);
  update memberships set ended_at = p_now, administrator = false, roles = '{}'
  where account_id = any (p_accounts) and org_id = org_entered() and kind = p_kind and ended_at is null;
end
$$;

CREATE FUNCTION public.membership_put(p_accounts uuid[], p_kind text, p_now timestamp with time zone, p_by uuid DEFAULT NULL::uuid, p_import uuid DEFAULT NULL::uuid, p_first boolean DEFAULT false) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_line uuid[] := '{}';
begin
  perform check_permit(p_by, p_import);
  if p_kind = 'staff' and not p_first then
    select array_append(array_remove(m.administrator_line, p_by), p_by) into v_line from memberships m
    where m.account_id = p_by and m.org_id = org_entered() and m.kind = 'staff' and m.administrator and m.ended_at is null;
  end if;
  insert into memberships as m (account_id, org_id, kind, since, administrator_line)
  select a, org_entered(), p_kind, p_now, coalesce(v_line, '{}') from unnest(p_accounts) a order by a
  on conflict (account_id, org_id, kind) do update set since = excluded.since, ended_at = null where m.ended_at is not null;
end
$$;

CREATE FUNCTION public.membership_settle(p_staff uuid[], p_roles text[], p_administrators uuid[], p_left uuid[], p_now timestamp with time zone, p_by uuid DEFAULT NULL::uuid, p_import uuid DEFAULT NULL::uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_line uuid[];
begin
  perform check_permit(p_by, p_import);
  select array_append(array_remove(m.administrator_line, p_by), p_by) into v_line from memberships m
  where m.account_id = p_by and m.org_id = org_entered() and m.kind = 'staff' and m.administrator and m.ended_at is null;
  update memberships m set administrator = (m.account_id = any (p_administrators)), roles = string_to_array(u.roles, ','),
    administrator_since = case when m.account_id = any (p_administrators) then coalesce(m.administrator_since, p_now) else m.administrator_since end,
    administrator_line = case when m.account_id = any (p_administrators) and m.administrator_since is null
      then array(select l.id from unnest(m.administrator_line) as l (id) where not (l.id = any (coalesce(v_line, '{}')))) || coalesce(v_line, '{}')
      else m.administrator_line end,
    officer_since = case when 'officer' = any (string_to_array(u.roles, ',')) then coalesce(m.officer_since, p_now) end
  from unnest(p_staff, p_roles) as u (account_id, roles)
  where m.account_id = u.account_id and m.org_id = org_entered() and m.kind = 'staff';
  update memberships set ended_at = p_now, administrator = false, roles = '{}'
  where account_id = any (p_left) and org_id = org_entered() and kind = 'staff' and ended_at is null;
end
$$;

CREATE FUNCTION public.memberships_entered(p_account uuid, p_now timestamp with time zone) RETURNS TABLE(kinds text[], client_student boolean, client_guardian_of bigint[])
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_org bigint := org_entered();
  v_student_of bigint[];
begin
  select coalesce(string_to_array(string_agg(array_to_string(m.kind || m.roles, ','), ',') filter (where m.org_id = v_org and m.ended_at is null), ','), '{}'),
    coalesce(array_agg(m.org_id) filter (where m.kind = 'guardian' and m.org_id <> v_org), '{}'),
    coalesce(array_agg(m.org_id) filter (where m.kind = 'student' and m.org_id <> v_org), '{}')
  into kinds, client_guardian_of, v_student_of
  from memberships m where m.account_id = p_account and family_lasts(m.ended_at, p_now);
  client_student := v_student_of <> '{}' and served_from_here(v_org, v_student_of) <> '{}';
  if client_guardian_of <> '{}' then
    client_guardian_of := served_from_here(v_org, client_guardian_of);
  end if;
  return next;
end
$$;

CREATE FUNCTION public.officers_settled(p_before timestamp with time zone) RETURNS TABLE(account_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select m.account_id
  from memberships m
  join accounts a on a.account_id = m.account_id
  cross join (select min(f.since) as at from memberships f where f.org_id = org_entered() and f.kind = 'staff') first
  where m.org_id = org_entered() and m.kind = 'staff' and m.ended_at is null
    and (greatest(m.since, m.officer_since) <= p_before or (m.since = first.at and m.officer_since <= first.at + interval '1 hour'))
    and m.officer_since is not null
    and (a.login_moved_at is null or a.login_moved_at <= p_before)
    and not exists (
      select 1 from factor_resets r where r.account_id = m.account_id and r.outcome = 'used' and r.ends_at > p_before)
$$;

CREATE FUNCTION public.org_entered() RETURNS bigint
    LANGUAGE plpgsql STABLE
    AS $$
declare
  v_org bigint := nullif(current_setting('app.org_id', true), '')::bigint;
begin
  if v_org is null then
    raise insufficient_privilege using message = 'no organisation is entered';
  end if;
  return v_org;
end
$$;

CREATE FUNCTION public.passkey_challenge_purge(p_before timestamp with time zone) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  with gone as (delete from passkey_challenges where expires_at < p_before returning 1) select count(*) from gone
$$;

CREATE FUNCTION public.passkey_challenge_put(p_hash bytea, p_purpose text, p_session uuid, p_expires timestamp with time zone) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  insert into passkey_challenges (challenge_hash, purpose, session_id, expires_at) values (p_hash, p_purpose, p_session, p_expires)
$$;

CREATE FUNCTION public.passkey_challenge_take(p_hash bytea, p_purpose text, p_session uuid, p_now timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_right boolean;
begin
  delete from passkey_challenges where challenge_hash = p_hash
  returning purpose = p_purpose and session_id is not distinct from p_session and expires_at > p_now into v_right;
  return coalesce(v_right, false);
end
$$;

CREATE FUNCTION public.passkey_find(p_account uuid, p_credential bytea) RETURNS TABLE(passkey_id uuid, public_key bytea, sign_count bigint, kinds text[])
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select k.passkey_id, k.public_key, k.sign_count,
    array(select distinct m.kind from memberships m where m.account_id = p_account and m.ended_at is null order by 1)
  from passkeys k where k.account_id = p_account and k.credential_id = p_credential
$$;

CREATE FUNCTION public.passkey_list(p_account uuid) RETURNS TABLE(passkey_id uuid, credential_id bytea, name text, created_at timestamp with time zone, used_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select k.passkey_id, k.credential_id, k.name, k.created_at, k.used_at from passkeys k where k.account_id = p_account
  order by k.created_at, k.passkey_id
$$;

CREATE FUNCTION public.passkey_put(p_account uuid, p_credential bytea, p_passkey uuid, p_public_key bytea, p_sign_count bigint, p_name text, p_now timestamp with time zone) RETURNS boolean
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  with put as (
    insert into passkeys (account_id, credential_id, passkey_id, public_key, sign_count, name, created_at)
    values (p_account, p_credential, p_passkey, p_public_key, p_sign_count, p_name, p_now)
    on conflict on constraint passkeys_pkey do nothing returning 1)
  select exists (select 1 from put)
$$;

CREATE FUNCTION public.passkey_remove(p_account uuid, p_passkey uuid) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  with gone as (delete from passkeys where account_id = p_account and passkey_id = p_passkey returning 1) select count(*) from gone
$$;

CREATE FUNCTION public.passkey_rename(p_account uuid, p_passkey uuid, p_name text) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  with named as (update passkeys set name = p_name where account_id = p_account and passkey_id = p_passkey returning 1) select count(*) from named
$$;

CREATE FUNCTION public.passkey_used(p_account uuid, p_credential bytea, p_before bigint, p_sign_count bigint, p_now timestamp with time zone) RETURNS boolean
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  with used as (
    update passkeys set sign_count = p_sign_count, used_at = p_now
    where account_id = p_account and credential_id = p_credential and sign_count = p_before returning 1)
  select exists (select 1 from used)
$$;

CREATE FUNCTION public.pin_end(p_account uuid) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  delete from pins where account_id = p_account
$$;

CREATE FUNCTION public.pin_get(p_account uuid) RETURNS TABLE(pin_hash text, set_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select p.pin_hash, p.set_at from pins p where p.account_id = p_account
$$;

CREATE FUNCTION public.pin_missed(p_account uuid, p_most integer) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  update pins set misses = misses + 1 where account_id = p_account;
  delete from pins where account_id = p_account and misses >= p_most
$$;

CREATE FUNCTION public.pin_set(p_account uuid, p_hash text, p_now timestamp with time zone) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  insert into pins (account_id, pin_hash, set_at) values (p_account, p_hash, p_now)
  on conflict (account_id) do update set pin_hash = excluded.pin_hash, set_at = excluded.set_at, misses = 0
$$;

CREATE FUNCTION public.roster_identities(p_accounts uuid[]) RETURNS TABLE(account_id uuid, key_hash bytea, numbered boolean, mailed boolean, email_open boolean)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_org bigint := org_entered();
  v_accounts uuid[];
  v_keys bytea[];
  v_kinds text[];
  v_here uuid[];
  v_open uuid[];
begin
  select array_agg(k.account_id), array_agg(k.key_hash), array_agg(k.kind) into v_accounts, v_keys, v_kinds
  from login_keys k where k.account_id = any (p_accounts) and k.kind in ('phone', 'mail', 'unnumbered');
  select array_agg(a.account_id), array_agg(a.account_id) filter (
      where a.email_sealed is null
        and not exists (select 1 from memberships o where o.account_id = a.account_id and o.org_id <> v_org and o.ended_at is null))
  into v_here, v_open
  from accounts a
  where a.account_id = any (v_accounts)
    and exists (select 1 from memberships m where m.account_id = a.account_id and m.org_id = v_org);
  return query
    select u.a, u.k, u.kind <> 'unnumbered', u.kind = 'mail', coalesce(u.a = any (v_open), false)
    from unnest(v_accounts, v_keys, v_kinds) as u (a, k, kind) where u.a = any (v_here);
end
$$;

CREATE FUNCTION public.roster_set_emails(p_accounts uuid[], p_sealed bytea[], p_now timestamp with time zone, p_by uuid DEFAULT NULL::uuid, p_import uuid DEFAULT NULL::uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  perform check_permit(p_by, p_import);
  update accounts a set email_sealed = u.sealed, email_verified_at = null, updated_at = p_now
  from unnest(p_accounts, p_sealed) as u (account_id, sealed)
  where a.account_id = u.account_id and a.email_sealed is null
    and exists (select 1 from memberships m where m.account_id = a.account_id and m.org_id = org_entered() and m.ended_at is null)
    and not exists (select 1 from memberships o where o.account_id = a.account_id and o.org_id <> org_entered() and o.ended_at is null);
end
$$;

CREATE FUNCTION public.secret_closing(p_account uuid) RETURNS TABLE(closed_before timestamp with time zone, own_since timestamp with time zone, adults uuid[])
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select
    c.closed_before,
    case when not exists (select 1 from secret_resets r where r.account_id = c.account_id and r.used_at = c.changed_at) then c.changed_at end,
    coalesce(c.reset_adults, '{}')
  from credentials c
  where c.account_id = p_account and c.closed_before is not null and p_account = nullif(current_setting('app.account_id', true), '')::uuid
$$;

CREATE FUNCTION public.secret_reset_list(p_account uuid) RETURNS TABLE(reset_id uuid, reset_at timestamp with time zone, reset_by text, second_by text, first boolean, used boolean)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select r.reset_id, r.reset_at, r.reset_by, r.second_by, r.first, r.used_at is not null
  from secret_resets r where r.account_id = p_account order by r.reset_at desc, r.reset_id limit 20
$$;

CREATE FUNCTION public.served_from_here(p_org bigint, p_clients bigint[]) RETURNS bigint[]
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select coalesce(array_agg(c.client_org_id order by c.client_org_id), '{}')
  from org_catchments c where c.provider_org_id = p_org and c.client_org_id = any (p_clients)
$$;

CREATE FUNCTION public.session_add(p_account uuid, p_token_hash bytea, p_session uuid, p_assurance integer, p_client text, p_shared boolean, p_now timestamp with time zone, p_expires timestamp with time zone, p_idle_seconds integer DEFAULT NULL::integer, p_closed boolean DEFAULT false) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.session_assurance(p_assurance smallint, p_proved timestamp with time zone, p_now timestamp with time zone) RETURNS smallint
    LANGUAGE sql STABLE
    AS $$
  select case when p_assurance = 2 or p_proved > p_now - interval '1 hour' then 2 else 1 end::smallint
$$;

CREATE FUNCTION public.session_end(p_account uuid, p_session uuid) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.session_end_others(p_account uuid, p_kept uuid, p_now timestamp with time zone) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.session_enter(p_account uuid, p_token_hash bytea, p_now timestamp with time zone, p_key text, p_request_hash bytea) RETURNS TABLE(session_id uuid, assurance smallint, language text, seen_at timestamp with time zone, kinds text[], client_student boolean, client_guardian_of bigint[], closed_before timestamp with time zone, all_closed boolean, number_moved_at timestamp with time zone, replayed boolean, replay_matches boolean, replay_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER ROWS 1
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_org bigint := org_entered();
  v_student_of bigint[];
begin
  select s.session_id, session_assurance(s.assurance, s.proved_at, p_now), a.language, s.seen_at,
    case when s.closed_until > p_now and session_assurance(s.assurance, s.proved_at, p_now) = 1 then s.closed_before end,
    coalesce(s.closed_before = s.created_at and s.closed_until = s.expires_at, false),
    case when a.login_closed_until > p_now and session_assurance(s.assurance, s.proved_at, p_now) = 1
      and (v_org is null or not (v_org = any (a.login_open_in))) then a.login_moved_at end
  into session_id, assurance, language, seen_at, closed_before, all_closed, number_moved_at
  from sessions s join accounts a on a.account_id = s.account_id
  where s.account_id = p_account and s.token_hash = p_token_hash
    and session_open(p_now, s.expires_at, s.seen_at, s.idle_seconds);
  if not found then
    return;
  end if;
  select coalesce(string_to_array(string_agg(array_to_string(m.kind || m.roles, ','), ',') filter (where m.org_id = v_org and m.ended_at is null), ','), '{}'),
    coalesce(array_agg(m.org_id) filter (where m.kind = 'guardian' and m.org_id <> v_org), '{}'),
    coalesce(array_agg(m.org_id) filter (where m.kind = 'student' and m.org_id <> v_org), '{}')
  into kinds, client_guardian_of, v_student_of
  from memberships m where m.account_id = p_account and family_lasts(m.ended_at, p_now);
  client_student := v_student_of <> '{}' and served_from_here(v_org, v_student_of) <> '{}';
  if client_guardian_of <> '{}' then
    client_guardian_of := served_from_here(v_org, client_guardian_of);
  end if;
  if p_key is not null then
    perform pg_advisory_xact_lock(hashtextextended(p_account::text || p_key, 2));
    select i.request_hash = p_request_hash, i.object_id into replay_matches, replay_id
    from idempotency i where i.account_id = p_account and i.key = p_key;
    replayed := found;
  end if;
  return next;
end
$$;

CREATE FUNCTION public.session_find(p_account uuid, p_token_hash bytea, p_now timestamp with time zone) RETURNS TABLE(account_id uuid, session_id uuid, assurance smallint, language text, expires_at timestamp with time zone, org_ids bigint[], client_org_ids bigint[], has_secret boolean, has_totp boolean, recent_resets integer, passkeys integer, closed_until timestamp with time zone, number_closed_until timestamp with time zone)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_family_of bigint[];
begin
  select s.account_id, s.session_id, session_assurance(s.assurance, s.proved_at, p_now), a.language, s.expires_at, coalesce(k.secret_hash is not null, false),
    coalesce(k.totp_confirmed_at is not null, false),
    (select count(*) from secret_resets r where r.account_id = p_account and r.reset_at > p_now - interval '14 days' and not r.first)::integer,
    (select count(*) from passkeys y where y.account_id = p_account)::integer,
    case when s.closed_until > p_now and session_assurance(s.assurance, s.proved_at, p_now) = 1
      and exists (select 1 from secret_resets r where r.account_id = p_account and not r.first) then s.closed_until end,
    case when a.login_closed_until > p_now and session_assurance(s.assurance, s.proved_at, p_now) = 1 then a.login_closed_until end
  into account_id, session_id, assurance, language, expires_at, has_secret, has_totp, recent_resets, passkeys, closed_until, number_closed_until
  from sessions s join accounts a on a.account_id = s.account_id left join credentials k on k.account_id = s.account_id
  where s.account_id = p_account and s.token_hash = p_token_hash
    and session_open(p_now, s.expires_at, s.seen_at, s.idle_seconds);
  if not found then
    return;
  end if;
  select coalesce(array_agg(distinct m.org_id) filter (where m.ended_at is null), '{}'),
    coalesce(array_agg(distinct m.org_id) filter (where m.kind <> 'staff'), '{}')
  into org_ids, v_family_of
  from memberships m where m.account_id = p_account and family_lasts(m.ended_at, p_now);
  select coalesce(array_agg(distinct c.provider_org_id), '{}') into client_org_ids
  from org_catchments c where c.client_org_id = any (v_family_of);
  return next;
end
$$;

CREATE FUNCTION public.session_is_own(p_account uuid, p_session uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select p_account is not distinct from nullif(current_setting('app.account_id', true), '')::uuid
    and exists (select 1 from sessions s where s.account_id = p_account and s.session_id = p_session and not s.shared_device)
$$;

CREATE FUNCTION public.session_list(p_account uuid, p_now timestamp with time zone) RETURNS TABLE(session_id uuid, assurance smallint, client text, shared_device boolean, created_at timestamp with time zone, seen_at timestamp with time zone, expires_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select s.session_id, session_assurance(s.assurance, s.proved_at, p_now), s.client, s.shared_device, s.created_at, s.seen_at, s.expires_at
  from sessions s where s.account_id = p_account and session_open(p_now, s.expires_at, s.seen_at, s.idle_seconds) order by s.seen_at desc, s.session_id
$$;

CREATE FUNCTION public.session_open(p_now timestamp with time zone, p_expires timestamp with time zone, p_seen timestamp with time zone, p_idle_seconds integer) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
  select p_expires > p_now and (p_idle_seconds is null or p_seen > p_now - make_interval(secs => p_idle_seconds))
$$;

CREATE FUNCTION public.session_proof(p_account uuid, p_session uuid) RETURNS timestamp with time zone
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select s.proved_at from sessions s where s.account_id = p_account and s.session_id = p_session
$$;

CREATE FUNCTION public.session_proved(p_account uuid, p_session uuid, p_now timestamp with time zone) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  update sessions set proved_at = p_now, seen_at = p_now where account_id = p_account and session_id = p_session
$$;

CREATE FUNCTION public.session_purge(p_before timestamp with time zone) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  with gone as (delete from sessions where expires_at < p_before returning 1) select count(*) from gone
$$;

CREATE FUNCTION public.session_replace(p_account uuid, p_token_hash bytea, p_new_account uuid, p_new_session uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.session_seen(p_account uuid, p_token_hash bytea, p_now timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  update sessions set seen_at = p_now where account_id = p_account and token_hash = p_token_hash and seen_at < p_now;
  return false;
end
$$;

CREATE FUNCTION public.signs_in_by_mail(p_account uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_keys bytea[] := array(select k.key_hash from login_keys k where k.account_id = p_account and k.kind = 'mail');
begin
  return cardinality(v_keys) > 0;
end
$$;

CREATE FUNCTION public.staff_settled(p_account uuid, p_student uuid, p_before timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_since timestamptz;
  v_came timestamptz;
begin
  select m.since into v_since from memberships m
  where m.account_id = p_account and m.org_id = org_entered() and m.kind = 'staff' and m.ended_at is null;
  -- Since when the account is there, and not since when it is here: a child who was ended and added again is no new one.
  select a.created_at into v_came from accounts a where a.account_id = p_student and p_student <> p_account;
  return v_since is not null and (v_since <= p_before or v_since <= v_came);
end
$$;

CREATE FUNCTION public.starting_code_confirm(p_account uuid, p_adult uuid, p_name text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_reset uuid;
begin
  update starting_codes set adults = adults || p_adult
  where account_id = p_account and not first and cardinality(adults) = 1 and not (p_adult = any (adults))
  returning reset_id into v_reset;
  if v_reset is null then
    return false;
  end if;
  update secret_resets set second_by = p_name where account_id = p_account and reset_id = v_reset;
  return true;
end
$$;

CREATE FUNCTION public.starting_code_find(p_account uuid) RETURNS TABLE(first boolean, adults uuid[], secret_hash text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select s.first, s.adults, c.secret_hash from starting_codes s left join credentials c on c.account_id = s.account_id
  where s.account_id = p_account
$$;

CREATE FUNCTION public.starting_code_put(p_account uuid, p_adult uuid, p_name text, p_reset uuid, p_now timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_first boolean := not exists (select 1 from credentials c where c.account_id = p_account and c.secret_hash is not null);
begin
  insert into starting_codes (account_id, first, adults, reset_id) values (p_account, v_first, array[p_adult], p_reset)
  on conflict (account_id) do update set first = excluded.first, adults = excluded.adults, reset_id = excluded.reset_id;
  insert into secret_resets (account_id, reset_id, reset_at, reset_by, first) values (p_account, p_reset, p_now, p_name, v_first);
  return v_first;
end
$$;

CREATE FUNCTION public.starting_code_used(p_account uuid, p_secret_hash text, p_proven boolean, p_closed_until timestamp with time zone, p_now timestamp with time zone) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_reset uuid;
  v_adults uuid[];
  v_first boolean;
  v_before timestamptz := p_now;
begin
  delete from starting_codes where account_id = p_account returning reset_id, adults, first into v_reset, v_adults, v_first;
  update secret_resets set used_at = p_now where account_id = p_account and reset_id = v_reset;
  -- Who comes by a code may not know who set the PIN.
  delete from pins where account_id = p_account;
  insert into credentials (account_id, secret_hash, changed_at) values (p_account, p_secret_hash, p_now)
  on conflict (account_id) do update set secret_hash = excluded.secret_hash, changed_at = excluded.changed_at;
  if not p_proven then
    if v_first then
      v_before := date_trunc('hour', p_now);
    end if;
    update credentials set closed_before = v_before, closed_until = p_closed_until, reset_adults = v_adults where account_id = p_account;
    -- Two adults could be the colleague: it counts as another phone number (0285). A first factor waits for a week, and so does an administrator's word.
    if not v_first and exists (select 1 from memberships m where m.account_id = p_account and m.kind = 'staff') then
      update accounts set login_moved_at = p_now, updated_at = p_now where account_id = p_account;
    end if;
    delete from calendar_feeds where account_id = p_account;
  end if;
end
$$;

CREATE FUNCTION public.student_served_here(p_student uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
  v_org bigint := org_entered();
begin
  return exists (select from memberships m join org_catchments c on c.provider_org_id = v_org and c.client_org_id = m.org_id
                 where m.account_id = p_student and m.kind = 'student' and m.ended_at is null);
end
$$;

CREATE PROCEDURE public.tenant_table(IN p_table regclass, IN p_rights text)
    LANGUAGE plpgsql
    AS $$
begin
  execute format('alter table %s enable row level security', p_table);
  execute format('create policy tenant on %s to xinqiao_app using (org_id = nullif(current_setting(''app.org_id'', true), '''')::bigint)'
                 ' with check (org_id = nullif(current_setting(''app.org_id'', true), '''')::bigint)', p_table);
  execute format('grant %s on %s to xinqiao_app', p_rights, p_table);
end
$$;

CREATE FUNCTION public.totp_pending_confirm(p_account uuid, p_session uuid, p_step bigint, p_now timestamp with time zone) RETURNS boolean
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  with confirmed as (
    update credentials set totp_sealed = totp_pending_sealed, totp_confirmed_at = p_now, totp_step = p_step, totp_pending_sealed = null,
      totp_pending_session = null, changed_at = p_now
    where account_id = p_account and totp_pending_session = p_session and totp_pending_sealed is not null returning 1)
  select exists (select 1 from confirmed)
$$;

CREATE FUNCTION public.totp_pending_set(p_account uuid, p_totp_sealed bytea, p_session uuid, p_now timestamp with time zone) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  insert into credentials (account_id, totp_pending_sealed, totp_pending_session, changed_at) values (p_account, p_totp_sealed, p_session, p_now)
  on conflict (account_id) do update set totp_pending_sealed = excluded.totp_pending_sealed, totp_pending_session = excluded.totp_pending_session
$$;

CREATE FUNCTION public.totp_step_take(p_account uuid, p_step bigint) RETURNS boolean
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  with taken as (update credentials set totp_step = p_step where account_id = p_account and totp_step < p_step returning 1)
  select exists (select 1 from taken)
$$;

CREATE FUNCTION public.works_at(p_account uuid, p_org bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
  select exists (select 1 from memberships m where m.account_id = p_account and m.org_id = p_org and m.kind = 'staff' and m.ended_at is null)
$$;

SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE public.accounts (
    account_id uuid NOT NULL,
    language text DEFAULT 'zh-CN'::text NOT NULL,
    quiet_from time without time zone DEFAULT '21:30:00'::time without time zone NOT NULL,
    quiet_to time without time zone DEFAULT '07:00:00'::time without time zone NOT NULL,
    channels text[] DEFAULT '{push,sms,mail}'::text[] NOT NULL,
    plain_titles boolean DEFAULT false NOT NULL,
    email_sealed bytea,
    email_verified_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    login_moved_at timestamp with time zone,
    signed_in_month date DEFAULT '2026-11-01'::date NOT NULL,
    login_closed_until timestamp with time zone,
    login_open_in bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    digest_hour smallint,
    digest_since timestamp with time zone,
    digest_until timestamp with time zone,
    sign_outs integer DEFAULT 0 NOT NULL,
    CONSTRAINT accounts_digest_hour_check CHECK (((digest_hour >= 7) AND (digest_hour <= 21))),
    CONSTRAINT accounts_language_check CHECK ((language = ANY (ARRAY['zh-CN'::text, 'en'::text])))
);

COMMENT ON COLUMN public.accounts.plain_titles IS 'The person chose that calendar titles may say "counselling" (DESIGN 6).';

COMMENT ON COLUMN public.accounts.login_moved_at IS 'When a school last gave the person another phone number.';

COMMENT ON COLUMN public.accounts.signed_in_month IS 'The month of the last sign-in by code to the phone, by its first day.';

COMMENT ON COLUMN public.accounts.login_closed_until IS 'So long a sign-in by the new number alone is kept from what it could steal.';

COMMENT ON COLUMN public.accounts.login_open_in IS 'Organisations where a second adult stands behind the moved number, while login_closed_until is still to come.';

COMMENT ON COLUMN public.accounts.digest_hour IS 'The hour at which routine matters are told together, in each organisation''s time zone. It stays when that ends: one digest is still to come.';

COMMENT ON COLUMN public.accounts.digest_since IS 'Routine matters from then on wait for the hour; until `digest_until`, if that is set.';

COMMENT ON COLUMN public.accounts.sign_outs IS 'How often all other sessions were ended at once. A WeChat link from before counts for nothing (0541).';

CREATE TABLE public.audit_accesses (
    org_id bigint NOT NULL,
    seq bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    account_id uuid NOT NULL,
    record_id uuid NOT NULL,
    purpose text NOT NULL,
    session_id uuid,
    previous bytea NOT NULL,
    hash bytea NOT NULL
);

CREATE TABLE public.audit_changes (
    org_id bigint NOT NULL,
    change_id uuid DEFAULT uuidv7() NOT NULL,
    at timestamp with time zone NOT NULL,
    account_id uuid NOT NULL,
    action text NOT NULL,
    resource text NOT NULL,
    resource_id uuid,
    CONSTRAINT audit_changes_action_check CHECK ((char_length(action) <= 60)),
    CONSTRAINT audit_changes_resource_check CHECK ((char_length(resource) <= 60))
);

CREATE TABLE public.audit_denials (
    org_id bigint NOT NULL,
    denial_id uuid DEFAULT uuidv7() NOT NULL,
    at timestamp with time zone NOT NULL,
    account_id uuid,
    action text NOT NULL,
    resource text NOT NULL,
    resource_id uuid,
    CONSTRAINT audit_denials_action_check CHECK ((char_length(action) <= 60)),
    CONSTRAINT audit_denials_resource_check CHECK ((char_length(resource) <= 60))
);

CREATE TABLE public.audit_heads (
    org_id bigint NOT NULL,
    seq bigint DEFAULT 0 NOT NULL,
    hash bytea DEFAULT '\x'::bytea NOT NULL,
    locked boolean DEFAULT true NOT NULL,
    CONSTRAINT audit_heads_locked_check CHECK (locked)
);

COMMENT ON COLUMN public.audit_heads.seq IS 'The last entry that was chained without a key; 0 where all are keyed.';

COMMENT ON COLUMN public.audit_heads.locked IS 'Entries of one organisation wait for this row.';

CREATE TABLE public.booking_people (
    org_id bigint NOT NULL,
    booking_id uuid NOT NULL,
    account_id uuid NOT NULL,
    part text NOT NULL,
    name text NOT NULL,
    attends boolean NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    CONSTRAINT booking_people_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 50))),
    CONSTRAINT booking_people_part_check CHECK ((part = ANY (ARRAY['student'::text, 'guardian'::text, 'counsellor'::text, 'booker'::text])))
);

COMMENT ON COLUMN public.booking_people.part IS 'booker: who arranged it and is none of the others.';

COMMENT ON COLUMN public.booking_people.name IS 'As it was when booked: a centre has no roster row of a family it serves.';

COMMENT ON COLUMN public.booking_people.starts_at IS 'The booking''s own, kept here so that a diary is one range of one index.';

CREATE TABLE public.bookings (
    org_id bigint NOT NULL,
    booking_id uuid NOT NULL,
    provider_id uuid NOT NULL,
    counsellor_id uuid NOT NULL,
    room_id uuid,
    student_id uuid NOT NULL,
    student_name text NOT NULL,
    booked_by uuid NOT NULL,
    booked_as text NOT NULL,
    private boolean NOT NULL,
    mode text NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    claim_until timestamp with time zone NOT NULL,
    note_id uuid,
    state text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    cancelled_for text,
    counsellor_name text DEFAULT ''::text NOT NULL,
    provider_name_zh text DEFAULT ''::text NOT NULL,
    provider_name_en text DEFAULT ''::text NOT NULL,
    room_name text,
    CONSTRAINT bookings_booked_as_check CHECK ((booked_as = ANY (ARRAY['student'::text, 'guardian'::text, 'referral'::text, 'invitation'::text]))),
    CONSTRAINT bookings_check CHECK ((ends_at > starts_at)),
    CONSTRAINT bookings_check1 CHECK ((claim_until >= ends_at)),
    CONSTRAINT bookings_check2 CHECK (((NOT private) OR (booked_as = ANY (ARRAY['student'::text, 'invitation'::text])))),
    CONSTRAINT bookings_mode_check CHECK ((mode = ANY (ARRAY['in_person'::text, 'phone'::text, 'video'::text, 'text'::text]))),
    CONSTRAINT bookings_state_check CHECK ((state = ANY (ARRAY['confirmed'::text, 'cancelled'::text, 'done'::text, 'missed'::text]))),
    CONSTRAINT bookings_student_name_check CHECK (((char_length(student_name) >= 1) AND (char_length(student_name) <= 50)))
);

COMMENT ON COLUMN public.bookings.private IS 'Between student and counsellor alone, by the wish of either (K6: a guardian may be the harm): shown to no guardian or teacher.';

COMMENT ON COLUMN public.bookings.claim_until IS 'End of the claimed span, buffer included.';

CREATE TABLE public.broadcast_chunks (
    org_id bigint NOT NULL,
    broadcast_id uuid NOT NULL,
    chunk integer NOT NULL,
    low uuid NOT NULL,
    high uuid NOT NULL,
    upto uuid NOT NULL,
    people integer NOT NULL,
    sent integer DEFAULT 0 NOT NULL,
    unsent integer DEFAULT 0 NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT broadcast_chunks_chunk_check CHECK ((chunk >= 0))
);

COMMENT ON TABLE public.broadcast_chunks IS 'The people with low < account_id <= high. Up to upto everybody was told, or has a row of their own.';

COMMENT ON COLUMN public.broadcast_chunks.unsent IS 'People with no way to their phone, or with a row of their own: to be tried again.';

CREATE TABLE public.broadcast_groups (
    org_id bigint NOT NULL,
    name text NOT NULL,
    visible_at timestamp with time zone NOT NULL,
    broadcast_id uuid NOT NULL,
    CONSTRAINT broadcast_groups_name_check CHECK ((char_length(name) <= 80))
);

CREATE TABLE public.broadcast_reads (
    org_id bigint NOT NULL,
    broadcast_id uuid NOT NULL,
    account_id uuid NOT NULL,
    read_at timestamp with time zone NOT NULL
);

CREATE TABLE public.broadcast_sms (
    org_id bigint NOT NULL,
    broadcast_id uuid NOT NULL,
    rule text NOT NULL,
    reserved integer NOT NULL,
    reserved_at timestamp with time zone NOT NULL,
    channel text DEFAULT 'sms'::text NOT NULL,
    CONSTRAINT broadcast_sms_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'wecom'::text, 'wechat'::text, 'mail'::text]))),
    CONSTRAINT broadcast_sms_reserved_check CHECK ((reserved >= 0)),
    CONSTRAINT broadcast_sms_rule_check CHECK ((rule = ANY (ARRAY['free'::text, 'alone'::text, 'none'::text])))
);

COMMENT ON COLUMN public.broadcast_sms.rule IS 'free: there was room for all of its SMS. alone: only those have one whom nothing else reaches. none: nobody has.';

COMMENT ON COLUMN public.broadcast_sms.reserved IS 'SMS that are still to come; counted against the budget for a day.';

CREATE TABLE public.broadcasts (
    org_id bigint NOT NULL,
    broadcast_id uuid NOT NULL,
    key text NOT NULL,
    template text NOT NULL,
    params jsonb NOT NULL,
    importance text NOT NULL,
    groups text[] NOT NULL,
    except_groups text[] NOT NULL,
    parts text[] NOT NULL,
    readers_of uuid,
    in_inbox boolean NOT NULL,
    people integer DEFAULT 0 NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    recalled_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    replaces uuid,
    routine boolean DEFAULT false NOT NULL,
    done_by uuid,
    CONSTRAINT broadcasts_except_groups_check CHECK ((cardinality(except_groups) <= 400)),
    CONSTRAINT broadcasts_groups_check CHECK ((cardinality(groups) <= 400)),
    CONSTRAINT broadcasts_importance_check CHECK ((importance = ANY (ARRAY['low'::text, 'normal'::text, 'high'::text]))),
    CONSTRAINT broadcasts_key_check CHECK (((char_length(key) >= 1) AND (char_length(key) <= 200))),
    CONSTRAINT broadcasts_parts_check CHECK ((parts <@ '{guardian,student,staff}'::text[])),
    CONSTRAINT broadcasts_template_check CHECK ((char_length(template) <= 60))
);

COMMENT ON COLUMN public.broadcasts.groups IS 'Whom it is for: school, grade:…, class:…, student:…, flag:…, role:…. People are asked for by today''s roster.';

COMMENT ON COLUMN public.broadcasts.readers_of IS 'It goes to those who read that broadcast, and to no group.';

COMMENT ON COLUMN public.broadcasts.people IS 'How many it was for when it was sent; the inbox also shows it to those who come later.';

COMMENT ON COLUMN public.broadcasts.replaces IS 'On a phone it takes the place of that broadcast.';

COMMENT ON COLUMN public.broadcasts.routine IS 'It may wait a day for whom it reaches, as far as they chose that.';

COMMENT ON COLUMN public.broadcasts.done_by IS 'Who sent it. It stands among its reads, so that they are not told of their own act.';

CREATE TABLE public.bureau_case_officers (
    org_id bigint NOT NULL,
    observation_id uuid NOT NULL,
    account_id uuid NOT NULL,
    name text NOT NULL
);

COMMENT ON TABLE public.bureau_case_officers IS 'Of a school: which officers of its bureau acted in a case, by the name that they had then.';

CREATE TABLE public.bureau_cases (
    org_id bigint NOT NULL,
    school_id bigint NOT NULL,
    observation_id uuid NOT NULL,
    told_on date NOT NULL
);

COMMENT ON TABLE public.bureau_cases IS 'Of a bureau: which cases of schools below it wait for its officers.';

COMMENT ON COLUMN public.bureau_cases.school_id IS 'Whose case it is. No foreign key: the school is another tenant.';

CREATE TABLE public.bureau_notice_attachments (
    org_id bigint NOT NULL,
    bureau_notice_id uuid NOT NULL,
    edition integer NOT NULL,
    "position" smallint NOT NULL,
    file_id uuid NOT NULL,
    CONSTRAINT bureau_notice_attachments_edition_check CHECK ((edition >= 1)),
    CONSTRAINT bureau_notice_attachments_position_check CHECK ((("position" >= 1) AND ("position" <= 6)))
);

COMMENT ON TABLE public.bureau_notice_attachments IS 'What each edition of a bureau''s notice has; also of one that waits for a second officer.';

CREATE TABLE public.bureau_notice_editions (
    org_id bigint NOT NULL,
    bureau_notice_id uuid NOT NULL,
    edition integer NOT NULL,
    title_zh text NOT NULL,
    body_zh text NOT NULL,
    title_en text,
    body_en text,
    answer_by timestamp with time zone,
    submitted_by uuid NOT NULL,
    submitted_at timestamp with time zone NOT NULL,
    approved_by uuid,
    approved_at timestamp with time zone,
    CONSTRAINT bureau_notice_editions_body_en_check CHECK (((char_length(body_en) >= 1) AND (char_length(body_en) <= 4000))),
    CONSTRAINT bureau_notice_editions_body_zh_check CHECK (((char_length(body_zh) >= 1) AND (char_length(body_zh) <= 4000))),
    CONSTRAINT bureau_notice_editions_check CHECK (((title_en IS NULL) = (body_en IS NULL))),
    CONSTRAINT bureau_notice_editions_check1 CHECK (((approved_by IS NULL) = (approved_at IS NULL))),
    CONSTRAINT bureau_notice_editions_check2 CHECK ((approved_by <> submitted_by)),
    CONSTRAINT bureau_notice_editions_edition_check CHECK ((edition >= 1)),
    CONSTRAINT bureau_notice_editions_title_en_check CHECK (((char_length(title_en) >= 1) AND (char_length(title_en) <= 80))),
    CONSTRAINT bureau_notice_editions_title_zh_check CHECK (((char_length(title_zh) >= 1) AND (char_length(title_zh) <= 80)))
);

COMMENT ON TABLE public.bureau_notice_editions IS 'What a corrected notice said and says, and a correction that waits for a second officer (not approved yet).';

CREATE TABLE public.bureau_notice_schools (
    org_id bigint NOT NULL,
    bureau_notice_id uuid NOT NULL,
    school_id bigint NOT NULL,
    people integer DEFAULT 0 NOT NULL,
    opened integer DEFAULT 0 NOT NULL,
    answered integer DEFAULT 0 NOT NULL,
    sent_at timestamp with time zone,
    recalled_at timestamp with time zone,
    counted_at timestamp with time zone
);

COMMENT ON TABLE public.bureau_notice_schools IS 'How far it is at each school: counts of people, as the school counted them.';

CREATE TABLE public.bureau_notices (
    org_id bigint NOT NULL,
    bureau_notice_id uuid NOT NULL,
    author_id uuid NOT NULL,
    kind text NOT NULL,
    title_zh text NOT NULL,
    body_zh text NOT NULL,
    title_en text,
    body_en text,
    answer_by timestamp with time zone,
    places bigint[] NOT NULL,
    except_places bigint[] NOT NULL,
    parts text[] NOT NULL,
    state text NOT NULL,
    changed_by uuid NOT NULL,
    submitted_by uuid,
    submitted_at timestamp with time zone,
    approved_by uuid,
    approved_at timestamp with time zone,
    sent_at timestamp with time zone,
    recalled_by uuid,
    recalled_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    send_at timestamp with time zone,
    reach_schools bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    reach_people integer[] DEFAULT '{}'::integer[] NOT NULL,
    reach_at timestamp with time zone,
    edition integer DEFAULT 1 NOT NULL,
    corrected_at timestamp with time zone,
    back_because text,
    CONSTRAINT bureau_notices_back_because CHECK ((back_because = ANY (ARRAY['officer_left'::text, 'too_late'::text]))),
    CONSTRAINT bureau_notices_body_en_check CHECK (((char_length(body_en) >= 1) AND (char_length(body_en) <= 4000))),
    CONSTRAINT bureau_notices_body_zh_check CHECK (((char_length(body_zh) >= 1) AND (char_length(body_zh) <= 4000))),
    CONSTRAINT bureau_notices_check CHECK (((title_en IS NULL) = (body_en IS NULL))),
    CONSTRAINT bureau_notices_check1 CHECK (((kind <> 'information'::text) OR (answer_by IS NULL))),
    CONSTRAINT bureau_notices_check2 CHECK (((submitted_by IS NULL) = (submitted_at IS NULL))),
    CONSTRAINT bureau_notices_check3 CHECK (((approved_by IS NULL) = (approved_at IS NULL))),
    CONSTRAINT bureau_notices_check4 CHECK (((state <> ALL (ARRAY['submitted'::text, 'approved'::text, 'sent'::text, 'recalled'::text])) OR (submitted_by IS NOT NULL))),
    CONSTRAINT bureau_notices_check5 CHECK (((state <> ALL (ARRAY['approved'::text, 'sent'::text, 'recalled'::text])) OR ((approved_by IS NOT NULL) AND (approved_by <> submitted_by) AND (approved_by <> changed_by)))),
    CONSTRAINT bureau_notices_check6 CHECK (((state = ANY (ARRAY['sent'::text, 'recalled'::text])) = (sent_at IS NOT NULL))),
    CONSTRAINT bureau_notices_check7 CHECK (((state = 'recalled'::text) = (recalled_at IS NOT NULL))),
    CONSTRAINT bureau_notices_edition_check CHECK ((edition >= 1)),
    CONSTRAINT bureau_notices_except_places_check CHECK ((cardinality(except_places) <= 200)),
    CONSTRAINT bureau_notices_kind_check CHECK ((kind = ANY (ARRAY['information'::text, 'acknowledge'::text, 'sign'::text]))),
    CONSTRAINT bureau_notices_parts_check CHECK (((parts <@ '{guardian,student,staff}'::text[]) AND ((cardinality(parts) >= 1) AND (cardinality(parts) <= 3)))),
    CONSTRAINT bureau_notices_places_check CHECK (((cardinality(places) >= 1) AND (cardinality(places) <= 200))),
    CONSTRAINT bureau_notices_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'approved'::text, 'sent'::text, 'recalled'::text, 'cancelled'::text]))),
    CONSTRAINT bureau_notices_title_en_check CHECK (((char_length(title_en) >= 1) AND (char_length(title_en) <= 80))),
    CONSTRAINT bureau_notices_title_zh_check CHECK (((char_length(title_zh) >= 1) AND (char_length(title_zh) <= 80)))
);

COMMENT ON COLUMN public.bureau_notices.places IS 'The bureau itself, bureaus below it or schools: it goes to all schools at or below them, also to those that join later.';

COMMENT ON COLUMN public.bureau_notices.changed_by IS 'Who last changed what it says or to whom it goes. Never who approves it.';

COMMENT ON COLUMN public.bureau_notices.send_at IS 'Not before this; null: as soon as it is approved.';

COMMENT ON COLUMN public.bureau_notices.reach_at IS 'When the schools were counted; null: not since it was changed.';

COMMENT ON COLUMN public.bureau_notices.back_because IS 'Why one that was approved is a draft again; null once it is changed or submitted.';

CREATE TABLE public.calendar_events (
    org_id bigint NOT NULL,
    event_id uuid NOT NULL,
    organizer_token text NOT NULL,
    kind text NOT NULL,
    sequence integer DEFAULT 0 NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    location text NOT NULL,
    cancelled_at timestamp with time zone,
    updated_at timestamp with time zone NOT NULL,
    tentative boolean DEFAULT false NOT NULL,
    moved_sequence integer DEFAULT 0 NOT NULL,
    CONSTRAINT calendar_events_check CHECK ((ends_at > starts_at)),
    CONSTRAINT calendar_events_kind_check CHECK ((kind = ANY (ARRAY['counselling'::text, 'visit'::text, 'lecture'::text]))),
    CONSTRAINT calendar_events_location_check CHECK ((char_length(location) <= 200)),
    CONSTRAINT calendar_events_organizer_token_check CHECK (((char_length(organizer_token) >= 20) AND (char_length(organizer_token) <= 64)))
);

COMMENT ON COLUMN public.calendar_events.moved_sequence IS 'The SEQUENCE that brought it to its time and place: an older answer is about another time.';

CREATE TABLE public.calendar_feeds (
    account_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    CONSTRAINT calendar_feeds_token_hash_check CHECK ((octet_length(token_hash) = 32))
);

COMMENT ON COLUMN public.calendar_feeds.read_at IS 'When a calendar last asked, to the day: whoever made it sees whether it is still in use.';

CREATE TABLE public.calendar_invites (
    org_id bigint NOT NULL,
    event_id uuid NOT NULL,
    account_id uuid NOT NULL,
    sent_sequence integer,
    sent_method text,
    removed_at timestamp with time zone,
    updated_at timestamp with time zone NOT NULL,
    tried_sequence integer,
    unsent text,
    answer text,
    answer_sequence integer,
    answered_at timestamp with time zone,
    sending uuid,
    sending_until timestamp with time zone,
    told_starts_at timestamp with time zone,
    told_ends_at timestamp with time zone,
    CONSTRAINT calendar_invites_answer_check CHECK ((answer = ANY (ARRAY['accepted'::text, 'declined'::text, 'tentative'::text]))),
    CONSTRAINT calendar_invites_sent_method_check CHECK ((sent_method = ANY (ARRAY['REQUEST'::text, 'CANCEL'::text])))
);

COMMENT ON COLUMN public.calendar_invites.unsent IS 'Why the newest state was not mailed; the app shows the appointment anyway.';

COMMENT ON COLUMN public.calendar_invites.answered_at IS 'When the person''s calendar says it answered (DTSTAMP).';

COMMENT ON COLUMN public.calendar_invites.sending IS 'Who is handing a mail over right now; only this one may note what became of it.';

COMMENT ON COLUMN public.calendar_invites.sending_until IS 'When a sender that says nothing more is taken for dead; a living one moves it on.';

COMMENT ON COLUMN public.calendar_invites.told_starts_at IS 'When the event began in the newest invitation that may have left. Null: none did, or it left before this was kept.';

CREATE TABLE public.calendar_texts (
    org_id bigint NOT NULL,
    event_id uuid NOT NULL,
    variant text NOT NULL,
    sequence integer NOT NULL,
    text text NOT NULL,
    CONSTRAINT calendar_texts_text_check CHECK ((char_length(text) <= 10000)),
    CONSTRAINT calendar_texts_variant_check CHECK (((char_length(variant) >= 1) AND (char_length(variant) <= 40)))
);

COMMENT ON COLUMN public.calendar_texts.variant IS 'Hash of whatever the text depends on besides the event: language, titles, time zone, addresses.';

CREATE TABLE public.campaign_classes (
    org_id bigint NOT NULL,
    campaign_id uuid NOT NULL,
    class_id uuid NOT NULL,
    closed_at timestamp with time zone
);

COMMENT ON COLUMN public.campaign_classes.closed_at IS 'When the campaign was closed. A class is in one open campaign at a time: no family is asked twice.';

CREATE TABLE public.campaign_families (
    org_id bigint NOT NULL,
    campaign_id uuid NOT NULL,
    student_id uuid NOT NULL,
    asked_at timestamp with time zone,
    answer text,
    answered_by uuid,
    entered_by uuid,
    answered_at timestamp with time zone,
    CONSTRAINT campaign_families_answer_check CHECK ((answer = ANY (ARRAY['times'::text, 'call_me'::text]))),
    CONSTRAINT campaign_families_check CHECK (((answer IS NULL) = (answered_at IS NULL))),
    CONSTRAINT campaign_families_check1 CHECK (((answer IS NULL) = (answered_by IS NULL))),
    CONSTRAINT campaign_families_check2 CHECK (((entered_by IS NULL) OR (answer IS NOT NULL)))
);

COMMENT ON COLUMN public.campaign_families.asked_at IS 'Null: the family was not asked by the campaign, but a teacher entered its answer.';

COMMENT ON COLUMN public.campaign_families.entered_by IS 'The teacher who wrote down what the guardian said on the phone.';

CREATE TABLE public.campaign_hours (
    org_id bigint NOT NULL,
    campaign_id uuid NOT NULL,
    staff_id uuid NOT NULL,
    weekday smallint NOT NULL,
    from_time time without time zone NOT NULL,
    to_time time without time zone NOT NULL,
    CONSTRAINT campaign_hours_weekday_check CHECK (((weekday >= 1) AND (weekday <= 7)))
);

COMMENT ON COLUMN public.campaign_hours.weekday IS 'ISO 8601: Monday is 1.';

COMMENT ON COLUMN public.campaign_hours.to_time IS '00:00 is 24:00.';

CREATE TABLE public.campaign_plans (
    org_id bigint NOT NULL,
    campaign_id uuid NOT NULL,
    plan_id uuid NOT NULL,
    state text NOT NULL,
    asked_by uuid NOT NULL,
    made_for bytea,
    result bytea,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    before bytea,
    again_id uuid,
    again_state text,
    CONSTRAINT campaign_plans_again_both_check CHECK (((again_id IS NULL) = (again_state IS NULL))),
    CONSTRAINT campaign_plans_again_check CHECK ((((again_state = ANY (ARRAY['solving'::text, 'failed'::text])) AND (result IS NOT NULL)) OR (again_state IS NULL))),
    CONSTRAINT campaign_plans_check CHECK (((result IS NULL) = (made_for IS NULL))),
    CONSTRAINT campaign_plans_check1 CHECK (((state = ANY (ARRAY['ready'::text, 'applied'::text])) = (result IS NOT NULL))),
    CONSTRAINT campaign_plans_state_check CHECK ((state = ANY (ARRAY['solving'::text, 'ready'::text, 'failed'::text, 'cancelled'::text, 'applied'::text])))
);

COMMENT ON COLUMN public.campaign_plans.made_for IS 'Digests of everything that the plan rests on, to say what has changed since.';

COMMENT ON COLUMN public.campaign_plans.result IS 'Ids, times and minutes; no name, no address.';

COMMENT ON COLUMN public.campaign_plans.before IS 'The last plan that was shown; ids, times and minutes, as in result.';

COMMENT ON COLUMN public.campaign_plans.again_id IS 'The plan that is made to take the place of this one.';

CREATE TABLE public.campaign_visitors (
    org_id bigint NOT NULL,
    campaign_id uuid NOT NULL,
    staff_id uuid NOT NULL
);

CREATE TABLE public.campaign_waves (
    org_id bigint NOT NULL,
    campaign_id uuid NOT NULL,
    applied_by uuid NOT NULL,
    plan_id uuid NOT NULL,
    offered smallint DEFAULT 0 NOT NULL
);

COMMENT ON COLUMN public.campaign_waves.offered IS 'How many evenings of the plan, in order, went out to their families.';

CREATE TABLE public.campaign_wishes (
    org_id bigint NOT NULL,
    campaign_id uuid NOT NULL,
    student_id uuid NOT NULL,
    excluded boolean NOT NULL,
    pinned_to uuid,
    preferred uuid,
    CONSTRAINT campaign_wishes_check CHECK ((NOT (excluded AND (pinned_to IS NOT NULL))))
);

COMMENT ON COLUMN public.campaign_wishes.pinned_to IS 'The evening of the plan on which this family is visited.';

COMMENT ON COLUMN public.campaign_wishes.preferred IS 'The evening of the plan on which this family is visited where nothing is lost by it.';

CREATE TABLE public.campaigns (
    org_id bigint NOT NULL,
    campaign_id uuid NOT NULL,
    title text NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    year_began timestamp with time zone NOT NULL,
    visit_minutes smallint NOT NULL,
    visits_per_day smallint NOT NULL,
    day_minutes smallint NOT NULL,
    visitors_per_visit smallint NOT NULL,
    travel text NOT NULL,
    speed_kmh smallint NOT NULL,
    places_sealed bytea,
    opened_by uuid NOT NULL,
    closed_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    hold_hours smallint DEFAULT 48 NOT NULL,
    CONSTRAINT campaigns_check CHECK ((ends_on >= starts_on)),
    CONSTRAINT campaigns_day_minutes_check CHECK (((day_minutes >= 30) AND (day_minutes <= 840))),
    CONSTRAINT campaigns_speed_kmh_check CHECK (((speed_kmh >= 1) AND (speed_kmh <= 120))),
    CONSTRAINT campaigns_title_check CHECK (((char_length(title) >= 1) AND (char_length(title) <= 60))),
    CONSTRAINT campaigns_travel_check CHECK ((travel = ANY (ARRAY['walk'::text, 'bicycle'::text, 'car'::text, 'bus'::text]))),
    CONSTRAINT campaigns_visit_minutes_check CHECK (((visit_minutes >= 10) AND (visit_minutes <= 240))),
    CONSTRAINT campaigns_visitors_per_visit_check CHECK (((visitors_per_visit >= 1) AND (visitors_per_visit <= 3))),
    CONSTRAINT campaigns_visits_per_day_check CHECK (((visits_per_day >= 1) AND (visits_per_day <= 12)))
);

COMMENT ON COLUMN public.campaigns.year_began IS 'When the school year began in which its visits count.';

COMMENT ON COLUMN public.campaigns.places_sealed IS 'By the org''s key, as homes are: where a day of visits starts and ends, which may be a teacher''s home.';

COMMENT ON COLUMN public.campaigns.hold_hours IS 'How long a proposed time is held while the family is asked.';

CREATE TABLE public.claims (
    subject_id uuid NOT NULL,
    claim_id uuid NOT NULL,
    org_id bigint NOT NULL,
    source text NOT NULL,
    state text NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    during tstzrange GENERATED ALWAYS AS (tstzrange(starts_at, ends_at, '[)'::text)) STORED NOT NULL,
    CONSTRAINT claims_check CHECK ((ends_at > starts_at)),
    CONSTRAINT claims_check1 CHECK (((state = 'held'::text) = (expires_at IS NOT NULL))),
    CONSTRAINT claims_source_check CHECK ((source = ANY (ARRAY['counselling'::text, 'visit'::text]))),
    CONSTRAINT claims_state_check CHECK ((state = ANY (ARRAY['held'::text, 'confirmed'::text])))
);

CREATE TABLE public.class_staff (
    org_id bigint NOT NULL,
    class_id uuid NOT NULL,
    staff_id uuid NOT NULL,
    part text NOT NULL,
    subject text DEFAULT ''::text NOT NULL,
    ended_at timestamp with time zone,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT class_staff_part_check CHECK ((part = ANY (ARRAY['class_teacher'::text, 'subject_teacher'::text]))),
    CONSTRAINT class_staff_subject_check CHECK ((char_length(subject) <= 20))
);

CREATE TABLE public.class_successors (
    org_id bigint NOT NULL,
    class_id uuid NOT NULL,
    next_class_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT class_successors_check CHECK ((class_id <> next_class_id))
);

COMMENT ON TABLE public.class_successors IS 'None of a class that graduated or ended with its students, nor of one that is open: undoing a school year takes its rows away.';

CREATE TABLE public.classes (
    org_id bigint NOT NULL,
    class_id uuid DEFAULT uuidv7() NOT NULL,
    school_year smallint NOT NULL,
    grade text NOT NULL,
    name text NOT NULL,
    code text NOT NULL,
    ended_at timestamp with time zone,
    updated_at timestamp with time zone NOT NULL,
    ends_on date,
    CONSTRAINT classes_code_check CHECK ((code ~ '^[A-HJ-NP-Z2-9]{6,10}$'::text)),
    CONSTRAINT classes_grade_check CHECK (((char_length(grade) >= 1) AND (char_length(grade) <= 20))),
    CONSTRAINT classes_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 40))),
    CONSTRAINT classes_school_year_check CHECK (((school_year >= 2000) AND (school_year <= 2100)))
);

COMMENT ON COLUMN public.classes.code IS 'What students type to sign in; no letters or digits that look alike.';

COMMENT ON COLUMN public.classes.ends_on IS 'A class that graduates: its last day. Its students and their families have access until then.';

CREATE TABLE public.client_bars (
    org_id bigint NOT NULL,
    account_id uuid NOT NULL,
    student_id uuid NOT NULL,
    client_org_id bigint NOT NULL
);

COMMENT ON TABLE public.client_bars IS 'Of a centre: a school that it serves has a court''s order on record that bars this person from the student. No reason, no paper.';

CREATE TABLE public.client_ties_ended (
    org_id bigint NOT NULL,
    student_id uuid NOT NULL,
    guardian_id uuid NOT NULL,
    ended_at timestamp with time zone NOT NULL
);

COMMENT ON TABLE public.client_ties_ended IS 'Of a centre: a guardian is tied no more to a student whom it served. No reason; a booking made after a new tie is not touched.';

CREATE TABLE public.code_requests (
    org_id bigint NOT NULL,
    student_id uuid NOT NULL,
    issued_by uuid NOT NULL,
    issued_by_name text NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone,
    CONSTRAINT code_requests_issued_by_name_check CHECK ((char_length(issued_by_name) <= 100))
);

CREATE TABLE public.committee_members (
    org_id bigint NOT NULL,
    member_id uuid DEFAULT uuidv7() NOT NULL,
    class_id uuid NOT NULL,
    student_id uuid NOT NULL,
    sex text NOT NULL,
    seat smallint NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    during daterange GENERATED ALWAYS AS (daterange(starts_on, ends_on, '[]'::text)) STORED NOT NULL,
    state text NOT NULL,
    answered_by uuid,
    answered_at timestamp with time zone,
    consent_version text,
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT committee_members_check CHECK (((ends_on > starts_on) AND (ends_on <= (starts_on + 200)))),
    CONSTRAINT committee_members_check1 CHECK (((answered_by IS NULL) = (answered_at IS NULL))),
    CONSTRAINT committee_members_check2 CHECK (((consent_version IS NULL) OR (answered_by IS NOT NULL))),
    CONSTRAINT committee_members_check3 CHECK (((state <> 'asked'::text) OR (answered_by IS NULL))),
    CONSTRAINT committee_members_check4 CHECK (((state <> 'serving'::text) OR (consent_version IS NOT NULL))),
    CONSTRAINT committee_members_check5 CHECK (((state <> 'declined'::text) OR ((answered_by IS NOT NULL) AND (consent_version IS NULL)))),
    CONSTRAINT committee_members_consent_version_check CHECK (((char_length(consent_version) >= 1) AND (char_length(consent_version) <= 20))),
    CONSTRAINT committee_members_seat_check CHECK (((seat >= 1) AND (seat <= 2))),
    CONSTRAINT committee_members_sex_check CHECK ((sex = ANY (ARRAY['male'::text, 'female'::text]))),
    CONSTRAINT committee_members_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'serving'::text, 'declined'::text, 'ended'::text])))
);

CREATE TABLE public.contacts (
    org_id bigint NOT NULL,
    contact_id uuid NOT NULL,
    student_id uuid NOT NULL,
    guardian_id uuid,
    logged_by uuid NOT NULL,
    channel text NOT NULL,
    at timestamp with time zone NOT NULL,
    note_id uuid,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT contacts_channel_check CHECK ((channel = ANY (ARRAY['phone'::text, 'message'::text, 'contact_book'::text, 'school_meeting'::text, 'online'::text])))
);

CREATE TABLE public.counsellor_hours (
    org_id bigint NOT NULL,
    hours_id uuid DEFAULT uuidv7() NOT NULL,
    counsellor_id uuid NOT NULL,
    provider_id uuid NOT NULL,
    room_id uuid,
    weekday smallint NOT NULL,
    from_time time without time zone NOT NULL,
    to_time time without time zone NOT NULL,
    modes text[] NOT NULL,
    slot_minutes smallint NOT NULL,
    buffer_minutes smallint NOT NULL,
    valid_from date NOT NULL,
    valid_until date,
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT counsellor_hours_buffer_minutes_check CHECK (((buffer_minutes >= 0) AND (buffer_minutes <= 120))),
    CONSTRAINT counsellor_hours_modes_check CHECK (((modes <@ '{in_person,phone,video,text}'::text[]) AND (cardinality(modes) > 0))),
    CONSTRAINT counsellor_hours_slot_minutes_check CHECK (((slot_minutes >= 10) AND (slot_minutes <= 240))),
    CONSTRAINT counsellor_hours_weekday_check CHECK (((weekday >= 1) AND (weekday <= 7)))
);

COMMENT ON COLUMN public.counsellor_hours.weekday IS 'ISO 8601: Monday is 1.';

COMMENT ON COLUMN public.counsellor_hours.to_time IS '00:00 is 24:00; earlier than from_time: on the next day.';

CREATE TABLE public.credentials (
    account_id uuid NOT NULL,
    secret_hash text,
    totp_sealed bytea,
    totp_confirmed_at timestamp with time zone,
    totp_step bigint DEFAULT 0 NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    totp_pending_sealed bytea,
    totp_pending_session uuid,
    closed_before timestamp with time zone,
    closed_until timestamp with time zone,
    reset_adults uuid[],
    CONSTRAINT credentials_secret_hash_check CHECK ((char_length(secret_hash) <= 256))
);

COMMENT ON COLUMN public.credentials.totp_step IS 'Last accepted 30-second step: a code is good once (RFC 6238 §5.2).';

COMMENT ON COLUMN public.credentials.totp_pending_session IS 'Only this session may confirm the new authenticator.';

COMMENT ON COLUMN public.credentials.reset_adults IS 'Who handed out the code. A report about one of them stays closed to these sign-ins for good.';

CREATE TABLE public.deliveries (
    org_id bigint NOT NULL,
    message_id uuid NOT NULL,
    account_id uuid NOT NULL,
    channel text NOT NULL,
    state text NOT NULL,
    tries smallint NOT NULL,
    provider_id text,
    error text,
    updated_at timestamp with time zone NOT NULL,
    retry_at timestamp with time zone,
    sms_parts smallint,
    CONSTRAINT deliveries_error_check CHECK ((char_length(error) <= 200)),
    CONSTRAINT deliveries_later CHECK (((state <> 'later'::text) OR (retry_at IS NOT NULL))),
    CONSTRAINT deliveries_provider_id_check CHECK ((char_length(provider_id) <= 200)),
    CONSTRAINT deliveries_state_check CHECK ((state = ANY (ARRAY['sending'::text, 'sent'::text, 'later'::text, 'refused'::text, 'gone'::text, 'none'::text])))
);

COMMENT ON COLUMN public.deliveries.sms_parts IS 'As how many messages of its channel this one counts, where the channel can have a budget.';

CREATE TABLE public.devices (
    account_id uuid NOT NULL,
    device_id uuid NOT NULL,
    kind text NOT NULL,
    address_hash bytea NOT NULL,
    address_sealed bytea NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    session_id uuid,
    CONSTRAINT devices_address_hash_check CHECK ((octet_length(address_hash) = 32)),
    CONSTRAINT devices_kind_check CHECK ((kind = ANY (ARRAY['fcm'::text, 'webpush'::text]))),
    CONSTRAINT devices_name_check CHECK ((char_length(name) <= 100))
);

COMMENT ON COLUMN public.devices.seen_at IS 'The hour in which a session registered it last.';

COMMENT ON COLUMN public.devices.session_id IS 'The session that registered it last. It may be over: expiry alone ends no pushes (0006). Null: registered before there was this column.';

CREATE TABLE public.digest_marks (
    org_id bigint NOT NULL,
    account_id uuid NOT NULL,
    told_from timestamp with time zone NOT NULL,
    told_upto timestamp with time zone NOT NULL
);

COMMENT ON TABLE public.digest_marks IS 'Of which routine matters somebody''s last digest told: those of after `told_from`, up to `told_upto`. No row before the first one.';

CREATE TABLE public.factor_requests (
    org_id bigint NOT NULL,
    staff_id uuid NOT NULL,
    asked_by uuid NOT NULL,
    asked_by_name text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone,
    CONSTRAINT factor_requests_asked_by_name_check CHECK ((char_length(asked_by_name) <= 100))
);

CREATE TABLE public.factor_resets (
    account_id uuid NOT NULL,
    reset_id uuid NOT NULL,
    org_id bigint NOT NULL,
    first_by uuid NOT NULL,
    first_name text NOT NULL,
    second_by uuid NOT NULL,
    second_name text NOT NULL,
    confirmed_at timestamp with time zone NOT NULL,
    opens_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    outcome text,
    CONSTRAINT factor_resets_check CHECK (((first_by <> second_by) AND ((account_id <> first_by) AND (account_id <> second_by)))),
    CONSTRAINT factor_resets_first_name_check CHECK ((char_length(first_name) <= 100)),
    CONSTRAINT factor_resets_outcome_check CHECK ((outcome = ANY (ARRAY['used'::text, 'refused'::text, 'replaced'::text]))),
    CONSTRAINT factor_resets_second_name_check CHECK ((char_length(second_name) <= 100))
);

COMMENT ON TABLE public.factor_resets IS 'Each stays, and the person sees it. outcome null: it waits, works, or lapsed at ends_at.';

CREATE TABLE public.figure_targets (
    org_id bigint NOT NULL,
    visited smallint,
    contacted smallint,
    version integer NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT figure_targets_contacted_check CHECK (((contacted >= 1) AND (contacted <= 100))),
    CONSTRAINT figure_targets_visited_check CHECK (((visited >= 1) AND (visited <= 100)))
);

COMMENT ON COLUMN public.figure_targets.org_id IS 'The bureau.';

COMMENT ON COLUMN public.figure_targets.visited IS 'Students visited at home this school year.';

COMMENT ON COLUMN public.figure_targets.contacted IS 'Students about whom somebody at home was contacted this term.';

CREATE TABLE public.grants (
    org_id bigint NOT NULL,
    record_id uuid NOT NULL,
    account_id uuid NOT NULL,
    purpose text NOT NULL,
    granted_by uuid NOT NULL,
    granted_at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    seal bytea NOT NULL,
    CONSTRAINT grants_purpose_check CHECK ((purpose = ANY (ARRAY['author'::text, 'counsellor'::text, 'class_teacher'::text, 'owner'::text, 'custodian'::text]))),
    CONSTRAINT grants_seal_check CHECK (((seal IS NOT NULL) AND (octet_length(seal) = 32)))
);

COMMENT ON COLUMN public.grants.seal IS 'HMAC of the server over the other columns but granted_at; zeros once the grant was taken back.';

CREATE TABLE public.guardian_bars (
    org_id bigint NOT NULL,
    bar_id uuid NOT NULL,
    student_id uuid NOT NULL,
    guardian_id uuid NOT NULL,
    ordered_on date NOT NULL,
    paper_sealed bytea NOT NULL,
    recorded_by uuid NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    lifted_by uuid,
    lifted_at timestamp with time zone,
    CONSTRAINT guardian_bars_check CHECK (((lifted_by IS NULL) = (lifted_at IS NULL)))
);

COMMENT ON COLUMN public.guardian_bars.ordered_on IS 'The date of the court''s order.';

COMMENT ON COLUMN public.guardian_bars.paper_sealed IS 'Court and number of the order, by the org''s key.';

CREATE TABLE public.guardians (
    org_id bigint NOT NULL,
    guardian_id uuid NOT NULL,
    name text NOT NULL,
    ended_at timestamp with time zone,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT guardians_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 50)))
);

CREATE TABLE public.guardianships (
    org_id bigint NOT NULL,
    student_id uuid NOT NULL,
    guardian_id uuid NOT NULL,
    relation text NOT NULL,
    contact_order smallint NOT NULL,
    ended_at timestamp with time zone,
    updated_at timestamp with time zone NOT NULL,
    barred boolean DEFAULT false NOT NULL,
    since timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT guardianships_barred_ended CHECK (((NOT barred) OR (ended_at IS NOT NULL))),
    CONSTRAINT guardianships_contact_order_check CHECK (((contact_order >= 1) AND (contact_order <= 9))),
    CONSTRAINT guardianships_relation_check CHECK ((relation = ANY (ARRAY['father'::text, 'mother'::text, 'grandparent'::text, 'relative'::text, 'other'::text])))
);

COMMENT ON COLUMN public.guardianships.barred IS 'A bar stands: nothing but lifting it brings the tie back.';

COMMENT ON COLUMN public.guardianships.since IS 'When the tie first began, also where it ended and is back; ties of before the column are as old as can be.';

CREATE TABLE public.hotlines (
    org_id bigint NOT NULL,
    hotline_id uuid DEFAULT uuidv7() NOT NULL,
    name_zh text NOT NULL,
    name_en text NOT NULL,
    phone text NOT NULL,
    hours_zh text NOT NULL,
    hours_en text NOT NULL,
    kind text NOT NULL,
    "position" integer NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT hotlines_hours_en_check CHECK (((char_length(hours_en) >= 1) AND (char_length(hours_en) <= 100))),
    CONSTRAINT hotlines_hours_zh_check CHECK (((char_length(hours_zh) >= 1) AND (char_length(hours_zh) <= 100))),
    CONSTRAINT hotlines_kind_check CHECK ((kind = ANY (ARRAY['psychological'::text, 'youth'::text, 'emergency'::text, 'police'::text, 'hospital'::text, 'school'::text]))),
    CONSTRAINT hotlines_name_en_check CHECK (((char_length(name_en) >= 1) AND (char_length(name_en) <= 60))),
    CONSTRAINT hotlines_name_zh_check CHECK (((char_length(name_zh) >= 1) AND (char_length(name_zh) <= 60))),
    CONSTRAINT hotlines_phone_check CHECK ((phone ~ '^[0-9][0-9 -]{1,18}[0-9]$'::text)),
    CONSTRAINT hotlines_position_check CHECK ((("position" >= 0) AND ("position" <= 999)))
);

COMMENT ON COLUMN public.hotlines.hours_zh IS 'As people say it: hours are read, never reckoned with.';

COMMENT ON COLUMN public.hotlines."position" IS 'Place in the organisation''s list; the same place twice is in order of name.';

CREATE TABLE public.hour_exceptions (
    org_id bigint NOT NULL,
    exception_id uuid DEFAULT uuidv7() NOT NULL,
    counsellor_id uuid NOT NULL,
    kind text NOT NULL,
    on_date date NOT NULL,
    from_time time without time zone NOT NULL,
    to_time time without time zone NOT NULL,
    hours_id uuid,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT hour_exceptions_check1 CHECK (((kind = 'open'::text) = (hours_id IS NOT NULL))),
    CONSTRAINT hour_exceptions_kind_check CHECK ((kind = ANY (ARRAY['closed'::text, 'open'::text])))
);

COMMENT ON COLUMN public.hour_exceptions.to_time IS '00:00 is 24:00; earlier than from_time: on the next day.';

CREATE TABLE public.idempotency (
    account_id uuid NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    object_id uuid,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT idempotency_key_check CHECK (((char_length(key) >= 8) AND (char_length(key) <= 64))),
    CONSTRAINT idempotency_request_hash_check CHECK ((octet_length(request_hash) = 32))
);

CREATE TABLE public.import_permits (
    account_id uuid NOT NULL,
    import_id uuid NOT NULL,
    org_id bigint NOT NULL,
    by_operator boolean NOT NULL,
    permitted_at timestamp with time zone NOT NULL,
    ends_on date
);

COMMENT ON COLUMN public.import_permits.ends_on IS 'The word of an administrator that graduates leave after this day, also when they are no administrator by then. It permits nothing else.';

CREATE TABLE public.lecture_attendance (
    org_id bigint NOT NULL,
    lecture_id uuid NOT NULL,
    account_id uuid NOT NULL,
    how text NOT NULL,
    entered_by uuid,
    came_at timestamp with time zone NOT NULL,
    CONSTRAINT lecture_attendance_check CHECK (((how = 'list'::text) = (entered_by IS NOT NULL))),
    CONSTRAINT lecture_attendance_how_check CHECK ((how = ANY (ARRAY['code'::text, 'list'::text])))
);

COMMENT ON COLUMN public.lecture_attendance.how IS 'code: the person typed the code that was shown there. list: a member of staff ticked them off.';

CREATE TABLE public.lecture_feedback (
    org_id bigint NOT NULL,
    lecture_id uuid NOT NULL,
    shown integer[] NOT NULL,
    waiting integer[] NOT NULL,
    CONSTRAINT lecture_feedback_shown_check CHECK ((cardinality(shown) = 9)),
    CONSTRAINT lecture_feedback_waiting_check CHECK ((cardinality(waiting) = 9))
);

COMMENT ON COLUMN public.lecture_feedback.shown IS 'Answers that staff see: yes, partly and no to each of three questions.';

COMMENT ON COLUMN public.lecture_feedback.waiting IS 'Answers that are too few to be shown. They are added to the others five people at a time.';

CREATE TABLE public.lecture_feedback_given (
    org_id bigint NOT NULL,
    lecture_id uuid NOT NULL,
    account_id uuid NOT NULL
);

CREATE TABLE public.lecture_library (
    org_id bigint NOT NULL,
    lecture_id uuid NOT NULL,
    series_id uuid,
    number smallint,
    recording text,
    version integer NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT lecture_library_check CHECK (((series_id IS NULL) = (number IS NULL))),
    CONSTRAINT lecture_library_number_check CHECK (((number >= 1) AND (number <= 999))),
    CONSTRAINT lecture_library_recording_check CHECK (((char_length(recording) <= 500) AND (recording ~~ 'https://%'::text)))
);

CREATE TABLE public.lecture_registrations (
    org_id bigint NOT NULL,
    registration_id uuid NOT NULL,
    lecture_id uuid NOT NULL,
    account_id uuid NOT NULL,
    number integer NOT NULL,
    state text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    told text,
    told_starts_at timestamp with time zone,
    told_place text,
    CONSTRAINT lecture_registrations_number_check CHECK ((number > 0)),
    CONSTRAINT lecture_registrations_state_check CHECK ((state = ANY (ARRAY['registered'::text, 'waiting'::text, 'withdrawn'::text, 'ended'::text]))),
    CONSTRAINT lecture_registrations_told_check CHECK ((told = ANY (ARRAY['registered'::text, 'waiting'::text, 'ended'::text, 'cancelled'::text]))),
    CONSTRAINT lecture_registrations_told_place_check CHECK ((char_length(told_place) <= 620))
);

COMMENT ON COLUMN public.lecture_registrations.number IS 'The order of asking: seats go by it.';

COMMENT ON COLUMN public.lecture_registrations.state IS 'ended: the person is not among those whom the lecture is for any more.';

COMMENT ON COLUMN public.lecture_registrations.told_starts_at IS 'The time that the person was last told.';

CREATE TABLE public.lecture_series (
    org_id bigint NOT NULL,
    series_id uuid NOT NULL,
    title_zh text NOT NULL,
    title_en text,
    ended_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT lecture_series_title_en_check CHECK (((char_length(title_en) >= 1) AND (char_length(title_en) <= 80))),
    CONSTRAINT lecture_series_title_zh_check CHECK (((char_length(title_zh) >= 1) AND (char_length(title_zh) <= 80)))
);

COMMENT ON COLUMN public.lecture_series.ended_at IS 'From when no further lecture is put into it. Those in it stay.';

CREATE TABLE public.lecture_settings (
    org_id bigint NOT NULL,
    recording_hosts text[] NOT NULL,
    version integer NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT lecture_settings_recording_hosts_check CHECK ((cardinality(recording_hosts) <= 20))
);

COMMENT ON COLUMN public.lecture_settings.recording_hosts IS 'Sites on which recordings may be, each with its subdomains.';

CREATE TABLE public.lecture_tries (
    org_id bigint NOT NULL,
    lecture_id uuid NOT NULL,
    account_id uuid NOT NULL,
    failures integer NOT NULL,
    since timestamp with time zone NOT NULL
);

COMMENT ON TABLE public.lecture_tries IS 'Goes with the right code, with a tick by hand, and after a while with the next wrong code.';

CREATE TABLE public.lecture_views (
    org_id bigint NOT NULL,
    lecture_id uuid NOT NULL,
    account_id uuid NOT NULL,
    viewed_at timestamp with time zone NOT NULL
);

COMMENT ON TABLE public.lecture_views IS 'Who opened a recording, once each: views are people.';

CREATE TABLE public.lectures (
    org_id bigint NOT NULL,
    lecture_id uuid NOT NULL,
    author_id uuid NOT NULL,
    kind text NOT NULL,
    theme text,
    title_zh text NOT NULL,
    title_en text,
    about_zh text NOT NULL,
    about_en text NOT NULL,
    speaker text NOT NULL,
    place text NOT NULL,
    link text,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    scope text NOT NULL,
    class_ids uuid[] NOT NULL,
    grades text[] NOT NULL,
    parts text[] NOT NULL,
    registers boolean NOT NULL,
    seats integer,
    register_by timestamp with time zone,
    state text NOT NULL,
    published_at timestamp with time zone,
    announced_version integer DEFAULT 0 NOT NULL,
    announced_starts_at timestamp with time zone,
    announced_chunks integer DEFAULT 0 NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    calendar_entry_id uuid,
    broadcast_ids uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    sms_alone boolean,
    CONSTRAINT lectures_about_en_check CHECK ((char_length(about_en) <= 2000)),
    CONSTRAINT lectures_about_zh_check CHECK ((char_length(about_zh) <= 2000)),
    CONSTRAINT lectures_check CHECK ((ends_at > starts_at)),
    CONSTRAINT lectures_check1 CHECK (((scope = 'classes'::text) = (cardinality(class_ids) > 0))),
    CONSTRAINT lectures_check2 CHECK (((scope = 'grades'::text) = (cardinality(grades) > 0))),
    CONSTRAINT lectures_check3 CHECK ((registers OR ((seats IS NULL) AND (register_by IS NULL)))),
    CONSTRAINT lectures_check4 CHECK (((state <> 'published'::text) OR (published_at IS NOT NULL))),
    CONSTRAINT lectures_class_ids_check CHECK ((cardinality(class_ids) <= 100)),
    CONSTRAINT lectures_grades_check CHECK ((cardinality(grades) <= 20)),
    CONSTRAINT lectures_kind_check CHECK ((kind = ANY (ARRAY['lecture'::text, 'parent_meeting'::text, 'training'::text, 'live_stream'::text]))),
    CONSTRAINT lectures_link_check CHECK (((char_length(link) <= 500) AND (link ~~ 'https://%'::text))),
    CONSTRAINT lectures_occasion_check CHECK (((theme IS NULL) OR (calendar_entry_id IS NULL))),
    CONSTRAINT lectures_parts_check CHECK (((parts <@ '{guardian,student,staff}'::text[]) AND ((cardinality(parts) >= 1) AND (cardinality(parts) <= 3)))),
    CONSTRAINT lectures_place_check CHECK ((char_length(place) <= 120)),
    CONSTRAINT lectures_scope_check CHECK ((scope = ANY (ARRAY['classes'::text, 'grades'::text, 'school'::text]))),
    CONSTRAINT lectures_seats_check CHECK (((seats >= 1) AND (seats <= 100000))),
    CONSTRAINT lectures_speaker_check CHECK ((char_length(speaker) <= 60)),
    CONSTRAINT lectures_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'published'::text, 'cancelled'::text]))),
    CONSTRAINT lectures_theme_check CHECK ((theme = ANY (ARRAY['may'::text, 'october'::text, 'adaptation'::text, 'exams'::text]))),
    CONSTRAINT lectures_title_en_check CHECK (((char_length(title_en) >= 1) AND (char_length(title_en) <= 80))),
    CONSTRAINT lectures_title_zh_check CHECK (((char_length(title_zh) >= 1) AND (char_length(title_zh) <= 80)))
);

COMMENT ON COLUMN public.lectures.registers IS 'False: everybody whom it is for simply comes, as to a parent meeting.';

COMMENT ON COLUMN public.lectures.seats IS 'Null: there is room for everybody.';

COMMENT ON COLUMN public.lectures.announced_version IS 'Not used any more.';

COMMENT ON COLUMN public.lectures.announced_starts_at IS 'The time that the newest announcement names.';

COMMENT ON COLUMN public.lectures.announced_chunks IS 'Of lectures announced before that, whose people were told by messages, chunk by chunk.';

COMMENT ON COLUMN public.lectures.calendar_entry_id IS 'An entry of school_calendar_entries. No key: a lecture whose entry left the calendar simply names none any more.';

COMMENT ON COLUMN public.lectures.broadcast_ids IS 'The broadcasts that told of it, the first one first. All but the last were recalled, or stand beside it.';

COMMENT ON COLUMN public.lectures.sms_alone IS 'Whether those whom only SMS reaches have one beyond the budget. Null: nobody had to decide.';

CREATE TABLE public.login_attempts (
    key_hash bytea NOT NULL,
    window_start timestamp with time zone NOT NULL,
    attempts integer NOT NULL
);

CREATE TABLE public.login_codes (
    key_hash bytea NOT NULL,
    code_hash bytea NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    known_tries smallint DEFAULT 0 NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT login_codes_key_hash_check CHECK ((octet_length(key_hash) = 32))
);

COMMENT ON COLUMN public.login_codes.known_tries IS 'Wrong tries from devices on which the person has signed in before.';

COMMENT ON COLUMN public.login_codes.used_at IS 'When it signed somebody in, or confirmed an address. It does so once.';

CREATE TABLE public.login_failures (
    key_hash bytea NOT NULL,
    failures integer NOT NULL,
    since timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    CONSTRAINT login_failures_key_hash_check CHECK ((octet_length(key_hash) = 32))
);

COMMENT ON TABLE public.login_failures IS 'Counters of failed sign-ins. A key is an HMAC and tells nobody whom it counts for.';

CREATE TABLE public.login_keys (
    key_hash bytea NOT NULL,
    account_id uuid NOT NULL,
    kind text NOT NULL,
    sealed bytea,
    proved boolean DEFAULT false NOT NULL,
    CONSTRAINT login_keys_key_hash_check CHECK ((octet_length(key_hash) = 32))
);

COMMENT ON COLUMN public.login_keys.proved IS 'Of a mail address: a code that came there signed the person in.';

CREATE TABLE public.login_moves (
    account_id uuid NOT NULL,
    move_id uuid NOT NULL,
    org_id bigint NOT NULL,
    moved_by uuid,
    moved_by_name text NOT NULL,
    moved_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    before_at timestamp with time zone,
    old_key bytea,
    old_sealed bytea,
    device_kinds text[] DEFAULT '{}'::text[] NOT NULL,
    device_addresses bytea[] DEFAULT '{}'::bytea[] NOT NULL,
    second_by uuid,
    outcome text,
    org_ids bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    old_mail boolean DEFAULT false NOT NULL,
    CONSTRAINT login_moves_moved_by_name_check CHECK ((char_length(moved_by_name) <= 100)),
    CONSTRAINT login_moves_outcome_check CHECK ((outcome = ANY (ARRAY['confirmed'::text, 'objected'::text, 'moved_back'::text, 'moved_again'::text])))
);

COMMENT ON TABLE public.login_moves IS 'Each stays, and the person sees it. Old number and devices are forgotten at ends_at. outcome null: it waits, or ends_at is past.';

COMMENT ON COLUMN public.login_moves.before_at IS 'accounts.login_moved_at of before, which comes back when the old number objects.';

COMMENT ON COLUMN public.login_moves.org_ids IS 'Organisations that the person belonged to when it was moved: a second adult of each opens it there.';

COMMENT ON COLUMN public.login_moves.old_mail IS 'The old key and what is sealed are of a mail address.';

CREATE TABLE public.memberships (
    account_id uuid NOT NULL,
    org_id bigint NOT NULL,
    kind text NOT NULL,
    since timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    administrator boolean DEFAULT false NOT NULL,
    roles text[] DEFAULT '{}'::text[] NOT NULL,
    officer_since timestamp with time zone,
    administrator_since timestamp with time zone,
    administrator_line uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    CONSTRAINT memberships_kind_check CHECK ((kind = ANY (ARRAY['guardian'::text, 'student'::text, 'staff'::text]))),
    CONSTRAINT memberships_roles_check CHECK ((roles <@ '{counsellor,grade_lead,leader,school_admin,custodian,officer,class_teacher,subject_teacher}'::text[]))
);

COMMENT ON COLUMN public.memberships.officer_since IS 'Of staff who are officers: since when. A return begins again with `since`.';

COMMENT ON COLUMN public.memberships.administrator_since IS 'Of staff who are or were administrators: since when, last.';

COMMENT ON COLUMN public.memberships.administrator_line IS 'By whose word they work here or were named administrator, last, after those by whose word that one does. Empty: by an operator, or with the first list.';

CREATE TABLE public.message_people (
    org_id bigint NOT NULL,
    message_id uuid NOT NULL,
    account_id uuid NOT NULL,
    visible_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    delivered_at timestamp with time zone,
    hidden_at timestamp with time zone
);

COMMENT ON COLUMN public.message_people.delivered_at IS 'When a channel first reported that it took the message for this person, or when the person read it, whichever came first. Null: neither yet.';

COMMENT ON COLUMN public.message_people.hidden_at IS 'Since when it is not shown to this person: their tie ended.';

CREATE TABLE public.messages (
    org_id bigint NOT NULL,
    message_id uuid DEFAULT uuidv7() NOT NULL,
    template text NOT NULL,
    params jsonb NOT NULL,
    importance text NOT NULL,
    key text NOT NULL,
    earliest_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    broadcast_id uuid,
    CONSTRAINT messages_importance_check CHECK ((importance = ANY (ARRAY['low'::text, 'normal'::text, 'high'::text]))),
    CONSTRAINT messages_key_check CHECK (((char_length(key) >= 1) AND (char_length(key) <= 200))),
    CONSTRAINT messages_template_check CHECK ((char_length(template) <= 60))
);

COMMENT ON COLUMN public.messages.params IS 'Never anything confidential: what may stand on a lock screen (DESIGN 4).';

COMMENT ON COLUMN public.messages.broadcast_id IS 'The message tries again whom a broadcast did not reach at once; the inbox shows the broadcast alone.';

CREATE TABLE public.notice_attachments (
    org_id bigint NOT NULL,
    notice_id uuid NOT NULL,
    edition integer NOT NULL,
    "position" smallint NOT NULL,
    file_id uuid NOT NULL,
    CONSTRAINT notice_attachments_edition_check CHECK ((edition >= 1)),
    CONSTRAINT notice_attachments_position_check CHECK ((("position" >= 1) AND ("position" <= 6)))
);

CREATE TABLE public.notice_editions (
    org_id bigint NOT NULL,
    notice_id uuid NOT NULL,
    edition integer NOT NULL,
    title_zh text NOT NULL,
    body_zh text NOT NULL,
    title_en text,
    body_en text,
    answer_by timestamp with time zone,
    replaced_at timestamp with time zone NOT NULL,
    replaced_by uuid NOT NULL,
    CONSTRAINT notice_editions_body_en_check CHECK (((char_length(body_en) >= 1) AND (char_length(body_en) <= 4000))),
    CONSTRAINT notice_editions_body_zh_check CHECK (((char_length(body_zh) >= 1) AND (char_length(body_zh) <= 4000))),
    CONSTRAINT notice_editions_edition_check CHECK ((edition >= 1)),
    CONSTRAINT notice_editions_title_en_check CHECK (((char_length(title_en) >= 1) AND (char_length(title_en) <= 80))),
    CONSTRAINT notice_editions_title_zh_check CHECK (((char_length(title_zh) >= 1) AND (char_length(title_zh) <= 80)))
);

CREATE TABLE public.notice_file_parts (
    org_id bigint NOT NULL,
    file_id uuid NOT NULL,
    part smallint NOT NULL,
    data bytea NOT NULL,
    CONSTRAINT notice_file_parts_data_check CHECK (((octet_length(data) >= 1) AND (octet_length(data) <= 262144))),
    CONSTRAINT notice_file_parts_part_check CHECK (((part >= 0) AND (part <= 63)))
);
ALTER TABLE ONLY public.notice_file_parts ALTER COLUMN data SET STORAGE EXTERNAL;

CREATE TABLE public.notice_files (
    org_id bigint NOT NULL,
    file_id uuid NOT NULL,
    uploaded_by uuid,
    name text NOT NULL,
    kind text NOT NULL,
    size integer NOT NULL,
    width integer,
    height integer,
    sha256 text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone,
    removed_by uuid,
    CONSTRAINT notice_files_check CHECK ((((width IS NULL) = (kind = 'pdf'::text)) AND ((height IS NULL) = (kind = 'pdf'::text)))),
    CONSTRAINT notice_files_height_check CHECK (((height >= 1) AND (height <= 4096))),
    CONSTRAINT notice_files_kind_check CHECK ((kind = ANY (ARRAY['picture'::text, 'pdf'::text]))),
    CONSTRAINT notice_files_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100))),
    CONSTRAINT notice_files_removed CHECK ((((removed_at IS NULL) = (removed_by IS NULL)) OR ((uploaded_by IS NULL) AND (removed_by IS NULL)))),
    CONSTRAINT notice_files_sha256_check CHECK ((char_length(sha256) = 64)),
    CONSTRAINT notice_files_size_check CHECK (((size >= 1) AND (size <= 10485760))),
    CONSTRAINT notice_files_width_check CHECK (((width >= 1) AND (width <= 4096)))
);

COMMENT ON COLUMN public.notice_files.uploaded_by IS 'Null: a copy that came with a bureau''s notice. It takes none of the school''s room, and its content goes with the bureau''s.';

COMMENT ON COLUMN public.notice_files.sha256 IS 'Of the stored bytes, in hex: receipts name it beside the text.';

COMMENT ON COLUMN public.notice_files.removed_at IS 'When the content was removed; its parts are gone, and it takes no room.';

CREATE TABLE public.notice_receipts (
    org_id bigint NOT NULL,
    notice_id uuid NOT NULL,
    account_id uuid NOT NULL,
    student_id uuid NOT NULL,
    edition integer NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    language text NOT NULL,
    acknowledged_at timestamp with time zone,
    acknowledged_in text,
    number_moved_at timestamp with time zone,
    CONSTRAINT notice_receipts_acknowledged_in_check CHECK ((acknowledged_in = ANY (ARRAY['zh-CN'::text, 'en'::text]))),
    CONSTRAINT notice_receipts_check CHECK (((acknowledged_at IS NULL) = (acknowledged_in IS NULL))),
    CONSTRAINT notice_receipts_language_check CHECK ((language = ANY (ARRAY['zh-CN'::text, 'en'::text])))
);

COMMENT ON TABLE public.notice_receipts IS 'Who opened and acknowledged an edition of a notice, for whom. No row is ever taken away.';

COMMENT ON COLUMN public.notice_receipts.student_id IS 'For whom; a member of staff stands for themself.';

COMMENT ON COLUMN public.notice_receipts.language IS 'In which wording the person first read it.';

COMMENT ON COLUMN public.notice_receipts.acknowledged_in IS 'In which wording it was acknowledged.';

CREATE TABLE public.notice_recipients (
    org_id bigint NOT NULL,
    notice_id uuid NOT NULL,
    account_id uuid NOT NULL,
    student_ids uuid[] NOT NULL,
    as_staff boolean NOT NULL,
    chunk integer NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    language text,
    told_at timestamp with time zone,
    opened_at timestamp with time zone,
    acknowledged_at timestamp with time zone,
    signed_at timestamp with time zone,
    edition integer DEFAULT 1 NOT NULL,
    number_moved_at timestamp with time zone,
    CONSTRAINT notice_recipients_check CHECK ((as_staff OR (cardinality(student_ids) > 0))),
    CONSTRAINT notice_recipients_check1 CHECK (((opened_at IS NULL) = (language IS NULL))),
    CONSTRAINT notice_recipients_check2 CHECK (((acknowledged_at IS NULL) OR (opened_at IS NOT NULL))),
    CONSTRAINT notice_recipients_check3 CHECK (((signed_at IS NULL) OR (opened_at IS NOT NULL))),
    CONSTRAINT notice_recipients_chunk_check CHECK ((chunk >= 0)),
    CONSTRAINT notice_recipients_language_check CHECK ((language = ANY (ARRAY['zh-CN'::text, 'en'::text])))
);

COMMENT ON COLUMN public.notice_recipients.student_ids IS 'The students for whom the person received or opened it, which only grow; a student stands for themself; none for staff.';

COMMENT ON COLUMN public.notice_recipients.sent_at IS 'The notice''s own, kept here so that a person''s notices are one range of one index.';

COMMENT ON COLUMN public.notice_recipients.language IS 'In which wording the person first read it.';

COMMENT ON COLUMN public.notice_recipients.told_at IS 'When the message about it was handed over: it is in the person''s inbox, and channels are tried. Whether it came is message_people.delivered_at.';

COMMENT ON COLUMN public.notice_recipients.acknowledged_at IS 'No longer written or read: notice_receipts has it for each child.';

COMMENT ON COLUMN public.notice_recipients.signed_at IS 'No longer written or read: notice_signatures has it for each child.';

COMMENT ON COLUMN public.notice_recipients.number_moved_at IS 'No longer written or read: notice_receipts has it.';

CREATE TABLE public.notice_signatures (
    org_id bigint NOT NULL,
    notice_id uuid NOT NULL,
    account_id uuid NOT NULL,
    student_id uuid NOT NULL,
    name text NOT NULL,
    language text NOT NULL,
    signed_at timestamp with time zone NOT NULL,
    edition integer DEFAULT 1 NOT NULL,
    number_moved_at timestamp with time zone,
    agrees boolean DEFAULT true NOT NULL,
    CONSTRAINT notice_signatures_language_check CHECK ((language = ANY (ARRAY['zh-CN'::text, 'en'::text]))),
    CONSTRAINT notice_signatures_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 50)))
);

COMMENT ON COLUMN public.notice_signatures.student_id IS 'For whom; a member of staff signs for themself.';

COMMENT ON COLUMN public.notice_signatures.agrees IS 'False: read and signed, and not agreed to. It is an answer: nobody is reminded of it.';

CREATE TABLE public.notice_templates (
    org_id bigint NOT NULL,
    template_id uuid NOT NULL,
    owner_id uuid,
    name text NOT NULL,
    kind text NOT NULL,
    importance text NOT NULL,
    title_zh text NOT NULL,
    body_zh text NOT NULL,
    title_en text,
    body_en text,
    parts text[] NOT NULL,
    removed_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT notice_templates_body_en_check CHECK (((char_length(body_en) >= 1) AND (char_length(body_en) <= 4000))),
    CONSTRAINT notice_templates_body_zh_check CHECK (((char_length(body_zh) >= 1) AND (char_length(body_zh) <= 4000))),
    CONSTRAINT notice_templates_check CHECK (((title_en IS NULL) = (body_en IS NULL))),
    CONSTRAINT notice_templates_importance_check CHECK ((importance = ANY (ARRAY['ordinary'::text, 'urgent'::text]))),
    CONSTRAINT notice_templates_kind_check CHECK ((kind = ANY (ARRAY['information'::text, 'acknowledge'::text, 'sign'::text]))),
    CONSTRAINT notice_templates_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 40))),
    CONSTRAINT notice_templates_parts_check CHECK (((parts <@ '{guardian,student,staff}'::text[]) AND ((cardinality(parts) >= 1) AND (cardinality(parts) <= 3)))),
    CONSTRAINT notice_templates_title_en_check CHECK (((char_length(title_en) >= 1) AND (char_length(title_en) <= 80))),
    CONSTRAINT notice_templates_title_zh_check CHECK (((char_length(title_zh) >= 1) AND (char_length(title_zh) <= 80)))
);

COMMENT ON COLUMN public.notice_templates.owner_id IS 'Whose it is. Null: the school''s, which nobody takes along when they leave.';

CREATE TABLE public.notice_upload_tries (
    org_id bigint NOT NULL,
    account_id uuid NOT NULL,
    since timestamp with time zone NOT NULL,
    tries integer NOT NULL,
    CONSTRAINT notice_upload_tries_tries_check CHECK ((tries >= 1))
);

COMMENT ON TABLE public.notice_upload_tries IS 'How many uploads a person began since a time, for a day; also those that failed.';

CREATE TABLE public.notices (
    org_id bigint NOT NULL,
    notice_id uuid DEFAULT uuidv7() NOT NULL,
    author_id uuid,
    kind text NOT NULL,
    title_zh text NOT NULL,
    body_zh text NOT NULL,
    title_en text,
    body_en text,
    answer_by timestamp with time zone,
    scope text NOT NULL,
    class_ids uuid[] NOT NULL,
    grades text[] NOT NULL,
    parts text[] NOT NULL,
    state text NOT NULL,
    send_at timestamp with time zone,
    scheduled_by uuid,
    sent_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    reminded_at timestamp with time zone,
    audience_class_ids uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    audience_people integer DEFAULT 0 NOT NULL,
    audience_students integer DEFAULT 0 NOT NULL,
    chunks integer DEFAULT 0 NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    groups text[] DEFAULT '{}'::text[] NOT NULL,
    except_groups text[] DEFAULT '{}'::text[] NOT NULL,
    edition integer DEFAULT 1 NOT NULL,
    corrected_at timestamp with time zone,
    from_org_id bigint,
    from_zh text,
    from_en text,
    importance text DEFAULT 'ordinary'::text NOT NULL,
    expires_at timestamp with time zone,
    sms_alone boolean,
    each_guardian boolean DEFAULT false NOT NULL,
    saved_audience_id uuid,
    changed_by uuid,
    back_because text,
    CONSTRAINT notices_answer_before_expiry CHECK (((expires_at IS NULL) OR (answer_by IS NULL) OR (answer_by <= expires_at))),
    CONSTRAINT notices_back_because CHECK ((back_because = ANY (ARRAY['changed'::text, 'stopped'::text, 'over'::text, 'left'::text, 'not_allowed'::text, 'nobody'::text]))),
    CONSTRAINT notices_body_en_check CHECK (((char_length(body_en) >= 1) AND (char_length(body_en) <= 4000))),
    CONSTRAINT notices_body_zh_check CHECK (((char_length(body_zh) >= 1) AND (char_length(body_zh) <= 4000))),
    CONSTRAINT notices_check CHECK (((title_en IS NULL) = (body_en IS NULL))),
    CONSTRAINT notices_check1 CHECK (((kind <> 'information'::text) OR (answer_by IS NULL))),
    CONSTRAINT notices_check2 CHECK (((scope = 'classes'::text) = (cardinality(class_ids) > 0))),
    CONSTRAINT notices_check3 CHECK (((scope = 'grades'::text) = (cardinality(grades) > 0))),
    CONSTRAINT notices_check4 CHECK (((state <> 'draft'::text) OR (send_at IS NULL))),
    CONSTRAINT notices_check6 CHECK (((state = ANY (ARRAY['sent'::text, 'withdrawn'::text])) = (sent_at IS NOT NULL))),
    CONSTRAINT notices_check7 CHECK (((state = 'withdrawn'::text) = (withdrawn_at IS NOT NULL))),
    CONSTRAINT notices_check8 CHECK (((reminded_at IS NULL) OR ((sent_at IS NOT NULL) AND (kind <> 'information'::text)))),
    CONSTRAINT notices_check9 CHECK (((state = ANY (ARRAY['sent'::text, 'withdrawn'::text])) OR ((chunks = 0) AND (audience_people = 0)))),
    CONSTRAINT notices_class_ids_check CHECK ((cardinality(class_ids) <= 100)),
    CONSTRAINT notices_from CHECK ((((author_id IS NULL) = (from_org_id IS NOT NULL)) AND ((from_org_id IS NULL) = (from_zh IS NULL)) AND ((from_org_id IS NULL) = (from_en IS NULL)))),
    CONSTRAINT notices_grades_check CHECK ((cardinality(grades) <= 20)),
    CONSTRAINT notices_importance_check CHECK ((importance = ANY (ARRAY['ordinary'::text, 'urgent'::text]))),
    CONSTRAINT notices_kind_check CHECK ((kind = ANY (ARRAY['information'::text, 'acknowledge'::text, 'sign'::text]))),
    CONSTRAINT notices_parts_check CHECK (((parts <@ '{guardian,student,staff}'::text[]) AND ((cardinality(parts) >= 1) AND (cardinality(parts) <= 3)))),
    CONSTRAINT notices_released CHECK (((state <> ALL (ARRAY['scheduled'::text, 'sent'::text, 'withdrawn'::text])) OR ((send_at IS NOT NULL) AND ((scheduled_by IS NOT NULL) OR (from_org_id IS NOT NULL))))),
    CONSTRAINT notices_scope_check CHECK ((scope = ANY (ARRAY['classes'::text, 'grades'::text, 'school'::text]))),
    CONSTRAINT notices_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'scheduled'::text, 'sent'::text, 'withdrawn'::text, 'cancelled'::text]))),
    CONSTRAINT notices_title_en_check CHECK (((char_length(title_en) >= 1) AND (char_length(title_en) <= 80))),
    CONSTRAINT notices_title_zh_check CHECK (((char_length(title_zh) >= 1) AND (char_length(title_zh) <= 80)))
);

COMMENT ON COLUMN public.notices.title_zh IS 'Stands on lock screens: an ordinary notice is never confidential.';

COMMENT ON COLUMN public.notices.class_ids IS 'As the author chose them; `audience_class_ids` are the classes it stood for when it was sent.';

COMMENT ON COLUMN public.notices.scheduled_by IS 'Who let it out: must still be allowed to when its time comes.';

COMMENT ON COLUMN public.notices.chunks IS 'Of notices sent before broadcasts existed, whose people were told chunk by chunk.';

COMMENT ON COLUMN public.notices.groups IS 'What the chosen audience is called by the roster, as in broadcasts.groups.';

COMMENT ON COLUMN public.notices.edition IS 'Which wording this is: a correction makes the next one. Not the version, which rises with every change.';

COMMENT ON COLUMN public.notices.from_org_id IS 'The bureau that sent it: nobody at the school changes it or takes it back.';

COMMENT ON COLUMN public.notices.importance IS 'urgent: it is told in quiet hours too, and by the next channel while it is unread.';

COMMENT ON COLUMN public.notices.expires_at IS 'From then on nobody is told, reminded or asked for an answer; who opens it sees that it is over.';

COMMENT ON COLUMN public.notices.sms_alone IS 'What its sender decided, should the budget not do: those whom only SMS reaches have one all the same. Null: nobody had to decide.';

COMMENT ON COLUMN public.notices.each_guardian IS 'Of a notice to be signed: every guardian is asked, also after another has signed for the child.';

COMMENT ON COLUMN public.notices.saved_audience_id IS 'The saved audience to which it goes as that is when it is sent.';

COMMENT ON COLUMN public.notices.changed_by IS 'Who edited or corrected it last. Null: nobody since it was written.';

COMMENT ON COLUMN public.notices.back_because IS 'Why one that was to leave is a draft again; null once it is edited or let out.';

CREATE TABLE public.observation_closings (
    org_id bigint NOT NULL,
    observation_id uuid NOT NULL,
    outcome text NOT NULL,
    asked_by uuid NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    CONSTRAINT observation_closings_outcome_check CHECK ((outcome = ANY (ARRAY['helped'::text, 'no_concern'::text, 'unfounded'::text, 'referred'::text, 'family_told'::text])))
);

CREATE TABLE public.observation_mailbox (
    org_id bigint NOT NULL,
    slot_id uuid NOT NULL,
    ticket bytea NOT NULL,
    parcel bytea NOT NULL,
    CONSTRAINT observation_mailbox_parcel_check CHECK ((octet_length(parcel) = 5149)),
    CONSTRAINT observation_mailbox_ticket_check CHECK ((octet_length(ticket) = 541))
);
ALTER TABLE ONLY public.observation_mailbox ALTER COLUMN ticket SET STORAGE EXTERNAL;
ALTER TABLE ONLY public.observation_mailbox ALTER COLUMN parcel SET STORAGE EXTERNAL;

COMMENT ON COLUMN public.observation_mailbox.slot_id IS 'Of a new report: an HMAC of its receipt, so that a twin at work meets it, and no part of the receipt. Of one that moved, and of a decoy: random.';

COMMENT ON COLUMN public.observation_mailbox.ticket IS 'Sealed: what the observer finds their report by, or that the row is a decoy.';

COMMENT ON COLUMN public.observation_mailbox.parcel IS 'Sealed: the report. Of a decoy: random bytes.';

CREATE TABLE public.observation_openings (
    org_id bigint NOT NULL,
    observation_id uuid NOT NULL,
    account_id uuid NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone
);

COMMENT ON COLUMN public.observation_openings.opened_at IS 'When they first opened the case: its first steps, without the text.';

COMMENT ON COLUMN public.observation_openings.read_at IS 'When they first opened the text. Null: not yet.';

CREATE TABLE public.observation_receipts (
    org_id bigint NOT NULL,
    receipt bytea NOT NULL,
    asked bytea NOT NULL,
    observation_id uuid NOT NULL,
    filed_at timestamp with time zone NOT NULL,
    CONSTRAINT observation_receipts_asked_check CHECK ((octet_length(asked) = 32)),
    CONSTRAINT observation_receipts_receipt_check CHECK ((octet_length(receipt) = 32))
);

CREATE TABLE public.observation_steps (
    org_id bigint NOT NULL,
    step_id uuid DEFAULT uuidv7() NOT NULL,
    observation_id uuid NOT NULL,
    kind text NOT NULL,
    by_id uuid NOT NULL,
    rung text NOT NULL,
    note_id uuid,
    at timestamp with time zone NOT NULL,
    answer text,
    CONSTRAINT observation_steps_answer_check CHECK (
CASE kind
    WHEN 'child_where'::text THEN COALESCE((answer = ANY (ARRAY['at_school'::text, 'at_home'::text, 'elsewhere'::text, 'unknown'::text])), false)
    WHEN 'child_with'::text THEN COALESCE((answer = ANY (ARRAY['staff'::text, 'guardian'::text, 'other'::text, 'nobody'::text])), false)
    WHEN 'guardian'::text THEN COALESCE((answer = ANY (ARRAY['told'::text, 'not_reached'::text, 'not_told'::text])), false)
    WHEN 'called'::text THEN COALESCE((answer = ANY (ARRAY['counsellor'::text, 'leader'::text, 'police'::text, 'ambulance'::text, 'helpline'::text])), false)
    ELSE (answer IS NULL)
END),
    CONSTRAINT observation_steps_kind_check CHECK ((kind = ANY (ARRAY['taken_up'::text, 'follow_up'::text, 'family_told'::text, 'raised'::text, 'close_asked'::text, 'close_refused'::text, 'closed'::text, 'child_where'::text, 'child_with'::text, 'guardian'::text, 'called'::text, 'bureau_read'::text, 'owner_named'::text]))),
    CONSTRAINT observation_steps_note CHECK (
CASE
    WHEN (kind = ANY (ARRAY['taken_up'::text, 'owner_named'::text])) THEN (note_id IS NULL)
    WHEN (kind = ANY (ARRAY['follow_up'::text, 'family_told'::text, 'raised'::text, 'close_asked'::text, 'close_refused'::text, 'bureau_read'::text])) THEN (note_id IS NOT NULL)
    WHEN (answer = 'not_told'::text) THEN (note_id IS NOT NULL)
    ELSE true
END),
    CONSTRAINT observation_steps_rung_check CHECK ((rung = ANY (ARRAY['class'::text, 'grade'::text, 'school'::text])))
);

COMMENT ON COLUMN public.observation_steps.answer IS 'Of a first step: one of a few words, so that colleagues see it before they can open sealed text.';

CREATE TABLE public.observations (
    org_id bigint NOT NULL,
    observation_id uuid NOT NULL,
    class_id uuid NOT NULL,
    student_id uuid,
    urgent boolean NOT NULL,
    rung text NOT NULL,
    rungs text[] NOT NULL,
    conflicts bytea[] NOT NULL,
    observer_mark bytea NOT NULL,
    text_id uuid NOT NULL,
    observer_id uuid NOT NULL,
    state text NOT NULL,
    waits boolean NOT NULL,
    outcome text,
    filed_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT observations_check CHECK ((due_at > filed_at)),
    CONSTRAINT observations_check1 CHECK (((rungs <@ '{class,grade,school}'::text[]) AND (rung = ANY (rungs)))),
    CONSTRAINT observations_check2 CHECK (((state = 'done'::text) = (outcome IS NOT NULL))),
    CONSTRAINT observations_check3 CHECK (((state <> 'received'::text) OR waits)),
    CONSTRAINT observations_check4 CHECK (((state <> 'done'::text) OR (NOT waits))),
    CONSTRAINT observations_filed_at_check CHECK ((((EXTRACT(epoch FROM filed_at))::bigint % (3600)::bigint) = 0)),
    CONSTRAINT observations_observer_mark_check CHECK ((octet_length(observer_mark) = 32)),
    CONSTRAINT observations_outcome_check CHECK ((outcome = ANY (ARRAY['helped'::text, 'no_concern'::text, 'unfounded'::text, 'referred'::text, 'family_told'::text]))),
    CONSTRAINT observations_rung_check CHECK ((rung = ANY (ARRAY['class'::text, 'grade'::text, 'school'::text]))),
    CONSTRAINT observations_state_check CHECK ((state = ANY (ARRAY['received'::text, 'being_handled'::text, 'done'::text])))
);

COMMENT ON COLUMN public.observations.rungs IS 'Who owns it now: its rung, and for an urgent one the school besides (R6).';

COMMENT ON COLUMN public.observations.conflicts IS 'Marks (HMAC) of whoever is named in it: they get no grant and cannot tell that it exists.';

COMMENT ON COLUMN public.observations.observer_mark IS 'HMAC of observation and observer: lets them find their own, tells nobody else, links no two.';

COMMENT ON COLUMN public.observations.waits IS 'Nobody of its rung has taken it up.';

CREATE TABLE public.observer_disclosures (
    org_id bigint NOT NULL,
    disclosure_id uuid NOT NULL,
    observation_id uuid NOT NULL,
    reason_id uuid NOT NULL,
    asked_by uuid NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    agreed_by uuid,
    agreed_at timestamp with time zone,
    opened_on date,
    until timestamp with time zone NOT NULL,
    ended text,
    CONSTRAINT observer_disclosures_check CHECK ((agreed_by <> asked_by)),
    CONSTRAINT observer_disclosures_check1 CHECK (((agreed_by IS NULL) = (agreed_at IS NULL))),
    CONSTRAINT observer_disclosures_check2 CHECK (((opened_on IS NULL) OR (agreed_by IS NOT NULL))),
    CONSTRAINT observer_disclosures_ended_check CHECK ((ended = ANY (ARRAY['withdrawn'::text, 'refused'::text, 'lapsed'::text, 'over'::text])))
);

COMMENT ON COLUMN public.observer_disclosures.reason_id IS 'The sealed reason, for the custodians who may agree.';

COMMENT ON COLUMN public.observer_disclosures.opened_on IS 'The day on which one of the two first looked; the observer is shown it.';

COMMENT ON COLUMN public.observer_disclosures.ended IS 'How it ended; null while somebody may agree or look.';

CREATE TABLE public.org_catchments (
    provider_org_id bigint NOT NULL,
    client_org_id bigint NOT NULL,
    ended_at timestamp with time zone
);

COMMENT ON COLUMN public.org_catchments.ended_at IS 'Since when families of the school book nothing new here; null while the service goes on.';

CREATE TABLE public.orgs (
    org_id bigint NOT NULL,
    parent_org_id bigint,
    kind text NOT NULL,
    name_zh text NOT NULL,
    name_en text NOT NULL,
    time_zone text DEFAULT 'Asia/Shanghai'::text NOT NULL,
    channels text[] DEFAULT '{fcm,webpush,wecom,wechat,sms,mail}'::text[] NOT NULL,
    fcm_enabled boolean DEFAULT false NOT NULL,
    ended_at timestamp with time zone,
    webpush_enabled boolean DEFAULT false NOT NULL,
    CONSTRAINT orgs_kind_check CHECK ((kind = ANY (ARRAY['platform'::text, 'school'::text, 'bureau'::text, 'centre'::text, 'hotline'::text, 'hospital'::text]))),
    CONSTRAINT orgs_name_en_check CHECK (((char_length(name_en) >= 1) AND (char_length(name_en) <= 100))),
    CONSTRAINT orgs_name_zh_check CHECK (((char_length(name_zh) >= 1) AND (char_length(name_zh) <= 100))),
    CONSTRAINT orgs_org_id_check CHECK ((org_id >= 0)),
    CONSTRAINT orgs_time_zone_check CHECK (((char_length(time_zone) >= 1) AND (char_length(time_zone) <= 64)))
);

CREATE TABLE public.parent_group_meetings (
    org_id bigint NOT NULL,
    meeting_id uuid NOT NULL,
    group_id uuid NOT NULL,
    kind text NOT NULL,
    held_on date NOT NULL,
    topic text NOT NULL,
    lecture_id uuid,
    guests integer NOT NULL,
    came uuid[] NOT NULL,
    entered_by uuid NOT NULL,
    ended_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT parent_group_meetings_came_check CHECK ((cardinality(came) <= 200)),
    CONSTRAINT parent_group_meetings_guests_check CHECK (((guests >= 0) AND (guests <= 100000))),
    CONSTRAINT parent_group_meetings_kind_check CHECK ((kind = ANY (ARRAY['meeting'::text, 'course'::text]))),
    CONSTRAINT parent_group_meetings_topic_check CHECK (((char_length(topic) >= 1) AND (char_length(topic) <= 80)))
);

COMMENT ON COLUMN public.parent_group_meetings.guests IS 'How many others came, such as the families of a course.';

COMMENT ON COLUMN public.parent_group_meetings.came IS 'The members who came.';

COMMENT ON COLUMN public.parent_group_meetings.ended_at IS 'When it was taken out.';

CREATE TABLE public.parent_group_members (
    org_id bigint NOT NULL,
    member_id uuid NOT NULL,
    group_id uuid NOT NULL,
    guardian_id uuid NOT NULL,
    role text NOT NULL,
    since timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    how text,
    CONSTRAINT parent_group_members_check CHECK (((ended_at IS NULL) = (how IS NULL))),
    CONSTRAINT parent_group_members_how_check CHECK ((how = ANY (ARRAY['left'::text, 'barred'::text, 'taken_out'::text]))),
    CONSTRAINT parent_group_members_role_check CHECK ((role = ANY (ARRAY['chair'::text, 'deputy'::text, 'member'::text])))
);

COMMENT ON COLUMN public.parent_group_members.how IS 'left: no child of theirs is in the group''s class or school any more. barred: by a court''s order. taken_out: by staff.';

CREATE TABLE public.parent_groups (
    org_id bigint NOT NULL,
    group_id uuid NOT NULL,
    kind text NOT NULL,
    class_id uuid,
    name text NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    ended_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT parent_groups_check CHECK ((last_day >= first_day)),
    CONSTRAINT parent_groups_kind_check CHECK ((kind = ANY (ARRAY['committee'::text, 'school'::text]))),
    CONSTRAINT parent_groups_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 40)))
);

COMMENT ON COLUMN public.parent_groups.class_id IS 'Null: of the whole school.';

CREATE TABLE public.passkey_challenges (
    challenge_hash bytea NOT NULL,
    purpose text NOT NULL,
    session_id uuid,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT passkey_challenges_challenge_hash_check CHECK ((octet_length(challenge_hash) = 32)),
    CONSTRAINT passkey_challenges_check CHECK (((purpose = 'sign_in'::text) = (session_id IS NULL))),
    CONSTRAINT passkey_challenges_purpose_check CHECK ((purpose = ANY (ARRAY['sign_in'::text, 'register'::text, 'step_up'::text])))
);

CREATE TABLE public.passkeys (
    account_id uuid NOT NULL,
    credential_id bytea NOT NULL,
    passkey_id uuid NOT NULL,
    public_key bytea NOT NULL,
    sign_count bigint NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT passkeys_credential_id_check CHECK ((octet_length(credential_id) <= 1023)),
    CONSTRAINT passkeys_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100)))
);

COMMENT ON COLUMN public.passkeys.sign_count IS 'A lower count than this one is a copy of the key, and is refused (WebAuthn §6.1.1). Zero: the device does not count.';

CREATE TABLE public.pins (
    account_id uuid NOT NULL,
    pin_hash text NOT NULL,
    set_at timestamp with time zone NOT NULL,
    misses integer DEFAULT 0 NOT NULL
);

COMMENT ON TABLE public.pins IS 'Of students; good on tablets of today''s class alone.';

COMMENT ON COLUMN public.pins.misses IS 'Wrong ones since it was set, right ones between them or not. So many end it.';

CREATE TABLE public.planned_ends (
    org_id bigint NOT NULL,
    end_id uuid NOT NULL,
    staff_id uuid,
    student_id uuid,
    successor_id uuid,
    last_day date NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    recorded_by uuid NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT planned_ends_check CHECK ((num_nonnulls(staff_id, student_id) = 1)),
    CONSTRAINT planned_ends_check1 CHECK (((successor_id IS NULL) OR (staff_id IS NOT NULL)))
);

COMMENT ON COLUMN public.planned_ends.ends_at IS 'When the last day is over in the organisation''s zone. `ended_at`: when it happened, or was taken back.';

CREATE TABLE public.providers (
    org_id bigint NOT NULL,
    provider_id uuid DEFAULT uuidv7() NOT NULL,
    kind text NOT NULL,
    name_zh text NOT NULL,
    name_en text NOT NULL,
    address text NOT NULL,
    phone text NOT NULL,
    ended_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT providers_address_check CHECK ((char_length(address) <= 200)),
    CONSTRAINT providers_kind_check CHECK ((kind = ANY (ARRAY['school_room'::text, 'community_station'::text, 'district_centre'::text, 'city_centre'::text, 'mobile'::text]))),
    CONSTRAINT providers_name_en_check CHECK (((char_length(name_en) >= 1) AND (char_length(name_en) <= 60))),
    CONSTRAINT providers_name_zh_check CHECK (((char_length(name_zh) >= 1) AND (char_length(name_zh) <= 60))),
    CONSTRAINT providers_phone_check CHECK ((char_length(phone) <= 30))
);

CREATE TABLE public.publicity_events (
    org_id bigint NOT NULL,
    event_id uuid NOT NULL,
    kind text NOT NULL,
    held_on date NOT NULL,
    topic text NOT NULL,
    audience text NOT NULL,
    count integer NOT NULL,
    people integer NOT NULL,
    place text NOT NULL,
    materials text NOT NULL,
    link text,
    lecture_id uuid,
    entered_by uuid NOT NULL,
    ended_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT publicity_events_audience_check CHECK ((char_length(audience) <= 60)),
    CONSTRAINT publicity_events_count_check CHECK (((count >= 1) AND (count <= 100000))),
    CONSTRAINT publicity_events_kind_check CHECK ((kind = ANY (ARRAY['lecture'::text, 'live_stream'::text, 'article'::text, 'booklet'::text, 'board'::text, 'audio_video'::text, 'class_meeting'::text, 'drama'::text, 'poster'::text, 'quality_training'::text, 'micro_lesson'::text, 'salon'::text]))),
    CONSTRAINT publicity_events_link_check CHECK (((char_length(link) <= 500) AND (link ~~ 'https://%'::text))),
    CONSTRAINT publicity_events_materials_check CHECK ((char_length(materials) <= 200)),
    CONSTRAINT publicity_events_people_check CHECK (((people >= 0) AND (people <= 10000000))),
    CONSTRAINT publicity_events_place_check CHECK ((char_length(place) <= 120)),
    CONSTRAINT publicity_events_topic_check CHECK (((char_length(topic) >= 1) AND (char_length(topic) <= 80)))
);

COMMENT ON COLUMN public.publicity_events.count IS 'How many of the kind: lectures held, booklets made, boards shown.';

COMMENT ON COLUMN public.publicity_events.lecture_id IS 'The lecture that it was: one lecture is one line, so it is not counted twice.';

COMMENT ON COLUMN public.publicity_events.ended_at IS 'When it was taken out of the log.';

CREATE TABLE public.publicity_returns (
    org_id bigint NOT NULL,
    period text NOT NULL,
    first_day date NOT NULL,
    edition integer NOT NULL,
    return_id uuid NOT NULL,
    due_on date NOT NULL,
    filed_on date NOT NULL,
    filed_at timestamp with time zone NOT NULL,
    first_filed_on date NOT NULL,
    filed_by uuid NOT NULL,
    kinds text[] NOT NULL,
    counts bigint[] NOT NULL,
    people bigint[] NOT NULL,
    CONSTRAINT publicity_returns_check CHECK (((cardinality(counts) = cardinality(kinds)) AND (cardinality(people) = cardinality(kinds)))),
    CONSTRAINT publicity_returns_edition_check CHECK (((edition >= 1) AND (edition <= 1000))),
    CONSTRAINT publicity_returns_kinds_check CHECK ((cardinality(kinds) <= 50)),
    CONSTRAINT publicity_returns_period_check CHECK ((period = ANY (ARRAY['month'::text, 'quarter'::text, 'year'::text])))
);

CREATE TABLE public.publicity_settings (
    org_id bigint NOT NULL,
    periods text[] NOT NULL,
    due_after smallint NOT NULL,
    version integer NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT publicity_settings_due_after_check CHECK (((due_after >= 1) AND (due_after <= 60))),
    CONSTRAINT publicity_settings_periods_check CHECK (((periods <@ '{month,quarter,year}'::text[]) AND (cardinality(periods) <= 3)))
);

COMMENT ON COLUMN public.publicity_settings.periods IS 'For which periods a bureau asks returns of its schools. At a school: what its nearest bureau says.';

COMMENT ON COLUMN public.publicity_settings.due_after IS 'Days after the end of a period, the last of which is the day by which its return is filed.';

CREATE TABLE public.rooms (
    org_id bigint NOT NULL,
    room_id uuid DEFAULT uuidv7() NOT NULL,
    provider_id uuid NOT NULL,
    name text NOT NULL,
    ended_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT rooms_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 60)))
);

CREATE TABLE public.root_keys (
    key_id smallint NOT NULL,
    sealed bytea NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT root_keys_key_id_check CHECK ((key_id >= 0))
);

CREATE TABLE public.roster_imports (
    org_id bigint NOT NULL,
    import_id uuid DEFAULT uuidv7() NOT NULL,
    uploaded_by uuid NOT NULL,
    file_name text NOT NULL,
    file_sealed bytea,
    file_size integer NOT NULL,
    file_sha256 bytea NOT NULL,
    state text NOT NULL,
    counts jsonb NOT NULL,
    faults_sealed bytea,
    bad_count integer NOT NULL,
    changes jsonb NOT NULL,
    needs_confirmation boolean NOT NULL,
    confirmed boolean DEFAULT false NOT NULL,
    failure text,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    covers text DEFAULT 'school'::text NOT NULL,
    origin text DEFAULT 'file'::text NOT NULL,
    applicable boolean DEFAULT false NOT NULL,
    findings_sealed bytea,
    undo_sealed bytea,
    undo_until timestamp with time zone,
    school_year smallint,
    version integer DEFAULT 1 NOT NULL,
    compared_with integer DEFAULT 0 NOT NULL,
    applied_number integer,
    preview_sha256 bytea,
    losses_sealed bytea,
    undoes uuid,
    CONSTRAINT roster_imports_failure_check CHECK ((char_length(failure) <= 60)),
    CONSTRAINT roster_imports_file_name_check CHECK ((char_length(file_name) <= 200)),
    CONSTRAINT roster_imports_file_sha256_check CHECK ((octet_length(file_sha256) = 32)),
    CONSTRAINT roster_imports_file_size_check CHECK ((file_size >= 0))
);

COMMENT ON COLUMN public.roster_imports.file_sealed IS 'By the org''s key; gone as soon as it was applied, refused or replaced.';

COMMENT ON COLUMN public.roster_imports.faults_sealed IS 'What is wrong quotes names and phone numbers; gone with the next upload.';

COMMENT ON COLUMN public.roster_imports.applicable IS 'The stored file can be applied: it has no errors and changes something.';

COMMENT ON COLUMN public.roster_imports.findings_sealed IS 'Faults and losses quote names and phone numbers; gone with the next upload, or when the import can no longer be undone.';

COMMENT ON COLUMN public.roster_imports.undo_sealed IS 'What the import changed, by the org''s key; gone at undo_until, or once another import was applied.';

COMMENT ON COLUMN public.roster_imports.version IS 'Raised whenever the file is read in another way.';

COMMENT ON COLUMN public.roster_imports.compared_with IS 'The number of the last import applied before the comparison; stale once there is a later one.';

COMMENT ON COLUMN public.roster_imports.applied_number IS 'Which applied import of the organisation this is; null until then, and for those before this column.';

COMMENT ON COLUMN public.roster_imports.losses_sealed IS 'All that ends or is removed, by name; gone together with findings_sealed.';

COMMENT ON COLUMN public.roster_imports.undoes IS 'Of an undoing: the import that it takes back.';

CREATE TABLE public.roster_words (
    org_id bigint NOT NULL,
    kind text NOT NULL,
    word text NOT NULL,
    meaning text NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT roster_words_kind_check CHECK ((kind = ANY (ARRAY['sheet'::text, 'classes'::text, 'students'::text, 'guardians'::text, 'staff'::text, 'sex'::text, 'relation'::text, 'role'::text, 'class'::text]))),
    CONSTRAINT roster_words_meaning_check CHECK ((char_length(meaning) <= 60)),
    CONSTRAINT roster_words_word_check CHECK (((char_length(word) >= 1) AND (char_length(word) <= 60)))
);

COMMENT ON TABLE public.roster_words IS 'What headings and values mean in this school''s files. No text about a person.';

CREATE TABLE public.saved_audiences (
    org_id bigint NOT NULL,
    audience_id uuid NOT NULL,
    owner_id uuid,
    name text NOT NULL,
    groups text[] NOT NULL,
    except_groups text[] NOT NULL,
    parts text[] NOT NULL,
    removed_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT saved_audiences_except_groups_check CHECK ((cardinality(except_groups) <= 400)),
    CONSTRAINT saved_audiences_groups_check CHECK (((cardinality(groups) >= 1) AND (cardinality(groups) <= 400))),
    CONSTRAINT saved_audiences_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 40))),
    CONSTRAINT saved_audiences_parts_check CHECK (((parts <@ '{guardian,student,staff}'::text[]) AND ((cardinality(parts) >= 1) AND (cardinality(parts) <= 3))))
);

COMMENT ON COLUMN public.saved_audiences.owner_id IS 'Whose it is. Null: the organisation''s, which nobody takes along when they leave.';

COMMENT ON COLUMN public.saved_audiences.groups IS 'As notices.groups; of a bureau place:<organisation>. People are asked for by today''s roster.';

CREATE TABLE public.schema_migrations (
    name text NOT NULL,
    sha256 text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone
);

CREATE TABLE public.school_calendar_entries (
    org_id bigint NOT NULL,
    entry_id uuid DEFAULT uuidv7() NOT NULL,
    batch_id uuid NOT NULL,
    kind text NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    follows_weekday smallint,
    name text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    source text,
    from_org_id bigint,
    for_schools boolean DEFAULT false NOT NULL,
    CONSTRAINT school_calendar_entries_check CHECK ((last_day >= first_day)),
    CONSTRAINT school_calendar_entries_check1 CHECK (((kind = 'workday'::text) OR (follows_weekday IS NULL))),
    CONSTRAINT school_calendar_entries_follows_weekday_check CHECK (((follows_weekday >= 1) AND (follows_weekday <= 7))),
    CONSTRAINT school_calendar_entries_kind_check CHECK ((kind = ANY (ARRAY['term'::text, 'closed'::text, 'workday'::text, 'exam'::text, 'theme'::text]))),
    CONSTRAINT school_calendar_entries_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 40)))
);

COMMENT ON COLUMN public.school_calendar_entries.batch_id IS 'Entries that were added together.';

COMMENT ON COLUMN public.school_calendar_entries.follows_weekday IS 'On a make-up workday: which weekday''s timetable it has, ISO 8601; null when not known.';

COMMENT ON COLUMN public.school_calendar_entries.source IS 'The name of the file that the entry was read from; null when somebody wrote it by hand.';

COMMENT ON COLUMN public.school_calendar_entries.from_org_id IS 'The bureau whose entry this is a copy of, with the same id; null for the organisation''s own.';

COMMENT ON COLUMN public.school_calendar_entries.for_schools IS 'A bureau''s entry that its schools and centres get as well.';

CREATE TABLE public.school_calendar_settings (
    org_id bigint NOT NULL,
    national_days boolean NOT NULL,
    visit_from smallint NOT NULL,
    visit_until smallint NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT school_calendar_settings_check CHECK ((visit_until > visit_from)),
    CONSTRAINT school_calendar_settings_visit_from_check CHECK (((visit_from >= 0) AND (visit_from <= 1439))),
    CONSTRAINT school_calendar_settings_visit_until_check CHECK (((visit_until >= 1) AND (visit_until <= 1440)))
);

COMMENT ON TABLE public.school_calendar_settings IS 'A row once they were changed; until then the defaults of the kind of organisation hold.';

COMMENT ON COLUMN public.school_calendar_settings.visit_from IS 'Minutes of the day; a visit begins no earlier and ends no later than visit_until.';

CREATE TABLE public.school_figure_months (
    org_id bigint NOT NULL,
    school_id bigint NOT NULL,
    month date NOT NULL,
    term date NOT NULL,
    counted_at timestamp with time zone NOT NULL,
    students integer NOT NULL,
    visited integer NOT NULL,
    contacted integer NOT NULL,
    owed integer NOT NULL,
    CONSTRAINT school_figure_months_check CHECK (((EXTRACT(day FROM term) = (1)::numeric) AND (term <= month))),
    CONSTRAINT school_figure_months_contacted_check CHECK ((contacted >= 0)),
    CONSTRAINT school_figure_months_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
    CONSTRAINT school_figure_months_owed_check CHECK ((owed >= 0)),
    CONSTRAINT school_figure_months_students_check CHECK ((students >= 0)),
    CONSTRAINT school_figure_months_visited_check CHECK ((visited >= 0))
);

COMMENT ON COLUMN public.school_figure_months.org_id IS 'The bureau.';

COMMENT ON COLUMN public.school_figure_months.month IS 'Its first day, where the school is.';

COMMENT ON COLUMN public.school_figure_months.term IS 'The first day of the term that the month is in.';

COMMENT ON COLUMN public.school_figure_months.visited IS 'Students visited at home since the school year began.';

COMMENT ON COLUMN public.school_figure_months.contacted IS 'Students about whom somebody at home was contacted since the term began.';

CREATE TABLE public.school_figures (
    org_id bigint NOT NULL,
    school_id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    counted_at timestamp with time zone NOT NULL,
    students integer NOT NULL,
    visited integer NOT NULL,
    contacted integer NOT NULL,
    owed integer NOT NULL,
    notices_sent integer NOT NULL,
    people_reached integer NOT NULL,
    bookings_in_person integer,
    bookings_phone integer,
    bookings_video integer,
    bookings_text integer,
    bookings_all integer,
    observations_open integer,
    CONSTRAINT school_figures_bookings_all_check CHECK ((bookings_all >= 10)),
    CONSTRAINT school_figures_bookings_in_person_check CHECK ((bookings_in_person >= 10)),
    CONSTRAINT school_figures_bookings_phone_check CHECK ((bookings_phone >= 10)),
    CONSTRAINT school_figures_bookings_text_check CHECK ((bookings_text >= 10)),
    CONSTRAINT school_figures_bookings_video_check CHECK ((bookings_video >= 10)),
    CONSTRAINT school_figures_contacted_check CHECK ((contacted >= 0)),
    CONSTRAINT school_figures_notices_sent_check CHECK ((notices_sent >= 0)),
    CONSTRAINT school_figures_observations_open_check CHECK ((observations_open >= 10)),
    CONSTRAINT school_figures_owed_check CHECK ((owed >= 0)),
    CONSTRAINT school_figures_people_reached_check CHECK ((people_reached >= 0)),
    CONSTRAINT school_figures_students_check CHECK ((students >= 0)),
    CONSTRAINT school_figures_visited_check CHECK ((visited >= 0))
);

COMMENT ON COLUMN public.school_figures.org_id IS 'The bureau.';

COMMENT ON COLUMN public.school_figures.since IS 'When the school year began that the numbers are of.';

COMMENT ON COLUMN public.school_figures.bookings_all IS 'Pupils, not appointments, as in the four before it; null: under 10, or would give away one that is (DESIGN 7).';

CREATE TABLE public.school_publicity_returns (
    org_id bigint NOT NULL,
    school_id bigint NOT NULL,
    period text NOT NULL,
    first_day date NOT NULL,
    edition integer NOT NULL,
    due_on date NOT NULL,
    filed_on date NOT NULL,
    filed_at timestamp with time zone NOT NULL,
    first_filed_on date NOT NULL,
    kinds text[] NOT NULL,
    counts bigint[] NOT NULL,
    people bigint[] NOT NULL,
    CONSTRAINT school_publicity_returns_edition_check CHECK (((edition >= 1) AND (edition <= 1000))),
    CONSTRAINT school_publicity_returns_kinds_check CHECK ((cardinality(kinds) <= 50)),
    CONSTRAINT school_publicity_returns_period_check CHECK ((period = ANY (ARRAY['month'::text, 'quarter'::text, 'year'::text])))
);

CREATE TABLE public.secret_resets (
    account_id uuid NOT NULL,
    reset_id uuid NOT NULL,
    reset_at timestamp with time zone NOT NULL,
    reset_by text NOT NULL,
    first boolean DEFAULT false NOT NULL,
    second_by text,
    used_at timestamp with time zone,
    CONSTRAINT secret_resets_reset_by_check CHECK ((char_length(reset_by) <= 100))
);

CREATE TABLE public.session_notes (
    org_id bigint NOT NULL,
    booking_id uuid NOT NULL,
    version integer NOT NULL,
    note_id uuid NOT NULL,
    written_by uuid NOT NULL,
    written_at timestamp with time zone NOT NULL,
    CONSTRAINT session_notes_version_check CHECK ((version >= 1))
);

CREATE TABLE public.sessions (
    account_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    session_id uuid NOT NULL,
    assurance smallint NOT NULL,
    client text NOT NULL,
    shared_device boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    idle_seconds integer,
    proved_at timestamp with time zone,
    closed_before timestamp with time zone,
    closed_until timestamp with time zone,
    CONSTRAINT sessions_assurance_check CHECK ((assurance = ANY (ARRAY[1, 2]))),
    CONSTRAINT sessions_client_check CHECK ((char_length(client) <= 200)),
    CONSTRAINT sessions_token_hash_check CHECK ((octet_length(token_hash) = 32))
);

COMMENT ON COLUMN public.sessions.assurance IS '1: phone code or student secret; 2: password and TOTP, which confidential text asks of staff.';

CREATE TABLE public.sms_budgets (
    org_id bigint NOT NULL,
    parts integer,
    set_by uuid,
    set_at timestamp with time zone,
    asked_parts integer,
    asked_by uuid,
    asked_at timestamp with time zone,
    version integer DEFAULT 0 NOT NULL,
    channel text DEFAULT 'sms'::text NOT NULL,
    CONSTRAINT sms_budgets_asked_parts_check CHECK (((asked_parts >= 0) AND (asked_parts <= 10000000))),
    CONSTRAINT sms_budgets_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'wecom'::text, 'wechat'::text, 'mail'::text]))),
    CONSTRAINT sms_budgets_check CHECK ((num_nulls(parts, set_by, set_at) = ANY (ARRAY[0, 3]))),
    CONSTRAINT sms_budgets_check1 CHECK ((num_nulls(asked_parts, asked_by, asked_at) = ANY (ARRAY[0, 3]))),
    CONSTRAINT sms_budgets_parts_check CHECK (((parts >= 0) AND (parts <= 10000000)))
);

COMMENT ON COLUMN public.sms_budgets.parts IS 'Messages a month; SMS as carriers count them: a text longer than 70 units is several. Null: the configured default, which SMS alone have.';

COMMENT ON COLUMN public.sms_budgets.asked_parts IS 'A higher budget that a second person has to agree to.';

COMMENT ON COLUMN public.sms_budgets.channel IS 'Whose budget it is. Of others than SMS a message counts as one.';

CREATE TABLE public.sms_spent (
    org_id bigint NOT NULL,
    month date NOT NULL,
    kind text NOT NULL,
    parts integer NOT NULL,
    counted_on date,
    parts_before integer DEFAULT 0 NOT NULL,
    channel text DEFAULT 'sms'::text NOT NULL,
    CONSTRAINT sms_spent_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'wecom'::text, 'wechat'::text, 'mail'::text]))),
    CONSTRAINT sms_spent_kind_check CHECK ((kind = ANY (ARRAY['notice'::text, 'reminder'::text, 'urgent'::text, 'other'::text]))),
    CONSTRAINT sms_spent_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
    CONSTRAINT sms_spent_parts_check CHECK ((parts >= 0))
);

COMMENT ON COLUMN public.sms_spent.month IS 'The first day of the month, by the organisation''s time zone.';

COMMENT ON COLUMN public.sms_spent.counted_on IS 'The last day, by the organisation''s time zone, on which single messages were added.';

COMMENT ON COLUMN public.sms_spent.parts_before IS 'What `parts` was when that day began.';

CREATE TABLE public.staff (
    org_id bigint NOT NULL,
    staff_id uuid NOT NULL,
    staff_number text NOT NULL,
    name text NOT NULL,
    roles text[] NOT NULL,
    ended_at timestamp with time zone,
    updated_at timestamp with time zone NOT NULL,
    appointed_by uuid,
    had_part boolean DEFAULT false NOT NULL,
    had_role boolean DEFAULT false NOT NULL,
    appointed_at timestamp with time zone,
    role_by uuid,
    role_at timestamp with time zone,
    CONSTRAINT staff_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 50))),
    CONSTRAINT staff_roles_check CHECK ((roles <@ '{counsellor,grade_lead,leader,school_admin,custodian,officer,class_teacher,subject_teacher}'::text[])),
    CONSTRAINT staff_staff_number_check CHECK (((char_length(staff_number) >= 1) AND (char_length(staff_number) <= 32)))
);

COMMENT ON COLUMN public.staff.appointed_by IS 'Who gave them their first part that opens reports, unless it came with the first list; they do not see reports about that person.';

COMMENT ON COLUMN public.staff.had_part IS 'Whether they have or ever had a part that opens reports: a role or a class. Who had one keeps appointed_by as it is.';

COMMENT ON COLUMN public.staff.had_role IS 'Whether they have or ever had such a role. While nobody of the school had one, its first list is still coming.';

COMMENT ON COLUMN public.staff.appointed_at IS 'When appointed_by gave it to them; null where that was before it was noted, or nobody gave it.';

COMMENT ON COLUMN public.staff.role_by IS 'Who gave them their first role that opens reports, unless it came with the first list; by such a role they do not see reports about that person.';

COMMENT ON COLUMN public.staff.role_at IS 'When role_by gave it to them; null where nobody gave it, or that was before it was noted.';

CREATE TABLE public.staff_leave_lessons (
    org_id bigint NOT NULL,
    leave_id uuid NOT NULL,
    class_id uuid NOT NULL,
    part text NOT NULL,
    subject text NOT NULL,
    given boolean NOT NULL,
    CONSTRAINT staff_leave_lessons_part_check CHECK ((part = ANY (ARRAY['class_teacher'::text, 'subject_teacher'::text]))),
    CONSTRAINT staff_leave_lessons_subject_check CHECK ((char_length(subject) <= 20))
);

COMMENT ON COLUMN public.staff_leave_lessons.given IS 'Whether who stands in has it by this leave, and loses it with its end.';

CREATE TABLE public.staff_leaves (
    org_id bigint NOT NULL,
    leave_id uuid NOT NULL,
    staff_id uuid NOT NULL,
    stand_in_id uuid,
    first_day date NOT NULL,
    last_day date NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    roles text[] NOT NULL,
    given_roles text[] NOT NULL,
    began_at timestamp with time zone,
    ended_at timestamp with time zone,
    recorded_by uuid NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT staff_leaves_check CHECK ((last_day >= first_day)),
    CONSTRAINT staff_leaves_check1 CHECK ((ends_at > starts_at)),
    CONSTRAINT staff_leaves_check2 CHECK ((stand_in_id <> staff_id)),
    CONSTRAINT staff_leaves_check3 CHECK ((given_roles <@ roles)),
    CONSTRAINT staff_leaves_roles_check CHECK ((roles <@ '{counsellor,grade_lead,leader}'::text[]))
);

COMMENT ON COLUMN public.staff_leaves.starts_at IS 'When the first day begins in the organisation''s zone; `ends_at`: when the last one is over.';

COMMENT ON COLUMN public.staff_leaves.roles IS 'What passes on for that time, besides classes. `given_roles`: those that who stands in did not have.';

COMMENT ON COLUMN public.staff_leaves.began_at IS 'When the parts were passed on. `ended_at`: when they were given back, or the leave was taken back.';

CREATE TABLE public.starting_codes (
    account_id uuid NOT NULL,
    first boolean NOT NULL,
    adults uuid[] NOT NULL,
    reset_id uuid NOT NULL,
    CONSTRAINT starting_codes_adults_check CHECK (((cardinality(adults) >= 1) AND (cardinality(adults) <= 2)))
);

COMMENT ON COLUMN public.starting_codes.first IS 'Issued while the student had never set a secret: it is no good once they have one.';

CREATE TABLE public.students (
    org_id bigint NOT NULL,
    student_id uuid NOT NULL,
    class_id uuid NOT NULL,
    student_number text NOT NULL,
    name text NOT NULL,
    sex text NOT NULL,
    support text[] DEFAULT '{}'::text[] NOT NULL,
    home_sealed bytea,
    ended_at timestamp with time zone,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT students_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 50))),
    CONSTRAINT students_sex_check CHECK ((sex = ANY (ARRAY['male'::text, 'female'::text]))),
    CONSTRAINT students_student_number_check CHECK (((char_length(student_number) >= 1) AND (char_length(student_number) <= 32)))
);

COMMENT ON COLUMN public.students.support IS 'Needs for support (V2, S6), never a diagnosis.';

COMMENT ON COLUMN public.students.home_sealed IS 'Address and place, sealed by the org''s key.';

CREATE TABLE public.tablets (
    org_id bigint NOT NULL,
    tablet_id uuid NOT NULL,
    class_id uuid NOT NULL,
    name text NOT NULL,
    code_hash bytea,
    code_until timestamp with time zone,
    key_hash bytea,
    enrolled_at timestamp with time zone,
    added_by uuid NOT NULL,
    added_at timestamp with time zone NOT NULL,
    ended_by uuid,
    ended_at timestamp with time zone,
    CONSTRAINT tablets_check CHECK ((num_nulls(code_hash, code_until) = ANY (ARRAY[0, 2]))),
    CONSTRAINT tablets_check1 CHECK ((num_nulls(ended_by, ended_at) = ANY (ARRAY[0, 2]))),
    CONSTRAINT tablets_check2 CHECK (((key_hash IS NULL) OR (enrolled_at IS NOT NULL))),
    CONSTRAINT tablets_check3 CHECK (((ended_at IS NULL) OR (num_nonnulls(code_hash, key_hash) = 0))),
    CONSTRAINT tablets_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 40)))
);

COMMENT ON COLUMN public.tablets.code_hash IS 'Of the short code that brings a key onto a tablet, once.';

COMMENT ON COLUMN public.tablets.key_hash IS 'Of the key on the tablet. Null: none is enrolled, or another one is to take its place.';

COMMENT ON COLUMN public.tablets.added_by IS 'Who issued the code of now or the last one.';

CREATE TABLE public.tasks (
    org_id bigint NOT NULL,
    task_id uuid DEFAULT uuidv7() NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    payload jsonb NOT NULL,
    due_at timestamp with time zone NOT NULL,
    state text DEFAULT 'planned'::text NOT NULL,
    attempt integer DEFAULT 0 NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    lease_until timestamp with time zone,
    error text,
    progress_done integer DEFAULT 0 NOT NULL,
    progress_total integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT tasks_error_check CHECK ((char_length(error) <= 500)),
    CONSTRAINT tasks_key_check CHECK (((char_length(key) >= 1) AND (char_length(key) <= 200))),
    CONSTRAINT tasks_kind_check CHECK (((char_length(kind) >= 1) AND (char_length(kind) <= 60))),
    CONSTRAINT tasks_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'handed'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
);

COMMENT ON COLUMN public.tasks.attempt IS 'Rises at each hand-over and each plan: the fence that lets only the newest holder finish.';

CREATE TABLE public.vault_drafts (
    org_id bigint NOT NULL,
    account_id uuid NOT NULL,
    kind text NOT NULL,
    subject_id uuid NOT NULL,
    version integer NOT NULL,
    sealed bytea NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    CONSTRAINT vault_drafts_kind_check CHECK ((kind = ANY (ARRAY['visit_record'::text, 'visit_correction'::text, 'session_note'::text]))),
    CONSTRAINT vault_drafts_sealed_check CHECK ((octet_length(sealed) <= 131072))
);

COMMENT ON COLUMN public.vault_drafts.subject_id IS 'The visit, the version being corrected, or the booking.';

COMMENT ON COLUMN public.vault_drafts.sealed IS 'By the key of the student whom the text is about, bound to the writer, kind and subject: nobody else''s row opens it.';

CREATE TABLE public.vault_keys (
    org_id bigint NOT NULL,
    record_id uuid NOT NULL,
    subject_id uuid NOT NULL,
    wrapped bytea NOT NULL
);

CREATE TABLE public.vault_records (
    org_id bigint NOT NULL,
    record_id uuid NOT NULL,
    kind text NOT NULL,
    algorithm text NOT NULL,
    sealed bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT vault_records_algorithm_check CHECK ((char_length(algorithm) <= 40)),
    CONSTRAINT vault_records_kind_check CHECK ((kind = ANY (ARRAY['booking_note'::text, 'session_note'::text, 'visit_note'::text, 'observation'::text, 'letter'::text, 'file'::text, 'plan'::text]))),
    CONSTRAINT vault_records_sealed_check CHECK ((octet_length(sealed) <= 1048576))
);

CREATE TABLE public.visit_agreement_answers (
    org_id bigint NOT NULL,
    agreement_id uuid NOT NULL,
    guardian_id uuid NOT NULL,
    confirmed_at timestamp with time zone,
    word_sealed bytea,
    answered_at timestamp with time zone NOT NULL,
    disagrees boolean DEFAULT false NOT NULL,
    CONSTRAINT visit_agreement_answers_one_check CHECK ((NOT (disagrees AND (confirmed_at IS NOT NULL)))),
    CONSTRAINT visit_agreement_answers_said_check CHECK (((confirmed_at IS NOT NULL) OR (word_sealed IS NOT NULL) OR disagrees))
);

CREATE TABLE public.visit_agreements (
    org_id bigint NOT NULL,
    agreement_id uuid NOT NULL,
    visit_id uuid NOT NULL,
    text_sealed bytea NOT NULL,
    written_by uuid NOT NULL,
    written_at timestamp with time zone NOT NULL
);

CREATE TABLE public.visit_alerts (
    org_id bigint NOT NULL,
    visit_id uuid NOT NULL,
    staff_id uuid NOT NULL,
    told_at timestamp with time zone NOT NULL,
    opened_at timestamp with time zone
);

CREATE TABLE public.visit_all_clears (
    org_id bigint NOT NULL,
    visit_id uuid NOT NULL,
    said_by uuid NOT NULL,
    said_at timestamp with time zone NOT NULL
);

COMMENT ON COLUMN public.visit_all_clears.said_at IS 'Holds for the visit''s time of then: one that was moved to a later time is watched again.';

CREATE TABLE public.visit_availability (
    org_id bigint NOT NULL,
    availability_id uuid NOT NULL,
    student_id uuid NOT NULL,
    guardian_id uuid NOT NULL,
    weekday smallint,
    on_date date,
    from_time time without time zone NOT NULL,
    to_time time without time zone NOT NULL,
    place_kind text NOT NULL,
    place_sealed bytea,
    ended_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT visit_availability_check1 CHECK (((weekday IS NULL) <> (on_date IS NULL))),
    CONSTRAINT visit_availability_check2 CHECK (((place_kind = 'elsewhere'::text) = (place_sealed IS NOT NULL))),
    CONSTRAINT visit_availability_place_kind_check CHECK ((place_kind = ANY (ARRAY['home'::text, 'elsewhere'::text, 'video'::text]))),
    CONSTRAINT visit_availability_weekday_check CHECK (((weekday >= 1) AND (weekday <= 7)))
);

COMMENT ON COLUMN public.visit_availability.weekday IS 'ISO 8601: Monday is 1.';

COMMENT ON COLUMN public.visit_availability.to_time IS '00:00 is 24:00.';

COMMENT ON COLUMN public.visit_availability.place_sealed IS 'By the org''s key, as homes are: it says where a family is to be found.';

CREATE TABLE public.visit_follow_ups (
    org_id bigint NOT NULL,
    follow_up_id uuid NOT NULL,
    visit_id uuid NOT NULL,
    due_on date NOT NULL,
    done_at timestamp with time zone,
    updated_at timestamp with time zone NOT NULL,
    text_sealed bytea
);

COMMENT ON COLUMN public.visit_follow_ups.text_sealed IS 'By the org''s key, as what was agreed with a family is.';

CREATE TABLE public.visit_records (
    org_id bigint NOT NULL,
    record_id uuid NOT NULL,
    visit_id uuid NOT NULL,
    corrects uuid,
    written_by uuid NOT NULL,
    written_at timestamp with time zone NOT NULL,
    said_at timestamp with time zone,
    CONSTRAINT visit_records_check CHECK ((corrects <> record_id))
);

COMMENT ON TABLE public.visit_records IS 'What was written of a visit, each text sealed in the vault under the same id.';

COMMENT ON COLUMN public.visit_records.corrects IS 'The version that this one corrects. Null: an account of its own. Two corrections of one version both stand.';

COMMENT ON COLUMN public.visit_records.said_at IS 'When it was written on a phone without network; null: as it arrived. Versions are in the order of their arrival.';

CREATE TABLE public.visit_starts (
    org_id bigint NOT NULL,
    visit_id uuid NOT NULL,
    said_by uuid NOT NULL,
    said_at timestamp with time zone NOT NULL
);

COMMENT ON COLUMN public.visit_starts.said_at IS 'Holds for the visit''s time of then: one that was moved to a later time has not begun.';

CREATE TABLE public.visit_team (
    org_id bigint NOT NULL,
    visit_id uuid NOT NULL,
    staff_id uuid NOT NULL,
    part text DEFAULT 'colleague'::text NOT NULL,
    left_at timestamp with time zone
);

COMMENT ON COLUMN public.visit_team.part IS 'A class teacher visits as long as they are class teacher of the student.';

COMMENT ON COLUMN public.visit_team.left_at IS 'Since when somebody else visits instead, or nobody.';

CREATE TABLE public.visits (
    org_id bigint NOT NULL,
    visit_id uuid NOT NULL,
    student_id uuid NOT NULL,
    proposed_by uuid NOT NULL,
    confirmed_by uuid,
    changed_by uuid NOT NULL,
    mode text NOT NULL,
    place_sealed bytea,
    message_sealed bytea,
    reason_sealed bytea,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    wished_at timestamp with time zone,
    state text NOT NULL,
    note_id uuid,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    changed_for text,
    held_until timestamp with time zone,
    joint_id uuid,
    asked_at timestamp with time zone,
    host_id uuid,
    CONSTRAINT visits_check CHECK ((ends_at > starts_at)),
    CONSTRAINT visits_check1 CHECK (((mode = 'onsite'::text) OR (place_sealed IS NULL))),
    CONSTRAINT visits_check3 CHECK (((state <> 'proposed'::text) OR (confirmed_by IS NULL))),
    CONSTRAINT visits_check4 CHECK (((state <> ALL (ARRAY['confirmed'::text, 'recorded'::text, 'missed'::text])) OR (confirmed_by IS NOT NULL))),
    CONSTRAINT visits_check5 CHECK (((state = 'recorded'::text) = (note_id IS NOT NULL))),
    CONSTRAINT visits_mode_check CHECK ((mode = ANY (ARRAY['onsite'::text, 'video'::text]))),
    CONSTRAINT visits_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'move_asked'::text, 'confirmed'::text, 'declined'::text, 'cancelled'::text, 'recorded'::text, 'missed'::text])))
);

COMMENT ON COLUMN public.visits.confirmed_by IS 'The guardian who comes. While it is named, the time above is kept for family and team.';

COMMENT ON COLUMN public.visits.changed_by IS 'Who made the newest change, and need not be told of it.';

COMMENT ON COLUMN public.visits.wished_at IS 'The time that the family would rather have.';

COMMENT ON COLUMN public.visits.note_id IS 'The first sealed account of the visit (V6). All of them: visit_records.';

COMMENT ON COLUMN public.visits.changed_for IS 'Why the newest change was made when somebody''s part ended or the day was closed. Null: somebody who takes part made it.';

COMMENT ON COLUMN public.visits.held_until IS 'Until when a proposal of a campaign waits for the family; it ends by itself then. Null: until the visit would begin.';

COMMENT ON COLUMN public.visits.joint_id IS 'The visits of one stop share it: siblings who are visited together. The time of team and guardian is claimed once, under this id.';

COMMENT ON COLUMN public.visits.asked_at IS 'Since when the family is asked for another time, as the team cannot come. The time above is over for everybody.';

COMMENT ON COLUMN public.visits.host_id IS 'The guardian at whose place and time the visit is: they alone answer it, while they are a guardian of the student. Null: any guardian may.';

CREATE TABLE public.wechat_links (
    org_id bigint NOT NULL,
    account_id uuid NOT NULL,
    app_id text NOT NULL,
    state text NOT NULL,
    user_id text,
    phone_mark bytea,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT wechat_links_app_id_check CHECK (((char_length(app_id) >= 1) AND (char_length(app_id) <= 64))),
    CONSTRAINT wechat_links_check CHECK (((state = 'linked'::text) = (user_id IS NOT NULL))),
    CONSTRAINT wechat_links_phone_mark_check CHECK ((octet_length(phone_mark) = 32)),
    CONSTRAINT wechat_links_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'linked'::text, 'failed'::text]))),
    CONSTRAINT wechat_links_user_id_check CHECK (((char_length(user_id) >= 1) AND (char_length(user_id) <= 64)))
);

COMMENT ON TABLE public.wechat_links IS 'Who a guardian is in the WeChat service account of the organisation, as they showed by coming back from WeChat''s own page.';

COMMENT ON COLUMN public.wechat_links.user_id IS 'The openid: it names nobody outside of that service account.';

COMMENT ON COLUMN public.wechat_links.phone_mark IS 'Of the number that they had when they asked, and of how often they had signed out everywhere. Where either has changed since, the link proves nothing.';

CREATE TABLE public.wecom_links (
    org_id bigint NOT NULL,
    account_id uuid NOT NULL,
    user_id text NOT NULL,
    phone_mark bytea NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    sign_in_mark bytea,
    CONSTRAINT wecom_links_phone_mark_check CHECK ((octet_length(phone_mark) = 32)),
    CONSTRAINT wecom_links_sign_in_mark_check CHECK ((octet_length(sign_in_mark) = 32)),
    CONSTRAINT wecom_links_user_id_check CHECK (((char_length(user_id) >= 1) AND (char_length(user_id) <= 64)))
);

COMMENT ON TABLE public.wecom_links IS 'Who a guardian is in the WeCom of the organisation, as the phone numbers of both say.';

COMMENT ON COLUMN public.wecom_links.phone_mark IS 'Of the number that proved it. Where the guardian''s number has changed since, the link proves nothing.';

COMMENT ON COLUMN public.wecom_links.sign_in_mark IS 'The guardian signs in by this link: of the corporation, the parent there, the number here, and how often they had signed out everywhere. Where one has changed since, it says nothing.';

CREATE TABLE public.wecom_sign_ins (
    org_id bigint NOT NULL,
    attempt bytea NOT NULL,
    state text NOT NULL,
    user_id text,
    phone_mark bytea,
    used boolean DEFAULT false NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT wecom_sign_ins_attempt_check CHECK ((octet_length(attempt) = 32)),
    CONSTRAINT wecom_sign_ins_check CHECK ((num_nulls(user_id, phone_mark) = ANY (ARRAY[0, 2]))),
    CONSTRAINT wecom_sign_ins_check1 CHECK (((state = 'found'::text) = (user_id IS NOT NULL))),
    CONSTRAINT wecom_sign_ins_phone_mark_check CHECK ((octet_length(phone_mark) = 32)),
    CONSTRAINT wecom_sign_ins_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'found'::text, 'unknown'::text, 'refused'::text, 'down'::text]))),
    CONSTRAINT wecom_sign_ins_user_id_check CHECK (((char_length(user_id) >= 1) AND (char_length(user_id) <= 64)))
);

COMMENT ON TABLE public.wecom_sign_ins IS 'Somebody came back from WeCom''s page with a code, and a browser waits for who that is.';

COMMENT ON COLUMN public.wecom_sign_ins.attempt IS 'SHA-256 of what the browser''s cookie holds.';

COMMENT ON COLUMN public.wecom_sign_ins.phone_mark IS 'Of the number that this parent has in WeCom at this moment.';

ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.audit_accesses
    ADD CONSTRAINT audit_accesses_pkey PRIMARY KEY (org_id, seq);

ALTER TABLE ONLY public.audit_changes
    ADD CONSTRAINT audit_changes_pkey PRIMARY KEY (org_id, change_id);

ALTER TABLE ONLY public.audit_denials
    ADD CONSTRAINT audit_denials_pkey PRIMARY KEY (org_id, denial_id);

ALTER TABLE ONLY public.audit_heads
    ADD CONSTRAINT audit_heads_pkey PRIMARY KEY (org_id);

ALTER TABLE ONLY public.booking_people
    ADD CONSTRAINT booking_people_pkey PRIMARY KEY (org_id, booking_id, account_id, part);

ALTER TABLE public.bookings
    ADD CONSTRAINT bookings_cancelled_for_check CHECK ((cancelled_for = ANY (ARRAY['counsellor_left'::text, 'client_left'::text, 'closed'::text, 'counsellor_away'::text, 'other_counsellor'::text]))) NOT VALID;

ALTER TABLE ONLY public.bookings
    ADD CONSTRAINT bookings_pkey PRIMARY KEY (org_id, booking_id);

ALTER TABLE ONLY public.broadcast_chunks
    ADD CONSTRAINT broadcast_chunks_pkey PRIMARY KEY (org_id, broadcast_id, chunk);

ALTER TABLE ONLY public.broadcast_groups
    ADD CONSTRAINT broadcast_groups_pkey PRIMARY KEY (org_id, name, visible_at, broadcast_id);

ALTER TABLE ONLY public.broadcast_reads
    ADD CONSTRAINT broadcast_reads_pkey PRIMARY KEY (org_id, broadcast_id, account_id);

ALTER TABLE ONLY public.broadcast_sms
    ADD CONSTRAINT broadcast_sms_pkey PRIMARY KEY (org_id, broadcast_id, channel);

ALTER TABLE ONLY public.broadcasts
    ADD CONSTRAINT broadcasts_org_id_key_key UNIQUE (org_id, key);

ALTER TABLE ONLY public.broadcasts
    ADD CONSTRAINT broadcasts_pkey PRIMARY KEY (org_id, broadcast_id);

ALTER TABLE ONLY public.bureau_case_officers
    ADD CONSTRAINT bureau_case_officers_pkey PRIMARY KEY (org_id, observation_id, account_id);

ALTER TABLE ONLY public.bureau_cases
    ADD CONSTRAINT bureau_cases_pkey PRIMARY KEY (org_id, school_id, observation_id);

ALTER TABLE ONLY public.bureau_notice_attachments
    ADD CONSTRAINT bureau_notice_attachments_org_id_bureau_notice_id_edition_f_key UNIQUE (org_id, bureau_notice_id, edition, file_id);

ALTER TABLE ONLY public.bureau_notice_attachments
    ADD CONSTRAINT bureau_notice_attachments_pkey PRIMARY KEY (org_id, bureau_notice_id, edition, "position");

ALTER TABLE ONLY public.bureau_notice_editions
    ADD CONSTRAINT bureau_notice_editions_pkey PRIMARY KEY (org_id, bureau_notice_id, edition);

ALTER TABLE ONLY public.bureau_notice_schools
    ADD CONSTRAINT bureau_notice_schools_pkey PRIMARY KEY (org_id, bureau_notice_id, school_id);

ALTER TABLE ONLY public.bureau_notices
    ADD CONSTRAINT bureau_notices_pkey PRIMARY KEY (org_id, bureau_notice_id);

ALTER TABLE ONLY public.calendar_events
    ADD CONSTRAINT calendar_events_pkey PRIMARY KEY (org_id, event_id);

ALTER TABLE ONLY public.calendar_feeds
    ADD CONSTRAINT calendar_feeds_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.calendar_invites
    ADD CONSTRAINT calendar_invites_pkey PRIMARY KEY (org_id, event_id, account_id);

ALTER TABLE public.calendar_invites
    ADD CONSTRAINT calendar_invites_unsent_check CHECK ((unsent = ANY (ARRAY['no_mail'::text, 'refused'::text, 'expired'::text, 'not_allowed'::text]))) NOT VALID;

ALTER TABLE ONLY public.calendar_texts
    ADD CONSTRAINT calendar_texts_pkey PRIMARY KEY (org_id, event_id, variant);

ALTER TABLE ONLY public.campaign_classes
    ADD CONSTRAINT campaign_classes_pkey PRIMARY KEY (org_id, campaign_id, class_id);

ALTER TABLE ONLY public.campaign_families
    ADD CONSTRAINT campaign_families_pkey PRIMARY KEY (org_id, campaign_id, student_id);

ALTER TABLE public.campaign_hours
    ADD CONSTRAINT campaign_hours_check CHECK (((to_time > from_time) OR (to_time = '00:00:00'::time without time zone))) NOT VALID;

ALTER TABLE ONLY public.campaign_hours
    ADD CONSTRAINT campaign_hours_pkey PRIMARY KEY (org_id, campaign_id, staff_id, weekday, from_time);

ALTER TABLE ONLY public.campaign_plans
    ADD CONSTRAINT campaign_plans_pkey PRIMARY KEY (org_id, campaign_id);

ALTER TABLE ONLY public.campaign_visitors
    ADD CONSTRAINT campaign_visitors_pkey PRIMARY KEY (org_id, campaign_id, staff_id);

ALTER TABLE ONLY public.campaign_waves
    ADD CONSTRAINT campaign_waves_pkey PRIMARY KEY (org_id, campaign_id, applied_by);

ALTER TABLE ONLY public.campaign_wishes
    ADD CONSTRAINT campaign_wishes_pkey PRIMARY KEY (org_id, campaign_id, student_id);

ALTER TABLE public.campaigns
    ADD CONSTRAINT campaigns_hold_hours_check CHECK (((hold_hours >= 12) AND (hold_hours <= 168))) NOT VALID;

ALTER TABLE ONLY public.campaigns
    ADD CONSTRAINT campaigns_pkey PRIMARY KEY (org_id, campaign_id);

ALTER TABLE ONLY public.claims
    ADD CONSTRAINT claims_no_overlap EXCLUDE USING gist (subject_id WITH =, during WITH &&) WHERE ((state = ANY (ARRAY['held'::text, 'confirmed'::text])));

ALTER TABLE ONLY public.claims
    ADD CONSTRAINT claims_pkey PRIMARY KEY (subject_id, claim_id);

ALTER TABLE ONLY public.class_staff
    ADD CONSTRAINT class_staff_pkey PRIMARY KEY (org_id, class_id, staff_id, part, subject);

ALTER TABLE ONLY public.class_successors
    ADD CONSTRAINT class_successors_pkey PRIMARY KEY (org_id, class_id, next_class_id);

ALTER TABLE ONLY public.classes
    ADD CONSTRAINT classes_org_id_code_key UNIQUE (org_id, code);

ALTER TABLE ONLY public.classes
    ADD CONSTRAINT classes_org_id_school_year_name_key UNIQUE (org_id, school_year, name);

ALTER TABLE ONLY public.classes
    ADD CONSTRAINT classes_pkey PRIMARY KEY (org_id, class_id);

ALTER TABLE ONLY public.client_bars
    ADD CONSTRAINT client_bars_pkey PRIMARY KEY (org_id, account_id, student_id, client_org_id);

ALTER TABLE ONLY public.client_ties_ended
    ADD CONSTRAINT client_ties_ended_pkey PRIMARY KEY (org_id, student_id, guardian_id);

ALTER TABLE ONLY public.code_requests
    ADD CONSTRAINT code_requests_pkey PRIMARY KEY (org_id, student_id);

ALTER TABLE ONLY public.committee_members
    ADD CONSTRAINT committee_members_once EXCLUDE USING gist (org_id WITH =, student_id WITH =, during WITH &&) WHERE ((state = ANY (ARRAY['asked'::text, 'serving'::text])));

ALTER TABLE ONLY public.committee_members
    ADD CONSTRAINT committee_members_pkey PRIMARY KEY (org_id, member_id);

ALTER TABLE ONLY public.committee_members
    ADD CONSTRAINT committee_members_two_a_sex EXCLUDE USING gist (org_id WITH =, class_id WITH =, sex WITH =, seat WITH =, during WITH &&) WHERE ((state = ANY (ARRAY['asked'::text, 'serving'::text])));

ALTER TABLE ONLY public.contacts
    ADD CONSTRAINT contacts_pkey PRIMARY KEY (org_id, contact_id);

ALTER TABLE public.counsellor_hours
    ADD CONSTRAINT counsellor_hours_check CHECK (((to_time <> from_time) OR (to_time = '00:00:00'::time without time zone))) NOT VALID;

ALTER TABLE ONLY public.counsellor_hours
    ADD CONSTRAINT counsellor_hours_pkey PRIMARY KEY (org_id, hours_id);

ALTER TABLE ONLY public.credentials
    ADD CONSTRAINT credentials_pkey PRIMARY KEY (account_id);

ALTER TABLE public.deliveries
    ADD CONSTRAINT deliveries_channel_check CHECK ((channel = ANY (ARRAY['fcm'::text, 'webpush'::text, 'wecom'::text, 'wechat'::text, 'sms'::text, 'mail'::text]))) NOT VALID;

ALTER TABLE ONLY public.deliveries
    ADD CONSTRAINT deliveries_pkey PRIMARY KEY (org_id, message_id, account_id, channel);

ALTER TABLE ONLY public.devices
    ADD CONSTRAINT devices_account_id_address_hash_key UNIQUE (account_id, address_hash);

ALTER TABLE ONLY public.devices
    ADD CONSTRAINT devices_pkey PRIMARY KEY (account_id, device_id);

ALTER TABLE ONLY public.digest_marks
    ADD CONSTRAINT digest_marks_pkey PRIMARY KEY (org_id, account_id);

ALTER TABLE ONLY public.factor_requests
    ADD CONSTRAINT factor_requests_pkey PRIMARY KEY (org_id, staff_id);

ALTER TABLE ONLY public.factor_resets
    ADD CONSTRAINT factor_resets_pkey PRIMARY KEY (account_id, reset_id);

ALTER TABLE ONLY public.figure_targets
    ADD CONSTRAINT figure_targets_pkey PRIMARY KEY (org_id);

ALTER TABLE ONLY public.grants
    ADD CONSTRAINT grants_pkey PRIMARY KEY (org_id, record_id, account_id, purpose);

ALTER TABLE ONLY public.guardian_bars
    ADD CONSTRAINT guardian_bars_pkey PRIMARY KEY (org_id, bar_id);

ALTER TABLE ONLY public.guardians
    ADD CONSTRAINT guardians_pkey PRIMARY KEY (org_id, guardian_id);

ALTER TABLE ONLY public.guardianships
    ADD CONSTRAINT guardianships_pkey PRIMARY KEY (org_id, student_id, guardian_id);

ALTER TABLE ONLY public.hotlines
    ADD CONSTRAINT hotlines_pkey PRIMARY KEY (org_id, hotline_id);

ALTER TABLE public.hour_exceptions
    ADD CONSTRAINT hour_exceptions_check CHECK (((to_time <> from_time) OR (to_time = '00:00:00'::time without time zone))) NOT VALID;

ALTER TABLE ONLY public.hour_exceptions
    ADD CONSTRAINT hour_exceptions_pkey PRIMARY KEY (org_id, exception_id);

ALTER TABLE ONLY public.idempotency
    ADD CONSTRAINT idempotency_pkey PRIMARY KEY (account_id, key);

ALTER TABLE ONLY public.import_permits
    ADD CONSTRAINT import_permits_pkey PRIMARY KEY (account_id, import_id);

ALTER TABLE ONLY public.lecture_attendance
    ADD CONSTRAINT lecture_attendance_pkey PRIMARY KEY (org_id, lecture_id, account_id);

ALTER TABLE ONLY public.lecture_feedback_given
    ADD CONSTRAINT lecture_feedback_given_pkey PRIMARY KEY (org_id, lecture_id, account_id);

ALTER TABLE ONLY public.lecture_feedback
    ADD CONSTRAINT lecture_feedback_pkey PRIMARY KEY (org_id, lecture_id);

ALTER TABLE ONLY public.lecture_library
    ADD CONSTRAINT lecture_library_pkey PRIMARY KEY (org_id, lecture_id);

ALTER TABLE ONLY public.lecture_registrations
    ADD CONSTRAINT lecture_registrations_org_id_lecture_id_number_key UNIQUE (org_id, lecture_id, number);

ALTER TABLE ONLY public.lecture_registrations
    ADD CONSTRAINT lecture_registrations_pkey PRIMARY KEY (org_id, registration_id);

ALTER TABLE ONLY public.lecture_series
    ADD CONSTRAINT lecture_series_pkey PRIMARY KEY (org_id, series_id);

ALTER TABLE ONLY public.lecture_settings
    ADD CONSTRAINT lecture_settings_pkey PRIMARY KEY (org_id);

ALTER TABLE ONLY public.lecture_tries
    ADD CONSTRAINT lecture_tries_pkey PRIMARY KEY (org_id, lecture_id, account_id);

ALTER TABLE ONLY public.lecture_views
    ADD CONSTRAINT lecture_views_pkey PRIMARY KEY (org_id, lecture_id, account_id);

ALTER TABLE ONLY public.lectures
    ADD CONSTRAINT lectures_pkey PRIMARY KEY (org_id, lecture_id);

ALTER TABLE ONLY public.login_attempts
    ADD CONSTRAINT login_attempts_pkey PRIMARY KEY (key_hash, window_start);

ALTER TABLE ONLY public.login_codes
    ADD CONSTRAINT login_codes_pkey PRIMARY KEY (key_hash);

ALTER TABLE ONLY public.login_failures
    ADD CONSTRAINT login_failures_pkey PRIMARY KEY (key_hash);

ALTER TABLE public.login_keys
    ADD CONSTRAINT login_keys_kind_check CHECK ((kind = ANY (ARRAY['phone'::text, 'mail'::text, 'student'::text, 'unnumbered'::text]))) NOT VALID;

ALTER TABLE ONLY public.login_keys
    ADD CONSTRAINT login_keys_pkey PRIMARY KEY (key_hash);

ALTER TABLE ONLY public.login_moves
    ADD CONSTRAINT login_moves_pkey PRIMARY KEY (account_id, move_id);

ALTER TABLE ONLY public.memberships
    ADD CONSTRAINT memberships_pkey PRIMARY KEY (account_id, org_id, kind);

ALTER TABLE ONLY public.message_people
    ADD CONSTRAINT message_people_pkey PRIMARY KEY (org_id, message_id, account_id);

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_org_id_key_key UNIQUE (org_id, key);

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_pkey PRIMARY KEY (org_id, message_id);

ALTER TABLE ONLY public.notice_attachments
    ADD CONSTRAINT notice_attachments_org_id_notice_id_edition_file_id_key UNIQUE (org_id, notice_id, edition, file_id);

ALTER TABLE ONLY public.notice_attachments
    ADD CONSTRAINT notice_attachments_pkey PRIMARY KEY (org_id, notice_id, edition, "position");

ALTER TABLE ONLY public.notice_editions
    ADD CONSTRAINT notice_editions_pkey PRIMARY KEY (org_id, notice_id, edition);

ALTER TABLE ONLY public.notice_file_parts
    ADD CONSTRAINT notice_file_parts_pkey PRIMARY KEY (org_id, file_id, part);

ALTER TABLE ONLY public.notice_files
    ADD CONSTRAINT notice_files_pkey PRIMARY KEY (org_id, file_id);

ALTER TABLE ONLY public.notice_receipts
    ADD CONSTRAINT notice_receipts_pkey PRIMARY KEY (org_id, notice_id, account_id, student_id, edition);

ALTER TABLE ONLY public.notice_recipients
    ADD CONSTRAINT notice_recipients_pkey PRIMARY KEY (org_id, notice_id, account_id, edition);

ALTER TABLE ONLY public.notice_signatures
    ADD CONSTRAINT notice_signatures_pkey PRIMARY KEY (org_id, notice_id, account_id, student_id, edition);

ALTER TABLE ONLY public.notice_templates
    ADD CONSTRAINT notice_templates_pkey PRIMARY KEY (org_id, template_id);

ALTER TABLE ONLY public.notice_upload_tries
    ADD CONSTRAINT notice_upload_tries_pkey PRIMARY KEY (org_id, account_id);

ALTER TABLE ONLY public.notices
    ADD CONSTRAINT notices_pkey PRIMARY KEY (org_id, notice_id);

ALTER TABLE ONLY public.observation_closings
    ADD CONSTRAINT observation_closings_pkey PRIMARY KEY (org_id, observation_id);

ALTER TABLE ONLY public.observation_mailbox
    ADD CONSTRAINT observation_mailbox_pkey PRIMARY KEY (org_id, slot_id);

ALTER TABLE ONLY public.observation_openings
    ADD CONSTRAINT observation_openings_pkey PRIMARY KEY (org_id, observation_id, account_id);

ALTER TABLE ONLY public.observation_receipts
    ADD CONSTRAINT observation_receipts_pkey PRIMARY KEY (org_id, receipt);

ALTER TABLE ONLY public.observation_steps
    ADD CONSTRAINT observation_steps_pkey PRIMARY KEY (org_id, step_id);

ALTER TABLE ONLY public.observations
    ADD CONSTRAINT observations_pkey PRIMARY KEY (org_id, observation_id);

ALTER TABLE ONLY public.observer_disclosures
    ADD CONSTRAINT observer_disclosures_pkey PRIMARY KEY (org_id, disclosure_id);

ALTER TABLE ONLY public.org_catchments
    ADD CONSTRAINT org_catchments_pkey PRIMARY KEY (provider_org_id, client_org_id);

ALTER TABLE ONLY public.orgs
    ADD CONSTRAINT orgs_pkey PRIMARY KEY (org_id);

ALTER TABLE ONLY public.parent_group_meetings
    ADD CONSTRAINT parent_group_meetings_pkey PRIMARY KEY (org_id, meeting_id);

ALTER TABLE ONLY public.parent_group_members
    ADD CONSTRAINT parent_group_members_pkey PRIMARY KEY (org_id, member_id);

ALTER TABLE ONLY public.parent_groups
    ADD CONSTRAINT parent_groups_pkey PRIMARY KEY (org_id, group_id);

ALTER TABLE ONLY public.passkey_challenges
    ADD CONSTRAINT passkey_challenges_pkey PRIMARY KEY (challenge_hash);

ALTER TABLE ONLY public.passkeys
    ADD CONSTRAINT passkeys_pkey PRIMARY KEY (account_id, credential_id);

ALTER TABLE ONLY public.pins
    ADD CONSTRAINT pins_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.planned_ends
    ADD CONSTRAINT planned_ends_pkey PRIMARY KEY (org_id, end_id);

ALTER TABLE ONLY public.providers
    ADD CONSTRAINT providers_pkey PRIMARY KEY (org_id, provider_id);

ALTER TABLE ONLY public.publicity_events
    ADD CONSTRAINT publicity_events_pkey PRIMARY KEY (org_id, event_id);

ALTER TABLE ONLY public.publicity_returns
    ADD CONSTRAINT publicity_returns_org_id_return_id_key UNIQUE (org_id, return_id);

ALTER TABLE ONLY public.publicity_returns
    ADD CONSTRAINT publicity_returns_pkey PRIMARY KEY (org_id, period, first_day, edition);

ALTER TABLE ONLY public.publicity_settings
    ADD CONSTRAINT publicity_settings_pkey PRIMARY KEY (org_id);

ALTER TABLE ONLY public.rooms
    ADD CONSTRAINT rooms_pkey PRIMARY KEY (org_id, room_id);

ALTER TABLE ONLY public.root_keys
    ADD CONSTRAINT root_keys_pkey PRIMARY KEY (key_id);

ALTER TABLE public.roster_imports
    ADD CONSTRAINT roster_imports_covers_check CHECK ((covers = ANY (ARRAY['school'::text, 'classes'::text, 'new'::text]))) NOT VALID;

ALTER TABLE public.roster_imports
    ADD CONSTRAINT roster_imports_origin_check CHECK ((origin = ANY (ARRAY['file'::text, 'undo'::text, 'rollover'::text, 'wecom'::text]))) NOT VALID;

ALTER TABLE ONLY public.roster_imports
    ADD CONSTRAINT roster_imports_pkey PRIMARY KEY (org_id, import_id);

ALTER TABLE public.roster_imports
    ADD CONSTRAINT roster_imports_preview_sha256_check CHECK ((octet_length(preview_sha256) = 32)) NOT VALID;

ALTER TABLE public.roster_imports
    ADD CONSTRAINT roster_imports_school_year_check CHECK (((school_year >= 2000) AND (school_year <= 2100))) NOT VALID;

ALTER TABLE public.roster_imports
    ADD CONSTRAINT roster_imports_state_check CHECK ((state = ANY (ARRAY['reading'::text, 'checked'::text, 'waiting'::text, 'done'::text, 'failed'::text]))) NOT VALID;

ALTER TABLE public.roster_imports
    ADD CONSTRAINT roster_imports_undo_check CHECK (((undo_sealed IS NULL) OR (undo_until IS NOT NULL))) NOT VALID;

ALTER TABLE ONLY public.roster_words
    ADD CONSTRAINT roster_words_pkey PRIMARY KEY (org_id, kind, word);

ALTER TABLE ONLY public.saved_audiences
    ADD CONSTRAINT saved_audiences_pkey PRIMARY KEY (org_id, audience_id);

ALTER TABLE ONLY public.schema_migrations
    ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.school_calendar_entries
    ADD CONSTRAINT school_calendar_entries_pkey PRIMARY KEY (org_id, entry_id);

ALTER TABLE public.school_calendar_entries
    ADD CONSTRAINT school_calendar_entries_source_check CHECK (((char_length(source) >= 1) AND (char_length(source) <= 100))) NOT VALID;

ALTER TABLE ONLY public.school_calendar_settings
    ADD CONSTRAINT school_calendar_settings_pkey PRIMARY KEY (org_id);

ALTER TABLE ONLY public.school_figure_months
    ADD CONSTRAINT school_figure_months_pkey PRIMARY KEY (org_id, school_id, month);

ALTER TABLE ONLY public.school_figures
    ADD CONSTRAINT school_figures_pkey PRIMARY KEY (org_id, school_id);

ALTER TABLE ONLY public.school_publicity_returns
    ADD CONSTRAINT school_publicity_returns_pkey PRIMARY KEY (org_id, school_id, period, first_day, edition);

ALTER TABLE ONLY public.secret_resets
    ADD CONSTRAINT secret_resets_pkey PRIMARY KEY (account_id, reset_id);

ALTER TABLE public.secret_resets
    ADD CONSTRAINT secret_resets_second_by_check CHECK ((char_length(second_by) <= 100)) NOT VALID;

ALTER TABLE ONLY public.session_notes
    ADD CONSTRAINT session_notes_pkey PRIMARY KEY (org_id, booking_id, version);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_account_id_session_id_key UNIQUE (account_id, session_id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (account_id, token_hash);

ALTER TABLE ONLY public.sms_budgets
    ADD CONSTRAINT sms_budgets_pkey PRIMARY KEY (org_id, channel);

ALTER TABLE ONLY public.sms_spent
    ADD CONSTRAINT sms_spent_pkey PRIMARY KEY (org_id, channel, month, kind);

ALTER TABLE ONLY public.staff_leave_lessons
    ADD CONSTRAINT staff_leave_lessons_pkey PRIMARY KEY (org_id, leave_id, class_id, part, subject);

ALTER TABLE ONLY public.staff_leaves
    ADD CONSTRAINT staff_leaves_pkey PRIMARY KEY (org_id, leave_id);

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_pkey PRIMARY KEY (org_id, staff_id);

ALTER TABLE ONLY public.starting_codes
    ADD CONSTRAINT starting_codes_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.students
    ADD CONSTRAINT students_org_id_student_number_key UNIQUE (org_id, student_number);

ALTER TABLE ONLY public.students
    ADD CONSTRAINT students_pkey PRIMARY KEY (org_id, student_id);

ALTER TABLE ONLY public.tablets
    ADD CONSTRAINT tablets_pkey PRIMARY KEY (org_id, tablet_id);

ALTER TABLE ONLY public.tasks
    ADD CONSTRAINT tasks_org_id_kind_key_key UNIQUE (org_id, kind, key);

ALTER TABLE ONLY public.tasks
    ADD CONSTRAINT tasks_pkey PRIMARY KEY (org_id, task_id);

ALTER TABLE ONLY public.vault_drafts
    ADD CONSTRAINT vault_drafts_pkey PRIMARY KEY (org_id, account_id, kind, subject_id);

ALTER TABLE ONLY public.vault_keys
    ADD CONSTRAINT vault_keys_pkey PRIMARY KEY (org_id, record_id, subject_id);

ALTER TABLE ONLY public.vault_records
    ADD CONSTRAINT vault_records_pkey PRIMARY KEY (org_id, record_id);

ALTER TABLE ONLY public.visit_agreement_answers
    ADD CONSTRAINT visit_agreement_answers_pkey PRIMARY KEY (org_id, agreement_id, guardian_id);

ALTER TABLE ONLY public.visit_agreements
    ADD CONSTRAINT visit_agreements_pkey PRIMARY KEY (org_id, agreement_id);

ALTER TABLE ONLY public.visit_alerts
    ADD CONSTRAINT visit_alerts_pkey PRIMARY KEY (org_id, visit_id, staff_id);

ALTER TABLE ONLY public.visit_all_clears
    ADD CONSTRAINT visit_all_clears_pkey PRIMARY KEY (org_id, visit_id);

ALTER TABLE public.visit_availability
    ADD CONSTRAINT visit_availability_check CHECK (((to_time > from_time) OR (to_time = '00:00:00'::time without time zone))) NOT VALID;

ALTER TABLE ONLY public.visit_availability
    ADD CONSTRAINT visit_availability_pkey PRIMARY KEY (org_id, availability_id);

ALTER TABLE ONLY public.visit_follow_ups
    ADD CONSTRAINT visit_follow_ups_pkey PRIMARY KEY (org_id, follow_up_id);

ALTER TABLE ONLY public.visit_records
    ADD CONSTRAINT visit_records_pkey PRIMARY KEY (org_id, record_id);

ALTER TABLE ONLY public.visit_starts
    ADD CONSTRAINT visit_starts_pkey PRIMARY KEY (org_id, visit_id);

ALTER TABLE public.visit_team
    ADD CONSTRAINT visit_team_part_check CHECK ((part = ANY (ARRAY['class_teacher'::text, 'colleague'::text]))) NOT VALID;

ALTER TABLE ONLY public.visit_team
    ADD CONSTRAINT visit_team_pkey PRIMARY KEY (org_id, visit_id, staff_id);

ALTER TABLE public.visits
    ADD CONSTRAINT visits_asked_holds_no_time CHECK (((asked_at IS NULL) OR ((wished_at IS NULL) AND (confirmed_by IS NULL) AND (held_until IS NULL)))) NOT VALID;

ALTER TABLE public.visits
    ADD CONSTRAINT visits_changed_for_check CHECK ((changed_for = ANY (ARRAY['nobody_comes'::text, 'student_left'::text, 'family_left'::text, 'team_changed'::text, 'one_left'::text, 'asked_again'::text, 'closed'::text, 'not_answered'::text, 'late'::text, 'unable'::text]))) NOT VALID;

ALTER TABLE ONLY public.visits
    ADD CONSTRAINT visits_pkey PRIMARY KEY (org_id, visit_id);

ALTER TABLE public.visits
    ADD CONSTRAINT visits_wish_or_asked CHECK (((state = 'move_asked'::text) = ((wished_at IS NOT NULL) OR (asked_at IS NOT NULL)))) NOT VALID;

ALTER TABLE public.wechat_links
    ADD CONSTRAINT wechat_links_mark_check CHECK (((user_id IS NULL) OR (phone_mark IS NOT NULL))) NOT VALID;

ALTER TABLE ONLY public.wechat_links
    ADD CONSTRAINT wechat_links_pkey PRIMARY KEY (org_id, account_id);

ALTER TABLE ONLY public.wecom_links
    ADD CONSTRAINT wecom_links_pkey PRIMARY KEY (org_id, account_id);

ALTER TABLE ONLY public.wecom_sign_ins
    ADD CONSTRAINT wecom_sign_ins_pkey PRIMARY KEY (org_id, attempt);

CREATE INDEX booking_people_diary ON public.booking_people USING btree (org_id, account_id, starts_at);

CREATE INDEX bookings_counsellor ON public.bookings USING btree (org_id, counsellor_id, starts_at);

CREATE INDEX bookings_student ON public.bookings USING btree (org_id, student_id, starts_at);

CREATE INDEX bookings_time ON public.bookings USING btree (org_id, starts_at, booking_id);

CREATE INDEX bookings_updated ON public.bookings USING btree (org_id, updated_at);

CREATE INDEX bureau_notice_attachments_file ON public.bureau_notice_attachments USING btree (org_id, file_id);

CREATE INDEX bureau_notice_editions_waiting ON public.bureau_notice_editions USING btree (org_id) WHERE (approved_by IS NULL);

CREATE INDEX calendar_invites_account ON public.calendar_invites USING btree (org_id, account_id);

CREATE INDEX campaign_classes_class ON public.campaign_classes USING btree (org_id, class_id);

CREATE UNIQUE INDEX campaign_classes_open ON public.campaign_classes USING btree (org_id, class_id) WHERE (closed_at IS NULL);

CREATE INDEX campaign_families_student ON public.campaign_families USING btree (org_id, student_id);

CREATE INDEX campaign_visitors_staff ON public.campaign_visitors USING btree (org_id, staff_id);

CREATE INDEX claims_held ON public.claims USING btree (subject_id, expires_at) WHERE (state = 'held'::text);

CREATE INDEX claims_time ON public.claims USING btree (subject_id, starts_at, ends_at);

CREATE UNIQUE INDEX class_staff_one_class_teacher ON public.class_staff USING btree (org_id, class_id) WHERE ((part = 'class_teacher'::text) AND (ended_at IS NULL));

CREATE INDEX class_staff_staff ON public.class_staff USING btree (org_id, staff_id) WHERE (ended_at IS NULL);

CREATE INDEX committee_members_class ON public.committee_members USING btree (org_id, class_id);

CREATE INDEX committee_members_student ON public.committee_members USING btree (org_id, student_id);

CREATE INDEX contacts_student ON public.contacts USING btree (org_id, student_id, at DESC, contact_id DESC);

CREATE INDEX counsellor_hours_counsellor ON public.counsellor_hours USING btree (org_id, counsellor_id, weekday);

CREATE INDEX devices_address ON public.devices USING btree (address_hash);

CREATE INDEX grants_account ON public.grants USING btree (org_id, account_id);

CREATE UNIQUE INDEX guardian_bars_standing ON public.guardian_bars USING btree (org_id, student_id, guardian_id) WHERE (lifted_at IS NULL);

CREATE INDEX guardianships_barred ON public.guardianships USING btree (org_id, guardian_id) WHERE barred;

CREATE INDEX guardianships_guardian ON public.guardianships USING btree (org_id, guardian_id) WHERE (ended_at IS NULL);

CREATE INDEX hour_exceptions_date ON public.hour_exceptions USING btree (org_id, counsellor_id, on_date);

CREATE INDEX idempotency_age ON public.idempotency USING btree (created_at);

CREATE INDEX lecture_attendance_account ON public.lecture_attendance USING btree (org_id, account_id);

CREATE UNIQUE INDEX lecture_library_number ON public.lecture_library USING btree (org_id, series_id, number) WHERE (series_id IS NOT NULL);

CREATE INDEX lecture_registrations_account ON public.lecture_registrations USING btree (org_id, account_id);

CREATE UNIQUE INDEX lecture_registrations_open ON public.lecture_registrations USING btree (org_id, lecture_id, account_id) WHERE (state = ANY (ARRAY['registered'::text, 'waiting'::text]));

CREATE INDEX lecture_registrations_state ON public.lecture_registrations USING btree (org_id, lecture_id, state, number);

CREATE INDEX lectures_time ON public.lectures USING btree (org_id, starts_at, lecture_id);

CREATE INDEX login_keys_account ON public.login_keys USING btree (account_id, kind);

CREATE INDEX login_moves_old_key ON public.login_moves USING btree (old_key) WHERE (old_key IS NOT NULL);

CREATE INDEX login_moves_orgs ON public.login_moves USING gin (org_ids) WHERE (outcome IS NULL);

CREATE INDEX message_people_inbox ON public.message_people USING btree (org_id, account_id, visible_at DESC, message_id DESC);

CREATE INDEX messages_broadcasts ON public.messages USING btree (org_id, broadcast_id) WHERE (broadcast_id IS NOT NULL);

CREATE INDEX notice_attachments_file ON public.notice_attachments USING btree (org_id, file_id);

CREATE INDEX notice_files_uploaded ON public.notice_files USING btree (org_id, uploaded_by, created_at);

CREATE INDEX notice_recipients_chunk ON public.notice_recipients USING btree (org_id, notice_id, chunk);

CREATE INDEX notice_recipients_mine ON public.notice_recipients USING btree (org_id, account_id, sent_at DESC, notice_id DESC);

CREATE UNIQUE INDEX notice_templates_own ON public.notice_templates USING btree (org_id, owner_id, name) WHERE ((owner_id IS NOT NULL) AND (removed_at IS NULL));

CREATE UNIQUE INDEX notice_templates_shared ON public.notice_templates USING btree (org_id, name) WHERE ((owner_id IS NULL) AND (removed_at IS NULL));

CREATE INDEX observation_receipts_age ON public.observation_receipts USING btree (org_id, filed_at);

CREATE INDEX observation_steps_observation ON public.observation_steps USING btree (org_id, observation_id, step_id);

CREATE INDEX observations_filed ON public.observations USING btree (org_id, filed_at DESC, observation_id DESC);

CREATE INDEX observations_open ON public.observations USING btree (org_id, class_id) WHERE (state <> 'done'::text);

CREATE INDEX observer_disclosures_observation ON public.observer_disclosures USING btree (org_id, observation_id);

CREATE UNIQUE INDEX observer_disclosures_open ON public.observer_disclosures USING btree (org_id, observation_id) WHERE (ended IS NULL);

CREATE INDEX parent_group_meetings_day ON public.parent_group_meetings USING btree (org_id, group_id, held_on);

CREATE INDEX parent_group_members_guardian ON public.parent_group_members USING btree (org_id, guardian_id) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX parent_group_members_open ON public.parent_group_members USING btree (org_id, group_id, guardian_id) WHERE (ended_at IS NULL);

CREATE INDEX parent_groups_day ON public.parent_groups USING btree (org_id, last_day);

CREATE INDEX passkey_challenges_expired ON public.passkey_challenges USING btree (expires_at);

CREATE UNIQUE INDEX planned_ends_staff ON public.planned_ends USING btree (org_id, staff_id) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX planned_ends_student ON public.planned_ends USING btree (org_id, student_id) WHERE (ended_at IS NULL);

CREATE INDEX planned_ends_successor ON public.planned_ends USING btree (org_id, successor_id) WHERE (ended_at IS NULL);

CREATE INDEX publicity_events_day ON public.publicity_events USING btree (org_id, held_on, event_id);

CREATE UNIQUE INDEX publicity_events_lecture ON public.publicity_events USING btree (org_id, lecture_id) WHERE (ended_at IS NULL);

CREATE INDEX publicity_returns_filed ON public.publicity_returns USING btree (org_id, filed_at);

CREATE UNIQUE INDEX roster_imports_one_waiting ON public.roster_imports USING btree (org_id) WHERE (state = 'waiting'::text);

CREATE UNIQUE INDEX saved_audiences_own ON public.saved_audiences USING btree (org_id, owner_id, name) WHERE ((owner_id IS NOT NULL) AND (removed_at IS NULL));

CREATE UNIQUE INDEX saved_audiences_shared ON public.saved_audiences USING btree (org_id, name) WHERE ((owner_id IS NULL) AND (removed_at IS NULL));

CREATE INDEX school_publicity_returns_period ON public.school_publicity_returns USING btree (org_id, period, first_day);

CREATE INDEX staff_leave_lessons_class ON public.staff_leave_lessons USING btree (org_id, class_id);

CREATE UNIQUE INDEX staff_leaves_open ON public.staff_leaves USING btree (org_id, staff_id) WHERE (ended_at IS NULL);

CREATE INDEX staff_leaves_stand_in ON public.staff_leaves USING btree (org_id, stand_in_id) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX staff_number ON public.staff USING btree (org_id, staff_number) WHERE (ended_at IS NULL);

CREATE INDEX students_class ON public.students USING btree (org_id, class_id) WHERE (ended_at IS NULL);

CREATE INDEX tablets_class ON public.tablets USING btree (org_id, class_id);

CREATE UNIQUE INDEX tablets_code ON public.tablets USING btree (org_id, code_hash) WHERE (code_hash IS NOT NULL);

CREATE INDEX tasks_by_kind ON public.tasks USING btree (org_id, kind, due_at) WHERE (state = 'planned'::text);

CREATE INDEX tasks_leases ON public.tasks USING btree (lease_until) WHERE (lease_until IS NOT NULL);

CREATE INDEX tasks_planned ON public.tasks USING btree (due_at) WHERE (state = 'planned'::text);

CREATE INDEX vault_drafts_saved ON public.vault_drafts USING btree (org_id, saved_at);

CREATE INDEX visit_agreements_visit ON public.visit_agreements USING btree (org_id, visit_id, written_at);

CREATE INDEX visit_alerts_person ON public.visit_alerts USING btree (org_id, staff_id, told_at);

CREATE INDEX visit_alerts_staff ON public.visit_alerts USING btree (org_id, staff_id);

CREATE INDEX visit_all_clears_said_by ON public.visit_all_clears USING btree (org_id, said_by);

CREATE INDEX visit_availability_student ON public.visit_availability USING btree (org_id, student_id) WHERE (ended_at IS NULL);

CREATE INDEX visit_follow_ups_visit ON public.visit_follow_ups USING btree (org_id, visit_id);

CREATE INDEX visit_records_corrects ON public.visit_records USING btree (org_id, corrects);

CREATE INDEX visit_records_visit ON public.visit_records USING btree (org_id, visit_id);

CREATE INDEX visit_starts_said_by ON public.visit_starts USING btree (org_id, said_by);

CREATE INDEX visit_team_staff ON public.visit_team USING btree (org_id, staff_id);

CREATE INDEX visits_joint ON public.visits USING btree (org_id, joint_id) WHERE (joint_id IS NOT NULL);

CREATE INDEX visits_student ON public.visits USING btree (org_id, student_id, starts_at);

CREATE INDEX visits_time ON public.visits USING btree (org_id, starts_at, visit_id);

CREATE UNIQUE INDEX wechat_links_user ON public.wechat_links USING btree (org_id, app_id, user_id);

CREATE UNIQUE INDEX wecom_links_user ON public.wecom_links USING btree (org_id, user_id);

CREATE INDEX wecom_sign_ins_old ON public.wecom_sign_ins USING btree (org_id, expires_at);

ALTER TABLE ONLY public.booking_people
    ADD CONSTRAINT booking_people_org_id_booking_id_fkey FOREIGN KEY (org_id, booking_id) REFERENCES public.bookings(org_id, booking_id);

ALTER TABLE ONLY public.bookings
    ADD CONSTRAINT bookings_org_id_note_id_fkey FOREIGN KEY (org_id, note_id) REFERENCES public.vault_records(org_id, record_id);

ALTER TABLE ONLY public.bookings
    ADD CONSTRAINT bookings_org_id_provider_id_fkey FOREIGN KEY (org_id, provider_id) REFERENCES public.providers(org_id, provider_id);

ALTER TABLE ONLY public.bookings
    ADD CONSTRAINT bookings_org_id_room_id_fkey FOREIGN KEY (org_id, room_id) REFERENCES public.rooms(org_id, room_id);

ALTER TABLE ONLY public.broadcast_chunks
    ADD CONSTRAINT broadcast_chunks_org_id_broadcast_id_fkey FOREIGN KEY (org_id, broadcast_id) REFERENCES public.broadcasts(org_id, broadcast_id);

ALTER TABLE ONLY public.broadcast_groups
    ADD CONSTRAINT broadcast_groups_org_id_broadcast_id_fkey FOREIGN KEY (org_id, broadcast_id) REFERENCES public.broadcasts(org_id, broadcast_id);

ALTER TABLE ONLY public.broadcast_reads
    ADD CONSTRAINT broadcast_reads_org_id_broadcast_id_fkey FOREIGN KEY (org_id, broadcast_id) REFERENCES public.broadcasts(org_id, broadcast_id);

ALTER TABLE ONLY public.broadcast_sms
    ADD CONSTRAINT broadcast_sms_org_id_broadcast_id_fkey FOREIGN KEY (org_id, broadcast_id) REFERENCES public.broadcasts(org_id, broadcast_id);

ALTER TABLE ONLY public.bureau_case_officers
    ADD CONSTRAINT bureau_case_officers_org_id_observation_id_fkey FOREIGN KEY (org_id, observation_id) REFERENCES public.observations(org_id, observation_id);

ALTER TABLE ONLY public.bureau_notice_attachments
    ADD CONSTRAINT bureau_notice_attachments_org_id_bureau_notice_id_fkey FOREIGN KEY (org_id, bureau_notice_id) REFERENCES public.bureau_notices(org_id, bureau_notice_id);

ALTER TABLE ONLY public.bureau_notice_attachments
    ADD CONSTRAINT bureau_notice_attachments_org_id_file_id_fkey FOREIGN KEY (org_id, file_id) REFERENCES public.notice_files(org_id, file_id);

ALTER TABLE ONLY public.bureau_notice_editions
    ADD CONSTRAINT bureau_notice_editions_org_id_approved_by_fkey FOREIGN KEY (org_id, approved_by) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.bureau_notice_editions
    ADD CONSTRAINT bureau_notice_editions_org_id_bureau_notice_id_fkey FOREIGN KEY (org_id, bureau_notice_id) REFERENCES public.bureau_notices(org_id, bureau_notice_id);

ALTER TABLE ONLY public.bureau_notice_editions
    ADD CONSTRAINT bureau_notice_editions_org_id_submitted_by_fkey FOREIGN KEY (org_id, submitted_by) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.bureau_notice_schools
    ADD CONSTRAINT bureau_notice_schools_org_id_bureau_notice_id_fkey FOREIGN KEY (org_id, bureau_notice_id) REFERENCES public.bureau_notices(org_id, bureau_notice_id);

ALTER TABLE ONLY public.bureau_notices
    ADD CONSTRAINT bureau_notices_org_id_approved_by_fkey FOREIGN KEY (org_id, approved_by) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.bureau_notices
    ADD CONSTRAINT bureau_notices_org_id_author_id_fkey FOREIGN KEY (org_id, author_id) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.bureau_notices
    ADD CONSTRAINT bureau_notices_org_id_changed_by_fkey FOREIGN KEY (org_id, changed_by) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.bureau_notices
    ADD CONSTRAINT bureau_notices_org_id_recalled_by_fkey FOREIGN KEY (org_id, recalled_by) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.bureau_notices
    ADD CONSTRAINT bureau_notices_org_id_submitted_by_fkey FOREIGN KEY (org_id, submitted_by) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.calendar_feeds
    ADD CONSTRAINT calendar_feeds_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(account_id);

ALTER TABLE ONLY public.calendar_invites
    ADD CONSTRAINT calendar_invites_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES public.calendar_events(org_id, event_id);

ALTER TABLE ONLY public.calendar_texts
    ADD CONSTRAINT calendar_texts_org_id_event_id_fkey FOREIGN KEY (org_id, event_id) REFERENCES public.calendar_events(org_id, event_id);

ALTER TABLE ONLY public.campaign_classes
    ADD CONSTRAINT campaign_classes_org_id_campaign_id_fkey FOREIGN KEY (org_id, campaign_id) REFERENCES public.campaigns(org_id, campaign_id);

ALTER TABLE ONLY public.campaign_classes
    ADD CONSTRAINT campaign_classes_org_id_class_id_fkey FOREIGN KEY (org_id, class_id) REFERENCES public.classes(org_id, class_id);

ALTER TABLE ONLY public.campaign_families
    ADD CONSTRAINT campaign_families_org_id_campaign_id_fkey FOREIGN KEY (org_id, campaign_id) REFERENCES public.campaigns(org_id, campaign_id);

ALTER TABLE ONLY public.campaign_families
    ADD CONSTRAINT campaign_families_org_id_entered_by_fkey FOREIGN KEY (org_id, entered_by) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.campaign_families
    ADD CONSTRAINT campaign_families_org_id_student_id_answered_by_fkey FOREIGN KEY (org_id, student_id, answered_by) REFERENCES public.guardianships(org_id, student_id, guardian_id);

ALTER TABLE ONLY public.campaign_families
    ADD CONSTRAINT campaign_families_org_id_student_id_fkey FOREIGN KEY (org_id, student_id) REFERENCES public.students(org_id, student_id);

ALTER TABLE ONLY public.campaign_hours
    ADD CONSTRAINT campaign_hours_org_id_campaign_id_staff_id_fkey FOREIGN KEY (org_id, campaign_id, staff_id) REFERENCES public.campaign_visitors(org_id, campaign_id, staff_id);

ALTER TABLE ONLY public.campaign_plans
    ADD CONSTRAINT campaign_plans_org_id_asked_by_fkey FOREIGN KEY (org_id, asked_by) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.campaign_plans
    ADD CONSTRAINT campaign_plans_org_id_campaign_id_fkey FOREIGN KEY (org_id, campaign_id) REFERENCES public.campaigns(org_id, campaign_id);

ALTER TABLE ONLY public.campaign_visitors
    ADD CONSTRAINT campaign_visitors_org_id_campaign_id_fkey FOREIGN KEY (org_id, campaign_id) REFERENCES public.campaigns(org_id, campaign_id);

ALTER TABLE ONLY public.campaign_visitors
    ADD CONSTRAINT campaign_visitors_org_id_staff_id_fkey FOREIGN KEY (org_id, staff_id) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.campaign_waves
    ADD CONSTRAINT campaign_waves_org_id_applied_by_fkey FOREIGN KEY (org_id, applied_by) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.campaign_waves
    ADD CONSTRAINT campaign_waves_org_id_campaign_id_fkey FOREIGN KEY (org_id, campaign_id) REFERENCES public.campaigns(org_id, campaign_id);

ALTER TABLE ONLY public.campaign_wishes
    ADD CONSTRAINT campaign_wishes_org_id_campaign_id_fkey FOREIGN KEY (org_id, campaign_id) REFERENCES public.campaigns(org_id, campaign_id);

ALTER TABLE ONLY public.campaign_wishes
    ADD CONSTRAINT campaign_wishes_org_id_student_id_fkey FOREIGN KEY (org_id, student_id) REFERENCES public.students(org_id, student_id);

ALTER TABLE ONLY public.campaigns
    ADD CONSTRAINT campaigns_org_id_opened_by_fkey FOREIGN KEY (org_id, opened_by) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.class_staff
    ADD CONSTRAINT class_staff_org_id_class_id_fkey FOREIGN KEY (org_id, class_id) REFERENCES public.classes(org_id, class_id);

ALTER TABLE ONLY public.class_staff
    ADD CONSTRAINT class_staff_org_id_staff_id_fkey FOREIGN KEY (org_id, staff_id) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.class_successors
    ADD CONSTRAINT class_successors_org_id_class_id_fkey FOREIGN KEY (org_id, class_id) REFERENCES public.classes(org_id, class_id);

ALTER TABLE ONLY public.class_successors
    ADD CONSTRAINT class_successors_org_id_next_class_id_fkey FOREIGN KEY (org_id, next_class_id) REFERENCES public.classes(org_id, class_id);

ALTER TABLE ONLY public.committee_members
    ADD CONSTRAINT committee_members_org_id_class_id_fkey FOREIGN KEY (org_id, class_id) REFERENCES public.classes(org_id, class_id);

ALTER TABLE ONLY public.committee_members
    ADD CONSTRAINT committee_members_org_id_student_id_fkey FOREIGN KEY (org_id, student_id) REFERENCES public.students(org_id, student_id);

ALTER TABLE ONLY public.contacts
    ADD CONSTRAINT contacts_org_id_guardian_id_fkey FOREIGN KEY (org_id, guardian_id) REFERENCES public.guardians(org_id, guardian_id);

ALTER TABLE ONLY public.contacts
    ADD CONSTRAINT contacts_org_id_logged_by_fkey FOREIGN KEY (org_id, logged_by) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.contacts
    ADD CONSTRAINT contacts_org_id_note_id_fkey FOREIGN KEY (org_id, note_id) REFERENCES public.vault_records(org_id, record_id);

ALTER TABLE ONLY public.contacts
    ADD CONSTRAINT contacts_org_id_student_id_fkey FOREIGN KEY (org_id, student_id) REFERENCES public.students(org_id, student_id);

ALTER TABLE ONLY public.counsellor_hours
    ADD CONSTRAINT counsellor_hours_org_id_counsellor_id_fkey FOREIGN KEY (org_id, counsellor_id) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.counsellor_hours
    ADD CONSTRAINT counsellor_hours_org_id_provider_id_fkey FOREIGN KEY (org_id, provider_id) REFERENCES public.providers(org_id, provider_id);

ALTER TABLE ONLY public.counsellor_hours
    ADD CONSTRAINT counsellor_hours_org_id_room_id_fkey FOREIGN KEY (org_id, room_id) REFERENCES public.rooms(org_id, room_id);

ALTER TABLE ONLY public.deliveries
    ADD CONSTRAINT deliveries_org_id_message_id_account_id_fkey FOREIGN KEY (org_id, message_id, account_id) REFERENCES public.message_people(org_id, message_id, account_id);

ALTER TABLE ONLY public.grants
    ADD CONSTRAINT grants_org_id_record_id_fkey FOREIGN KEY (org_id, record_id) REFERENCES public.vault_records(org_id, record_id);

ALTER TABLE ONLY public.guardian_bars
    ADD CONSTRAINT guardian_bars_org_id_student_id_guardian_id_fkey FOREIGN KEY (org_id, student_id, guardian_id) REFERENCES public.guardianships(org_id, student_id, guardian_id);

ALTER TABLE ONLY public.guardianships
    ADD CONSTRAINT guardianships_org_id_guardian_id_fkey FOREIGN KEY (org_id, guardian_id) REFERENCES public.guardians(org_id, guardian_id);

ALTER TABLE ONLY public.guardianships
    ADD CONSTRAINT guardianships_org_id_student_id_fkey FOREIGN KEY (org_id, student_id) REFERENCES public.students(org_id, student_id);

ALTER TABLE ONLY public.hour_exceptions
    ADD CONSTRAINT hour_exceptions_org_id_counsellor_id_fkey FOREIGN KEY (org_id, counsellor_id) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.hour_exceptions
    ADD CONSTRAINT hour_exceptions_org_id_hours_id_fkey FOREIGN KEY (org_id, hours_id) REFERENCES public.counsellor_hours(org_id, hours_id);

ALTER TABLE ONLY public.lecture_attendance
    ADD CONSTRAINT lecture_attendance_org_id_entered_by_fkey FOREIGN KEY (org_id, entered_by) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.lecture_attendance
    ADD CONSTRAINT lecture_attendance_org_id_lecture_id_fkey FOREIGN KEY (org_id, lecture_id) REFERENCES public.lectures(org_id, lecture_id);

ALTER TABLE ONLY public.lecture_feedback_given
    ADD CONSTRAINT lecture_feedback_given_org_id_lecture_id_fkey FOREIGN KEY (org_id, lecture_id) REFERENCES public.lectures(org_id, lecture_id);

ALTER TABLE ONLY public.lecture_feedback
    ADD CONSTRAINT lecture_feedback_org_id_lecture_id_fkey FOREIGN KEY (org_id, lecture_id) REFERENCES public.lectures(org_id, lecture_id);

ALTER TABLE ONLY public.lecture_library
    ADD CONSTRAINT lecture_library_org_id_lecture_id_fkey FOREIGN KEY (org_id, lecture_id) REFERENCES public.lectures(org_id, lecture_id);

ALTER TABLE ONLY public.lecture_library
    ADD CONSTRAINT lecture_library_org_id_series_id_fkey FOREIGN KEY (org_id, series_id) REFERENCES public.lecture_series(org_id, series_id);

ALTER TABLE ONLY public.lecture_registrations
    ADD CONSTRAINT lecture_registrations_org_id_lecture_id_fkey FOREIGN KEY (org_id, lecture_id) REFERENCES public.lectures(org_id, lecture_id);

ALTER TABLE ONLY public.lecture_tries
    ADD CONSTRAINT lecture_tries_org_id_lecture_id_fkey FOREIGN KEY (org_id, lecture_id) REFERENCES public.lectures(org_id, lecture_id);

ALTER TABLE ONLY public.lecture_views
    ADD CONSTRAINT lecture_views_org_id_lecture_id_fkey FOREIGN KEY (org_id, lecture_id) REFERENCES public.lectures(org_id, lecture_id);

ALTER TABLE ONLY public.lectures
    ADD CONSTRAINT lectures_org_id_author_id_fkey FOREIGN KEY (org_id, author_id) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.message_people
    ADD CONSTRAINT message_people_org_id_message_id_fkey FOREIGN KEY (org_id, message_id) REFERENCES public.messages(org_id, message_id);

ALTER TABLE ONLY public.notice_attachments
    ADD CONSTRAINT notice_attachments_org_id_file_id_fkey FOREIGN KEY (org_id, file_id) REFERENCES public.notice_files(org_id, file_id);

ALTER TABLE ONLY public.notice_attachments
    ADD CONSTRAINT notice_attachments_org_id_notice_id_fkey FOREIGN KEY (org_id, notice_id) REFERENCES public.notices(org_id, notice_id);

ALTER TABLE ONLY public.notice_editions
    ADD CONSTRAINT notice_editions_org_id_notice_id_fkey FOREIGN KEY (org_id, notice_id) REFERENCES public.notices(org_id, notice_id);

ALTER TABLE ONLY public.notice_file_parts
    ADD CONSTRAINT notice_file_parts_org_id_file_id_fkey FOREIGN KEY (org_id, file_id) REFERENCES public.notice_files(org_id, file_id);

ALTER TABLE ONLY public.notice_files
    ADD CONSTRAINT notice_files_org_id_uploaded_by_fkey FOREIGN KEY (org_id, uploaded_by) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.notice_receipts
    ADD CONSTRAINT notice_receipts_org_id_notice_id_account_id_edition_fkey FOREIGN KEY (org_id, notice_id, account_id, edition) REFERENCES public.notice_recipients(org_id, notice_id, account_id, edition);

ALTER TABLE ONLY public.notice_recipients
    ADD CONSTRAINT notice_recipients_org_id_notice_id_fkey FOREIGN KEY (org_id, notice_id) REFERENCES public.notices(org_id, notice_id);

ALTER TABLE ONLY public.notice_signatures
    ADD CONSTRAINT notice_signatures_org_id_notice_id_account_id_edition_fkey FOREIGN KEY (org_id, notice_id, account_id, edition) REFERENCES public.notice_recipients(org_id, notice_id, account_id, edition);

ALTER TABLE ONLY public.notice_templates
    ADD CONSTRAINT notice_templates_org_id_owner_id_fkey FOREIGN KEY (org_id, owner_id) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.notice_upload_tries
    ADD CONSTRAINT notice_upload_tries_org_id_account_id_fkey FOREIGN KEY (org_id, account_id) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.notices
    ADD CONSTRAINT notices_changed_by_fkey FOREIGN KEY (org_id, changed_by) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.notices
    ADD CONSTRAINT notices_org_id_author_id_fkey FOREIGN KEY (org_id, author_id) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.notices
    ADD CONSTRAINT notices_org_id_scheduled_by_fkey FOREIGN KEY (org_id, scheduled_by) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.observation_closings
    ADD CONSTRAINT observation_closings_org_id_observation_id_fkey FOREIGN KEY (org_id, observation_id) REFERENCES public.observations(org_id, observation_id);

ALTER TABLE ONLY public.observation_openings
    ADD CONSTRAINT observation_openings_org_id_observation_id_fkey FOREIGN KEY (org_id, observation_id) REFERENCES public.observations(org_id, observation_id);

ALTER TABLE ONLY public.observation_steps
    ADD CONSTRAINT observation_steps_org_id_note_id_fkey FOREIGN KEY (org_id, note_id) REFERENCES public.vault_records(org_id, record_id);

ALTER TABLE ONLY public.observation_steps
    ADD CONSTRAINT observation_steps_org_id_observation_id_fkey FOREIGN KEY (org_id, observation_id) REFERENCES public.observations(org_id, observation_id);

ALTER TABLE ONLY public.observations
    ADD CONSTRAINT observations_org_id_class_id_fkey FOREIGN KEY (org_id, class_id) REFERENCES public.classes(org_id, class_id);

ALTER TABLE ONLY public.observations
    ADD CONSTRAINT observations_org_id_observer_id_fkey FOREIGN KEY (org_id, observer_id) REFERENCES public.vault_records(org_id, record_id);

ALTER TABLE ONLY public.observations
    ADD CONSTRAINT observations_org_id_student_id_fkey FOREIGN KEY (org_id, student_id) REFERENCES public.students(org_id, student_id);

ALTER TABLE ONLY public.observations
    ADD CONSTRAINT observations_org_id_text_id_fkey FOREIGN KEY (org_id, text_id) REFERENCES public.vault_records(org_id, record_id);

ALTER TABLE ONLY public.observer_disclosures
    ADD CONSTRAINT observer_disclosures_org_id_observation_id_fkey FOREIGN KEY (org_id, observation_id) REFERENCES public.observations(org_id, observation_id);

ALTER TABLE ONLY public.org_catchments
    ADD CONSTRAINT org_catchments_client_org_id_fkey FOREIGN KEY (client_org_id) REFERENCES public.orgs(org_id);

ALTER TABLE ONLY public.org_catchments
    ADD CONSTRAINT org_catchments_provider_org_id_fkey FOREIGN KEY (provider_org_id) REFERENCES public.orgs(org_id);

ALTER TABLE ONLY public.orgs
    ADD CONSTRAINT orgs_parent_org_id_fkey FOREIGN KEY (parent_org_id) REFERENCES public.orgs(org_id);

ALTER TABLE ONLY public.parent_group_meetings
    ADD CONSTRAINT parent_group_meetings_org_id_entered_by_fkey FOREIGN KEY (org_id, entered_by) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.parent_group_meetings
    ADD CONSTRAINT parent_group_meetings_org_id_group_id_fkey FOREIGN KEY (org_id, group_id) REFERENCES public.parent_groups(org_id, group_id);

ALTER TABLE ONLY public.parent_group_meetings
    ADD CONSTRAINT parent_group_meetings_org_id_lecture_id_fkey FOREIGN KEY (org_id, lecture_id) REFERENCES public.lectures(org_id, lecture_id);

ALTER TABLE ONLY public.parent_group_members
    ADD CONSTRAINT parent_group_members_org_id_group_id_fkey FOREIGN KEY (org_id, group_id) REFERENCES public.parent_groups(org_id, group_id);

ALTER TABLE ONLY public.parent_group_members
    ADD CONSTRAINT parent_group_members_org_id_guardian_id_fkey FOREIGN KEY (org_id, guardian_id) REFERENCES public.guardians(org_id, guardian_id);

ALTER TABLE ONLY public.parent_groups
    ADD CONSTRAINT parent_groups_org_id_class_id_fkey FOREIGN KEY (org_id, class_id) REFERENCES public.classes(org_id, class_id);

ALTER TABLE ONLY public.planned_ends
    ADD CONSTRAINT planned_ends_org_id_staff_id_fkey FOREIGN KEY (org_id, staff_id) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.planned_ends
    ADD CONSTRAINT planned_ends_org_id_student_id_fkey FOREIGN KEY (org_id, student_id) REFERENCES public.students(org_id, student_id);

ALTER TABLE ONLY public.planned_ends
    ADD CONSTRAINT planned_ends_org_id_successor_id_fkey FOREIGN KEY (org_id, successor_id) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.publicity_events
    ADD CONSTRAINT publicity_events_org_id_entered_by_fkey FOREIGN KEY (org_id, entered_by) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.publicity_events
    ADD CONSTRAINT publicity_events_org_id_lecture_id_fkey FOREIGN KEY (org_id, lecture_id) REFERENCES public.lectures(org_id, lecture_id);

ALTER TABLE ONLY public.publicity_returns
    ADD CONSTRAINT publicity_returns_org_id_filed_by_fkey FOREIGN KEY (org_id, filed_by) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.rooms
    ADD CONSTRAINT rooms_org_id_provider_id_fkey FOREIGN KEY (org_id, provider_id) REFERENCES public.providers(org_id, provider_id);

ALTER TABLE ONLY public.saved_audiences
    ADD CONSTRAINT saved_audiences_org_id_owner_id_fkey FOREIGN KEY (org_id, owner_id) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.session_notes
    ADD CONSTRAINT session_notes_org_id_booking_id_fkey FOREIGN KEY (org_id, booking_id) REFERENCES public.bookings(org_id, booking_id);

ALTER TABLE ONLY public.session_notes
    ADD CONSTRAINT session_notes_org_id_note_id_fkey FOREIGN KEY (org_id, note_id) REFERENCES public.vault_records(org_id, record_id);

ALTER TABLE ONLY public.staff_leave_lessons
    ADD CONSTRAINT staff_leave_lessons_org_id_class_id_fkey FOREIGN KEY (org_id, class_id) REFERENCES public.classes(org_id, class_id);

ALTER TABLE ONLY public.staff_leave_lessons
    ADD CONSTRAINT staff_leave_lessons_org_id_leave_id_fkey FOREIGN KEY (org_id, leave_id) REFERENCES public.staff_leaves(org_id, leave_id);

ALTER TABLE ONLY public.staff_leaves
    ADD CONSTRAINT staff_leaves_org_id_staff_id_fkey FOREIGN KEY (org_id, staff_id) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.staff_leaves
    ADD CONSTRAINT staff_leaves_org_id_stand_in_id_fkey FOREIGN KEY (org_id, stand_in_id) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.students
    ADD CONSTRAINT students_org_id_class_id_fkey FOREIGN KEY (org_id, class_id) REFERENCES public.classes(org_id, class_id);

ALTER TABLE ONLY public.tablets
    ADD CONSTRAINT tablets_org_id_class_id_fkey FOREIGN KEY (org_id, class_id) REFERENCES public.classes(org_id, class_id);

ALTER TABLE ONLY public.vault_keys
    ADD CONSTRAINT vault_keys_org_id_record_id_fkey FOREIGN KEY (org_id, record_id) REFERENCES public.vault_records(org_id, record_id);

ALTER TABLE ONLY public.visit_agreement_answers
    ADD CONSTRAINT visit_agreement_answers_org_id_agreement_id_fkey FOREIGN KEY (org_id, agreement_id) REFERENCES public.visit_agreements(org_id, agreement_id);

ALTER TABLE ONLY public.visit_agreement_answers
    ADD CONSTRAINT visit_agreement_answers_org_id_guardian_id_fkey FOREIGN KEY (org_id, guardian_id) REFERENCES public.guardians(org_id, guardian_id);

ALTER TABLE ONLY public.visit_agreements
    ADD CONSTRAINT visit_agreements_org_id_visit_id_fkey FOREIGN KEY (org_id, visit_id) REFERENCES public.visits(org_id, visit_id);

ALTER TABLE ONLY public.visit_agreements
    ADD CONSTRAINT visit_agreements_org_id_written_by_fkey FOREIGN KEY (org_id, written_by) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.visit_alerts
    ADD CONSTRAINT visit_alerts_org_id_staff_id_fkey FOREIGN KEY (org_id, staff_id) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.visit_alerts
    ADD CONSTRAINT visit_alerts_org_id_visit_id_fkey FOREIGN KEY (org_id, visit_id) REFERENCES public.visits(org_id, visit_id);

ALTER TABLE ONLY public.visit_all_clears
    ADD CONSTRAINT visit_all_clears_org_id_said_by_fkey FOREIGN KEY (org_id, said_by) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.visit_all_clears
    ADD CONSTRAINT visit_all_clears_org_id_visit_id_fkey FOREIGN KEY (org_id, visit_id) REFERENCES public.visits(org_id, visit_id);

ALTER TABLE ONLY public.visit_availability
    ADD CONSTRAINT visit_availability_org_id_student_id_guardian_id_fkey FOREIGN KEY (org_id, student_id, guardian_id) REFERENCES public.guardianships(org_id, student_id, guardian_id);

ALTER TABLE ONLY public.visit_follow_ups
    ADD CONSTRAINT visit_follow_ups_org_id_visit_id_fkey FOREIGN KEY (org_id, visit_id) REFERENCES public.visits(org_id, visit_id);

ALTER TABLE ONLY public.visit_records
    ADD CONSTRAINT visit_records_org_id_corrects_fkey FOREIGN KEY (org_id, corrects) REFERENCES public.visit_records(org_id, record_id);

ALTER TABLE ONLY public.visit_records
    ADD CONSTRAINT visit_records_org_id_record_id_fkey FOREIGN KEY (org_id, record_id) REFERENCES public.vault_records(org_id, record_id);

ALTER TABLE ONLY public.visit_records
    ADD CONSTRAINT visit_records_org_id_visit_id_fkey FOREIGN KEY (org_id, visit_id) REFERENCES public.visits(org_id, visit_id);

ALTER TABLE ONLY public.visit_records
    ADD CONSTRAINT visit_records_org_id_written_by_fkey FOREIGN KEY (org_id, written_by) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.visit_starts
    ADD CONSTRAINT visit_starts_org_id_said_by_fkey FOREIGN KEY (org_id, said_by) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.visit_starts
    ADD CONSTRAINT visit_starts_org_id_visit_id_fkey FOREIGN KEY (org_id, visit_id) REFERENCES public.visits(org_id, visit_id);

ALTER TABLE ONLY public.visit_team
    ADD CONSTRAINT visit_team_org_id_staff_id_fkey FOREIGN KEY (org_id, staff_id) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.visit_team
    ADD CONSTRAINT visit_team_org_id_visit_id_fkey FOREIGN KEY (org_id, visit_id) REFERENCES public.visits(org_id, visit_id);

ALTER TABLE ONLY public.visits
    ADD CONSTRAINT visits_org_id_note_id_fkey FOREIGN KEY (org_id, note_id) REFERENCES public.vault_records(org_id, record_id);

ALTER TABLE ONLY public.visits
    ADD CONSTRAINT visits_org_id_proposed_by_fkey FOREIGN KEY (org_id, proposed_by) REFERENCES public.staff(org_id, staff_id);

ALTER TABLE ONLY public.visits
    ADD CONSTRAINT visits_org_id_student_id_fkey FOREIGN KEY (org_id, student_id) REFERENCES public.students(org_id, student_id);

ALTER TABLE ONLY public.wechat_links
    ADD CONSTRAINT wechat_links_org_id_account_id_fkey FOREIGN KEY (org_id, account_id) REFERENCES public.guardians(org_id, guardian_id);

ALTER TABLE ONLY public.wecom_links
    ADD CONSTRAINT wecom_links_org_id_account_id_fkey FOREIGN KEY (org_id, account_id) REFERENCES public.guardians(org_id, guardian_id);

ALTER TABLE public.audit_accesses ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.audit_changes ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.audit_denials ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.audit_heads ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.booking_people ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.bookings ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.broadcast_chunks ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.broadcast_groups ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.broadcast_reads ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.broadcast_sms ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.broadcasts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.bureau_case_officers ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.bureau_cases ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.bureau_notice_attachments ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.bureau_notice_editions ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.bureau_notice_schools ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.bureau_notices ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_events ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_invites ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.calendar_texts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.campaign_classes ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.campaign_families ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.campaign_hours ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.campaign_plans ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.campaign_visitors ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.campaign_waves ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.campaign_wishes ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.campaigns ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.class_staff ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.class_successors ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.classes ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.client_bars ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.client_ties_ended ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.code_requests ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.committee_members ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.contacts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.counsellor_hours ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.deliveries ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.digest_marks ENABLE ROW LEVEL SECURITY;

CREATE POLICY door ON public.class_staff TO xinqiao_door USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY door ON public.classes TO xinqiao_door USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY door ON public.client_bars TO xinqiao_door USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY door ON public.code_requests TO xinqiao_door USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY door ON public.factor_requests TO xinqiao_door USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY door ON public.guardians TO xinqiao_door USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY door ON public.guardianships TO xinqiao_door USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY door ON public.staff TO xinqiao_door USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY door ON public.students TO xinqiao_door USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY door ON public.tablets TO xinqiao_door USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY door ON public.tasks TO xinqiao_door USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY door ON public.wecom_links TO xinqiao_door USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY door ON public.wecom_sign_ins TO xinqiao_door USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY empty ON public.audit_heads FOR INSERT TO xinqiao_app WITH CHECK (((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint) AND (seq = 0) AND (hash = '\x'::bytea)));

ALTER TABLE public.factor_requests ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.figure_targets ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.grants ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.guardian_bars ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.guardians ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.guardianships ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.hotlines ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.hour_exceptions ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.lecture_attendance ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.lecture_feedback ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.lecture_feedback_given ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.lecture_library ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.lecture_registrations ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.lecture_series ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.lecture_settings ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.lecture_tries ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.lecture_views ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.lectures ENABLE ROW LEVEL SECURITY;

CREATE POLICY locks ON public.audit_heads FOR UPDATE TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

ALTER TABLE public.message_people ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.messages ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.notice_attachments ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.notice_editions ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.notice_file_parts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.notice_files ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.notice_receipts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.notice_recipients ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.notice_signatures ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.notice_templates ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.notice_upload_tries ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.notices ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.observation_closings ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.observation_mailbox ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.observation_openings ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.observation_receipts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.observation_steps ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.observations ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.observer_disclosures ENABLE ROW LEVEL SECURITY;

CREATE POLICY own ON public.audit_accesses FOR INSERT TO xinqiao_app WITH CHECK (((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint) AND (account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)));

CREATE POLICY own ON public.audit_changes FOR INSERT TO xinqiao_app, xinqiao_door WITH CHECK (((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint) AND (account_id = ANY (ARRAY[(NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid, '00000000-0000-0000-0000-000000000000'::uuid]))));

CREATE POLICY own ON public.audit_denials FOR INSERT TO xinqiao_app WITH CHECK (((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint) AND ((account_id IS NULL) OR (account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid))));

ALTER TABLE public.parent_group_meetings ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.parent_group_members ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.parent_groups ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.planned_ends ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.providers ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.publicity_events ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.publicity_returns ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.publicity_settings ENABLE ROW LEVEL SECURITY;

CREATE POLICY relay ON public.tasks FOR SELECT TO xinqiao_relay USING (true);

CREATE POLICY relay_changes ON public.tasks FOR UPDATE TO xinqiao_relay USING (true) WITH CHECK (true);

CREATE POLICY relay_removes ON public.tasks FOR DELETE TO xinqiao_relay USING ((state = ANY (ARRAY['done'::text, 'cancelled'::text, 'failed'::text])));

ALTER TABLE public.rooms ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.roster_imports ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.roster_words ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.saved_audiences ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.school_calendar_entries ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.school_calendar_settings ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.school_figure_months ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.school_figures ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.school_publicity_returns ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.session_notes ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.sms_budgets ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.sms_spent ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.staff ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.staff_leave_lessons ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.staff_leaves ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.students ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.tablets ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.tasks ENABLE ROW LEVEL SECURITY;

CREATE POLICY tenant ON public.audit_accesses FOR SELECT TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.audit_changes FOR SELECT TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.audit_denials FOR SELECT TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.audit_heads FOR SELECT TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.booking_people TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.bookings TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.broadcast_chunks TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.broadcast_groups TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.broadcast_reads TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.broadcast_sms TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.broadcasts TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.bureau_case_officers TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.bureau_cases TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.bureau_notice_attachments TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.bureau_notice_editions TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.bureau_notice_schools TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.bureau_notices TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.calendar_events TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.calendar_invites TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.calendar_texts TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.campaign_classes TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.campaign_families TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.campaign_hours TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.campaign_plans TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.campaign_visitors TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.campaign_waves TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.campaign_wishes TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.campaigns TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.class_staff TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.class_successors TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.classes TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.client_bars TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.client_ties_ended TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.code_requests TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.committee_members TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.contacts TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.counsellor_hours TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.deliveries TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.digest_marks TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.factor_requests TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.figure_targets TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.grants TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.guardian_bars TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.guardians TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.guardianships TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.hotlines TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.hour_exceptions TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.lecture_attendance TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.lecture_feedback TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.lecture_feedback_given TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.lecture_library TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.lecture_registrations TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.lecture_series TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.lecture_settings TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.lecture_tries TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.lecture_views TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.lectures TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.message_people TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.messages TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.notice_attachments TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.notice_editions TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.notice_file_parts TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.notice_files TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.notice_receipts TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.notice_recipients TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.notice_signatures TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.notice_templates TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.notice_upload_tries TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.notices TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.observation_closings TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.observation_mailbox TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.observation_openings TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.observation_receipts TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.observation_steps TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.observations TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.observer_disclosures TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.parent_group_meetings TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.parent_group_members TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.parent_groups TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.planned_ends TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.providers TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.publicity_events TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.publicity_returns TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.publicity_settings TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.rooms TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.roster_imports TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.roster_words TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.saved_audiences TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.school_calendar_entries TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.school_calendar_settings TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.school_figure_months TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.school_figures TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.school_publicity_returns TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.session_notes TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.sms_budgets TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.sms_spent TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.staff TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.staff_leave_lessons TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.staff_leaves TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.students TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.tablets TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.tasks TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.vault_drafts TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.vault_keys TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.vault_records TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.visit_agreement_answers TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.visit_agreements TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.visit_alerts TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.visit_all_clears TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.visit_availability TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.visit_follow_ups TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.visit_records TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.visit_starts TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.visit_team TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.visits TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.wechat_links TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.wecom_links TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

CREATE POLICY tenant ON public.wecom_sign_ins TO xinqiao_app USING ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)) WITH CHECK ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint));

ALTER TABLE public.vault_drafts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.vault_keys ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.vault_records ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.visit_agreement_answers ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.visit_agreements ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.visit_alerts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.visit_all_clears ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.visit_availability ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.visit_follow_ups ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.visit_records ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.visit_starts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.visit_team ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.visits ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.wechat_links ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.wecom_links ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.wecom_sign_ins ENABLE ROW LEVEL SECURITY;

REVOKE USAGE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO xinqiao_app;
GRANT USAGE ON SCHEMA public TO xinqiao_relay;
GRANT USAGE ON SCHEMA public TO xinqiao_figures;
GRANT USAGE ON SCHEMA public TO xinqiao_door;

REVOKE ALL ON FUNCTION public.account_get(p_account uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.account_get(p_account uuid) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.account_heard_of(p_account uuid, p_month date, p_key bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.account_heard_of(p_account uuid, p_month date, p_key bytea) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.account_kinds(p_account uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.account_kinds(p_account uuid) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.account_set(p_account uuid, p_language text, p_quiet_from time without time zone, p_quiet_to time without time zone, p_channels text[], p_plain_titles boolean, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.account_set(p_account uuid, p_language text, p_quiet_from time without time zone, p_quiet_to time without time zone, p_channels text[], p_plain_titles boolean, p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.account_set_digest(p_account uuid, p_hour smallint, p_since timestamp with time zone, p_until timestamp with time zone, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.account_set_digest(p_account uuid, p_hour smallint, p_since timestamp with time zone, p_until timestamp with time zone, p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.account_set_email(p_account uuid, p_email_sealed bytea, p_verified_at timestamp with time zone, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.account_set_email(p_account uuid, p_email_sealed bytea, p_verified_at timestamp with time zone, p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.accounts_unnumbered(p_accounts uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.accounts_unnumbered(p_accounts uuid[]) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.address_kinds(p_accounts uuid[], p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.address_kinds(p_accounts uuid[], p_now timestamp with time zone) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.administrator_new(p_account uuid, p_before timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.administrators_here(p_before timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.administrators_here(p_before timestamp with time zone) TO xinqiao_app;
GRANT ALL ON FUNCTION public.administrators_here(p_before timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.administrators_related(p_one uuid, p_other uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.administrators_related(p_one uuid, p_other uuid) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.check_permit(p_by uuid, p_import uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.claim_busy(p_subjects uuid[], p_from timestamp with time zone, p_until timestamp with time zone, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.claim_busy(p_subjects uuid[], p_from timestamp with time zone, p_until timestamp with time zone, p_now timestamp with time zone) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.claim_first(p_subject uuid, p_from timestamp with time zone, p_until timestamp with time zone, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.claim_first(p_subject uuid, p_from timestamp with time zone, p_until timestamp with time zone, p_now timestamp with time zone) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.claim_move(p_claim uuid, p_source text, p_subjects uuid[], p_starts timestamp with time zone[], p_ends timestamp with time zone[], p_old uuid[], p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.claim_move(p_claim uuid, p_source text, p_subjects uuid[], p_starts timestamp with time zone[], p_ends timestamp with time zone[], p_old uuid[], p_now timestamp with time zone) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.claim_move_held(p_claim uuid, p_source text, p_subjects uuid[], p_starts timestamp with time zone[], p_ends timestamp with time zone[], p_old uuid[], p_now timestamp with time zone, p_hold_until timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.claim_move_held(p_claim uuid, p_source text, p_subjects uuid[], p_starts timestamp with time zone[], p_ends timestamp with time zone[], p_old uuid[], p_now timestamp with time zone, p_hold_until timestamp with time zone) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.claim_release(p_claim uuid, p_subjects uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.claim_release(p_claim uuid, p_subjects uuid[]) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.claim_take(p_claim uuid, p_source text, p_subjects uuid[], p_starts timestamp with time zone[], p_ends timestamp with time zone[], p_now timestamp with time zone, p_hold_until timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.claim_take(p_claim uuid, p_source text, p_subjects uuid[], p_starts timestamp with time zone[], p_ends timestamp with time zone[], p_now timestamp with time zone, p_hold_until timestamp with time zone) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.claim_taken(p_subject uuid, p_at timestamp with time zone, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.claim_taken(p_subject uuid, p_at timestamp with time zone, p_now timestamp with time zone) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.claims_hand_over(p_claims uuid[], p_old uuid[], p_new uuid[], p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.claims_hand_over(p_claims uuid[], p_old uuid[], p_new uuid[], p_now timestamp with time zone) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.claims_release(p_claims uuid[], p_subjects uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.claims_release(p_claims uuid[], p_subjects uuid[]) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.contacts_of(p_accounts uuid[], p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.contacts_of(p_accounts uuid[], p_now timestamp with time zone) TO xinqiao_app;
GRANT ALL ON FUNCTION public.contacts_of(p_accounts uuid[], p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.credential_get(p_account uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.credential_get(p_account uuid) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.credential_set_secret(p_account uuid, p_secret_hash text, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.credential_set_secret(p_account uuid, p_secret_hash text, p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.device_forget(p_accounts uuid[], p_devices uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.device_forget(p_accounts uuid[], p_devices uuid[]) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.device_list(p_account uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.device_list(p_account uuid) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.device_put(p_account uuid, p_device uuid, p_kind text, p_hash bytea, p_sealed bytea, p_name text, p_now timestamp with time zone, p_session uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.device_put(p_account uuid, p_device uuid, p_kind text, p_hash bytea, p_sealed bytea, p_name text, p_now timestamp with time zone, p_session uuid) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.device_remove(p_account uuid, p_device uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.device_remove(p_account uuid, p_device uuid) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.digests_of(p_accounts uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.digests_of(p_accounts uuid[]) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.factor_reset_add(p_account uuid, p_reset uuid, p_first uuid, p_first_name text, p_second uuid, p_second_name text, p_now timestamp with time zone, p_opens timestamp with time zone, p_ends timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.factor_reset_add(p_account uuid, p_reset uuid, p_first uuid, p_first_name text, p_second uuid, p_second_name text, p_now timestamp with time zone, p_opens timestamp with time zone, p_ends timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.factor_reset_find(p_account uuid, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.factor_reset_find(p_account uuid, p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.factor_reset_list(p_account uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.factor_reset_list(p_account uuid) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.factor_reset_refuse(p_account uuid, p_reset uuid, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.factor_reset_refuse(p_account uuid, p_reset uuid, p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.factor_reset_use(p_account uuid, p_reset uuid, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.factor_reset_use(p_account uuid, p_reset uuid, p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.factor_state(p_account uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.factor_state(p_account uuid) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.family_lasts(p_ended timestamp with time zone, p_now timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.family_served_here() FROM PUBLIC;
GRANT ALL ON FUNCTION public.family_served_here() TO xinqiao_app;

REVOKE ALL ON FUNCTION public.feed_end(p_account uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.feed_end(p_account uuid) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.feed_find(p_account uuid, p_token_hash bytea, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.feed_find(p_account uuid, p_token_hash bytea, p_now timestamp with time zone) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.feed_get(p_account uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.feed_get(p_account uuid) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.feed_set(p_account uuid, p_token_hash bytea, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.feed_set(p_account uuid, p_token_hash bytea, p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.graduates_end(p_students uuid[], p_guardians uuid[], p_today date, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.graduates_end(p_students uuid[], p_guardians uuid[], p_today date, p_now timestamp with time zone) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.graduates_permit(p_graduates uuid, p_ends_on date, p_now timestamp with time zone, p_by uuid, p_import uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.graduates_permit(p_graduates uuid, p_ends_on date, p_now timestamp with time zone, p_by uuid, p_import uuid) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.graduates_permit_end(p_kept uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.graduates_permit_end(p_kept uuid[]) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.idempotency_done(p_account uuid, p_key text, p_object uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.idempotency_done(p_account uuid, p_key text, p_object uuid) TO xinqiao_app;
GRANT ALL ON FUNCTION public.idempotency_done(p_account uuid, p_key text, p_object uuid) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.idempotency_purge(p_before timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.idempotency_purge(p_before timestamp with time zone) TO xinqiao_relay;

REVOKE ALL ON FUNCTION public.idempotency_take(p_account uuid, p_key text, p_request_hash bytea, p_now timestamp with time zone, p_object uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.idempotency_take(p_account uuid, p_key text, p_request_hash bytea, p_now timestamp with time zone, p_object uuid) TO xinqiao_app;
GRANT ALL ON FUNCTION public.idempotency_take(p_account uuid, p_key text, p_request_hash bytea, p_now timestamp with time zone, p_object uuid) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.import_permit(p_account uuid, p_token_hash bytea, p_import uuid, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_permit(p_account uuid, p_token_hash bytea, p_import uuid, p_now timestamp with time zone) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.import_permit_end(p_by uuid, p_import uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_permit_end(p_by uuid, p_import uuid) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.import_permitted(p_by uuid, p_import uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.import_permitted(p_by uuid, p_import uuid) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.known_here(p_accounts uuid[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.leaver_permit_end(p_account uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.leaver_permit_end(p_account uuid) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.leavers_end(p_staff uuid[], p_today date, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.leavers_end(p_staff uuid[], p_today date, p_now timestamp with time zone) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.login_attach(p_keys bytea[], p_accounts uuid[], p_sealed bytea[], p_now timestamp with time zone, p_by uuid, p_import uuid, p_mail bytea[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.login_attach(p_keys bytea[], p_accounts uuid[], p_sealed bytea[], p_now timestamp with time zone, p_by uuid, p_import uuid, p_mail bytea[]) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.login_attempt(p_keys bytea[], p_limits integer[], p_seconds integer[], p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.login_attempt(p_keys bytea[], p_limits integer[], p_seconds integer[], p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.login_code_check(p_key bytea, p_code bytea, p_now timestamp with time zone, p_known boolean, p_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.login_code_check(p_key bytea, p_code bytea, p_now timestamp with time zone, p_known boolean, p_most integer) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.login_code_purge(p_before timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.login_code_purge(p_before timestamp with time zone) TO xinqiao_relay;

REVOKE ALL ON FUNCTION public.login_code_put(p_key bytea, p_code bytea, p_expires timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.login_code_put(p_key bytea, p_code bytea, p_expires timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.login_code_take(p_key bytea, p_code bytea, p_now timestamp with time zone, p_known boolean, p_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.login_code_take(p_key bytea, p_code bytea, p_now timestamp with time zone, p_known boolean, p_most integer) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.login_failures_add(p_keys bytea[], p_seconds integer[], p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.login_failures_add(p_keys bytea[], p_seconds integer[], p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.login_failures_lock(p_keys bytea[], p_seconds integer, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.login_failures_lock(p_keys bytea[], p_seconds integer, p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.login_failures_purge(p_before timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.login_failures_purge(p_before timestamp with time zone) TO xinqiao_relay;

REVOKE ALL ON FUNCTION public.login_failures_seen(p_key bytea, p_seconds integer, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.login_failures_seen(p_key bytea, p_seconds integer, p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.login_find(p_key bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.login_find(p_key bytea) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.login_keys_kept(p_keys bytea[], p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.login_keys_kept(p_keys bytea[], p_now timestamp with time zone) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.login_mails(p_accounts uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.login_mails(p_accounts uuid[]) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.login_move(p_account uuid, p_key bytea, p_sealed bytea, p_now timestamp with time zone, p_by uuid, p_import uuid, p_move uuid, p_name text, p_ends timestamp with time zone, p_mail boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.login_move(p_account uuid, p_key bytea, p_sealed bytea, p_now timestamp with time zone, p_by uuid, p_import uuid, p_move uuid, p_name text, p_ends timestamp with time zone, p_mail boolean) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.login_move_confirm(p_account uuid, p_by uuid, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.login_move_confirm(p_account uuid, p_by uuid, p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.login_move_settle(p_account uuid, p_session uuid, p_mine boolean, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.login_move_settle(p_account uuid, p_session uuid, p_mine boolean, p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.login_move_told(p_account uuid, p_move uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.login_move_told(p_account uuid, p_move uuid) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.login_move_undo(p_key bytea, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.login_move_undo(p_key bytea, p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.login_moved_at(p_account uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.login_moved_at(p_account uuid) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.login_moved_from(p_key bytea, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.login_moved_from(p_key bytea, p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.login_moves_hold(p_accounts uuid[], p_barred uuid[], p_until timestamp with time zone, p_now timestamp with time zone, p_by uuid, p_import uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.login_moves_hold(p_accounts uuid[], p_barred uuid[], p_until timestamp with time zone, p_now timestamp with time zone, p_by uuid, p_import uuid) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.login_moves_own(p_account uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.login_moves_own(p_account uuid) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.login_moves_purge(p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.login_moves_purge(p_now timestamp with time zone) TO xinqiao_relay;

REVOKE ALL ON FUNCTION public.login_moves_waiting(p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.login_moves_waiting(p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.login_own(p_account uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.login_own(p_account uuid) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.login_students(p_students uuid[], p_keys bytea[], p_accounts uuid[], p_now timestamp with time zone, p_by uuid, p_import uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.login_students(p_students uuid[], p_keys bytea[], p_accounts uuid[], p_now timestamp with time zone, p_by uuid, p_import uuid) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.mail_reach(p_account uuid, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.mail_reach(p_account uuid, p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.mailed_here(p_known uuid[], p_now timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.membership_end(p_accounts uuid[], p_kind text, p_now timestamp with time zone, p_by uuid, p_import uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.membership_end(p_accounts uuid[], p_kind text, p_now timestamp with time zone, p_by uuid, p_import uuid) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.membership_put(p_accounts uuid[], p_kind text, p_now timestamp with time zone, p_by uuid, p_import uuid, p_first boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.membership_put(p_accounts uuid[], p_kind text, p_now timestamp with time zone, p_by uuid, p_import uuid, p_first boolean) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.membership_settle(p_staff uuid[], p_roles text[], p_administrators uuid[], p_left uuid[], p_now timestamp with time zone, p_by uuid, p_import uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.membership_settle(p_staff uuid[], p_roles text[], p_administrators uuid[], p_left uuid[], p_now timestamp with time zone, p_by uuid, p_import uuid) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.memberships_entered(p_account uuid, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.memberships_entered(p_account uuid, p_now timestamp with time zone) TO xinqiao_app;
GRANT ALL ON FUNCTION public.memberships_entered(p_account uuid, p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.officers_settled(p_before timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.officers_settled(p_before timestamp with time zone) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.org_entered() FROM PUBLIC;
GRANT ALL ON FUNCTION public.org_entered() TO xinqiao_app;
GRANT ALL ON FUNCTION public.org_entered() TO xinqiao_door;

REVOKE ALL ON FUNCTION public.passkey_challenge_purge(p_before timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.passkey_challenge_purge(p_before timestamp with time zone) TO xinqiao_relay;
GRANT ALL ON FUNCTION public.passkey_challenge_purge(p_before timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.passkey_challenge_put(p_hash bytea, p_purpose text, p_session uuid, p_expires timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.passkey_challenge_put(p_hash bytea, p_purpose text, p_session uuid, p_expires timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.passkey_challenge_take(p_hash bytea, p_purpose text, p_session uuid, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.passkey_challenge_take(p_hash bytea, p_purpose text, p_session uuid, p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.passkey_find(p_account uuid, p_credential bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.passkey_find(p_account uuid, p_credential bytea) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.passkey_list(p_account uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.passkey_list(p_account uuid) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.passkey_put(p_account uuid, p_credential bytea, p_passkey uuid, p_public_key bytea, p_sign_count bigint, p_name text, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.passkey_put(p_account uuid, p_credential bytea, p_passkey uuid, p_public_key bytea, p_sign_count bigint, p_name text, p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.passkey_remove(p_account uuid, p_passkey uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.passkey_remove(p_account uuid, p_passkey uuid) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.passkey_rename(p_account uuid, p_passkey uuid, p_name text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.passkey_rename(p_account uuid, p_passkey uuid, p_name text) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.passkey_used(p_account uuid, p_credential bytea, p_before bigint, p_sign_count bigint, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.passkey_used(p_account uuid, p_credential bytea, p_before bigint, p_sign_count bigint, p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.pin_end(p_account uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.pin_end(p_account uuid) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.pin_get(p_account uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.pin_get(p_account uuid) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.pin_missed(p_account uuid, p_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.pin_missed(p_account uuid, p_most integer) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.pin_set(p_account uuid, p_hash text, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.pin_set(p_account uuid, p_hash text, p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.roster_identities(p_accounts uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.roster_identities(p_accounts uuid[]) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.roster_set_emails(p_accounts uuid[], p_sealed bytea[], p_now timestamp with time zone, p_by uuid, p_import uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.roster_set_emails(p_accounts uuid[], p_sealed bytea[], p_now timestamp with time zone, p_by uuid, p_import uuid) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.secret_closing(p_account uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.secret_closing(p_account uuid) TO xinqiao_app;

REVOKE ALL ON FUNCTION public.secret_reset_list(p_account uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.secret_reset_list(p_account uuid) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.served_from_here(p_org bigint, p_clients bigint[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.session_add(p_account uuid, p_token_hash bytea, p_session uuid, p_assurance integer, p_client text, p_shared boolean, p_now timestamp with time zone, p_expires timestamp with time zone, p_idle_seconds integer, p_closed boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.session_add(p_account uuid, p_token_hash bytea, p_session uuid, p_assurance integer, p_client text, p_shared boolean, p_now timestamp with time zone, p_expires timestamp with time zone, p_idle_seconds integer, p_closed boolean) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.session_assurance(p_assurance smallint, p_proved timestamp with time zone, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.session_assurance(p_assurance smallint, p_proved timestamp with time zone, p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.session_end(p_account uuid, p_session uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.session_end(p_account uuid, p_session uuid) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.session_end_others(p_account uuid, p_kept uuid, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.session_end_others(p_account uuid, p_kept uuid, p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.session_enter(p_account uuid, p_token_hash bytea, p_now timestamp with time zone, p_key text, p_request_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.session_enter(p_account uuid, p_token_hash bytea, p_now timestamp with time zone, p_key text, p_request_hash bytea) TO xinqiao_app;
GRANT ALL ON FUNCTION public.session_enter(p_account uuid, p_token_hash bytea, p_now timestamp with time zone, p_key text, p_request_hash bytea) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.session_find(p_account uuid, p_token_hash bytea, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.session_find(p_account uuid, p_token_hash bytea, p_now timestamp with time zone) TO xinqiao_app;
GRANT ALL ON FUNCTION public.session_find(p_account uuid, p_token_hash bytea, p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.session_is_own(p_account uuid, p_session uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.session_is_own(p_account uuid, p_session uuid) TO xinqiao_app;
GRANT ALL ON FUNCTION public.session_is_own(p_account uuid, p_session uuid) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.session_list(p_account uuid, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.session_list(p_account uuid, p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.session_open(p_now timestamp with time zone, p_expires timestamp with time zone, p_seen timestamp with time zone, p_idle_seconds integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.session_open(p_now timestamp with time zone, p_expires timestamp with time zone, p_seen timestamp with time zone, p_idle_seconds integer) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.session_proof(p_account uuid, p_session uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.session_proof(p_account uuid, p_session uuid) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.session_proved(p_account uuid, p_session uuid, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.session_proved(p_account uuid, p_session uuid, p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.session_purge(p_before timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.session_purge(p_before timestamp with time zone) TO xinqiao_relay;

REVOKE ALL ON FUNCTION public.session_replace(p_account uuid, p_token_hash bytea, p_new_account uuid, p_new_session uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.session_replace(p_account uuid, p_token_hash bytea, p_new_account uuid, p_new_session uuid) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.session_seen(p_account uuid, p_token_hash bytea, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.session_seen(p_account uuid, p_token_hash bytea, p_now timestamp with time zone) TO xinqiao_app;
GRANT ALL ON FUNCTION public.session_seen(p_account uuid, p_token_hash bytea, p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.signs_in_by_mail(p_account uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.signs_in_by_mail(p_account uuid) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.staff_settled(p_account uuid, p_student uuid, p_before timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.staff_settled(p_account uuid, p_student uuid, p_before timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.starting_code_confirm(p_account uuid, p_adult uuid, p_name text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.starting_code_confirm(p_account uuid, p_adult uuid, p_name text) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.starting_code_find(p_account uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.starting_code_find(p_account uuid) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.starting_code_put(p_account uuid, p_adult uuid, p_name text, p_reset uuid, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.starting_code_put(p_account uuid, p_adult uuid, p_name text, p_reset uuid, p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.starting_code_used(p_account uuid, p_secret_hash text, p_proven boolean, p_closed_until timestamp with time zone, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.starting_code_used(p_account uuid, p_secret_hash text, p_proven boolean, p_closed_until timestamp with time zone, p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.student_served_here(p_student uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.student_served_here(p_student uuid) TO xinqiao_app;

REVOKE ALL ON PROCEDURE public.tenant_table(IN p_table regclass, IN p_rights text) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.totp_pending_confirm(p_account uuid, p_session uuid, p_step bigint, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.totp_pending_confirm(p_account uuid, p_session uuid, p_step bigint, p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.totp_pending_set(p_account uuid, p_totp_sealed bytea, p_session uuid, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.totp_pending_set(p_account uuid, p_totp_sealed bytea, p_session uuid, p_now timestamp with time zone) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.totp_step_take(p_account uuid, p_step bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.totp_step_take(p_account uuid, p_step bigint) TO xinqiao_door;

REVOKE ALL ON FUNCTION public.works_at(p_account uuid, p_org bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.works_at(p_account uuid, p_org bigint) TO xinqiao_door;

GRANT SELECT,INSERT ON TABLE public.audit_accesses TO xinqiao_app;

GRANT SELECT,INSERT ON TABLE public.audit_changes TO xinqiao_app;
GRANT INSERT ON TABLE public.audit_changes TO xinqiao_door;

GRANT SELECT,INSERT ON TABLE public.audit_denials TO xinqiao_app;

GRANT SELECT,INSERT ON TABLE public.audit_heads TO xinqiao_app;

GRANT UPDATE(locked) ON TABLE public.audit_heads TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.booking_people TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.bookings TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.broadcast_chunks TO xinqiao_app;

GRANT SELECT,INSERT ON TABLE public.broadcast_groups TO xinqiao_app;

GRANT SELECT,INSERT ON TABLE public.broadcast_reads TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.broadcast_sms TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.broadcasts TO xinqiao_app;

GRANT SELECT,INSERT ON TABLE public.bureau_case_officers TO xinqiao_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.bureau_cases TO xinqiao_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.bureau_notice_attachments TO xinqiao_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.bureau_notice_editions TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.bureau_notice_schools TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.bureau_notices TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.calendar_events TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.calendar_invites TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.calendar_texts TO xinqiao_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.campaign_classes TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.campaign_families TO xinqiao_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.campaign_hours TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.campaign_plans TO xinqiao_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.campaign_visitors TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.campaign_waves TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.campaign_wishes TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.campaigns TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.class_staff TO xinqiao_app;
GRANT SELECT ON TABLE public.class_staff TO xinqiao_door;

GRANT SELECT,INSERT,DELETE ON TABLE public.class_successors TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.classes TO xinqiao_app;
GRANT SELECT ON TABLE public.classes TO xinqiao_door;

GRANT SELECT,INSERT,DELETE ON TABLE public.client_bars TO xinqiao_app;
GRANT SELECT ON TABLE public.client_bars TO xinqiao_door;

GRANT SELECT,INSERT,UPDATE ON TABLE public.client_ties_ended TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.code_requests TO xinqiao_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.code_requests TO xinqiao_door;

GRANT SELECT,INSERT,UPDATE ON TABLE public.committee_members TO xinqiao_app;

GRANT SELECT,INSERT ON TABLE public.contacts TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.counsellor_hours TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.deliveries TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.digest_marks TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.factor_requests TO xinqiao_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.factor_requests TO xinqiao_door;

GRANT SELECT,INSERT,UPDATE ON TABLE public.figure_targets TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.grants TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.guardian_bars TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.guardians TO xinqiao_app;
GRANT SELECT ON TABLE public.guardians TO xinqiao_door;

GRANT SELECT,INSERT,UPDATE ON TABLE public.guardianships TO xinqiao_app;
GRANT SELECT ON TABLE public.guardianships TO xinqiao_door;

GRANT SELECT,INSERT,UPDATE ON TABLE public.hotlines TO xinqiao_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.hour_exceptions TO xinqiao_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.lecture_attendance TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.lecture_feedback TO xinqiao_app;

GRANT SELECT,INSERT ON TABLE public.lecture_feedback_given TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.lecture_library TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.lecture_registrations TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.lecture_series TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.lecture_settings TO xinqiao_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.lecture_tries TO xinqiao_app;

GRANT SELECT,INSERT ON TABLE public.lecture_views TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.lectures TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.message_people TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.messages TO xinqiao_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.notice_attachments TO xinqiao_app;

GRANT SELECT,INSERT ON TABLE public.notice_editions TO xinqiao_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.notice_file_parts TO xinqiao_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.notice_files TO xinqiao_app;

GRANT UPDATE(removed_at) ON TABLE public.notice_files TO xinqiao_app;

GRANT UPDATE(removed_by) ON TABLE public.notice_files TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.notice_receipts TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.notice_recipients TO xinqiao_app;

GRANT SELECT,INSERT ON TABLE public.notice_signatures TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.notice_templates TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.notice_upload_tries TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.notices TO xinqiao_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.observation_closings TO xinqiao_app;

GRANT INSERT,DELETE ON TABLE public.observation_mailbox TO xinqiao_app;

GRANT SELECT(org_id) ON TABLE public.observation_mailbox TO xinqiao_app;

GRANT SELECT(slot_id) ON TABLE public.observation_mailbox TO xinqiao_app;

GRANT SELECT(ticket) ON TABLE public.observation_mailbox TO xinqiao_app;

GRANT SELECT(parcel) ON TABLE public.observation_mailbox TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.observation_openings TO xinqiao_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.observation_receipts TO xinqiao_app;

GRANT SELECT,INSERT ON TABLE public.observation_steps TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.observations TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.observer_disclosures TO xinqiao_app;

GRANT SELECT ON TABLE public.org_catchments TO xinqiao_app;

GRANT SELECT ON TABLE public.orgs TO xinqiao_app;
GRANT SELECT ON TABLE public.orgs TO xinqiao_relay;
GRANT SELECT ON TABLE public.orgs TO xinqiao_figures;
GRANT SELECT ON TABLE public.orgs TO xinqiao_door;

GRANT SELECT,INSERT,UPDATE ON TABLE public.parent_group_meetings TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.parent_group_members TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.parent_groups TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.planned_ends TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.providers TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.publicity_events TO xinqiao_app;

GRANT SELECT,INSERT ON TABLE public.publicity_returns TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.publicity_settings TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.rooms TO xinqiao_app;

GRANT SELECT ON TABLE public.root_keys TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.roster_imports TO xinqiao_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.roster_words TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.saved_audiences TO xinqiao_app;

GRANT SELECT ON TABLE public.schema_migrations TO xinqiao_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.school_calendar_entries TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.school_calendar_settings TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.school_figure_months TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.school_figures TO xinqiao_app;

GRANT SELECT,INSERT ON TABLE public.school_publicity_returns TO xinqiao_app;

GRANT SELECT,INSERT ON TABLE public.session_notes TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.sms_budgets TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.sms_spent TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.staff TO xinqiao_app;
GRANT SELECT ON TABLE public.staff TO xinqiao_door;

GRANT SELECT,INSERT,DELETE ON TABLE public.staff_leave_lessons TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.staff_leaves TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.students TO xinqiao_app;
GRANT SELECT ON TABLE public.students TO xinqiao_door;

GRANT SELECT,INSERT,UPDATE ON TABLE public.tablets TO xinqiao_door;

GRANT SELECT,INSERT,UPDATE ON TABLE public.tasks TO xinqiao_app;
GRANT DELETE ON TABLE public.tasks TO xinqiao_relay;
GRANT SELECT,INSERT,UPDATE ON TABLE public.tasks TO xinqiao_door;

GRANT SELECT(org_id) ON TABLE public.tasks TO xinqiao_relay;

GRANT SELECT(task_id) ON TABLE public.tasks TO xinqiao_relay;

GRANT SELECT(kind) ON TABLE public.tasks TO xinqiao_relay;

GRANT SELECT(due_at) ON TABLE public.tasks TO xinqiao_relay;

GRANT SELECT(state),UPDATE(state) ON TABLE public.tasks TO xinqiao_relay;

GRANT SELECT(attempt),UPDATE(attempt) ON TABLE public.tasks TO xinqiao_relay;

GRANT SELECT(failures),UPDATE(failures) ON TABLE public.tasks TO xinqiao_relay;

GRANT SELECT(lease_until),UPDATE(lease_until) ON TABLE public.tasks TO xinqiao_relay;

GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.tasks TO xinqiao_relay;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.vault_drafts TO xinqiao_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.vault_keys TO xinqiao_app;

GRANT SELECT,INSERT ON TABLE public.vault_records TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.visit_agreement_answers TO xinqiao_app;

GRANT SELECT,INSERT ON TABLE public.visit_agreements TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.visit_alerts TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.visit_all_clears TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.visit_availability TO xinqiao_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.visit_follow_ups TO xinqiao_app;

GRANT SELECT,INSERT ON TABLE public.visit_records TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.visit_starts TO xinqiao_app;

GRANT SELECT,INSERT ON TABLE public.visit_team TO xinqiao_app;

GRANT UPDATE(part) ON TABLE public.visit_team TO xinqiao_app;

GRANT UPDATE(left_at) ON TABLE public.visit_team TO xinqiao_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.visits TO xinqiao_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.wechat_links TO xinqiao_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.wecom_links TO xinqiao_app;
GRANT SELECT ON TABLE public.wecom_links TO xinqiao_door;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.wecom_sign_ins TO xinqiao_door;

ALTER DEFAULT PRIVILEGES FOR ROLE xinqiao_owner REVOKE ALL ON FUNCTIONS FROM PUBLIC;
