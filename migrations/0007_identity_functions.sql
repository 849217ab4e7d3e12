-- The app role's only doors to the identity tables.

-- One round trip that tells who asks: the session, what the person is in this organisation, and whether this write was
-- made before. No row: no session. Empty roles: nobody here. A person without membership may still be a client: a
-- guardian or pupil of a school that this centre serves (C2).
create function request_enter(p_account uuid, p_token_hash bytea, p_now timestamptz, p_key text, p_request_hash bytea)
returns table (session_id uuid, assurance smallint, language text, roles text[], lead_class_ids uuid[], taught_class_ids uuid[],
               child_ids uuid[], class_id uuid, replayed boolean, replay_matches boolean, replay_status smallint,
               replay_id uuid)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_org bigint := org_entered();
  v_seen timestamptz;
  v_kinds text[];
  v_from bigint;
  v_children uuid[];
begin
  select s.session_id, s.assurance, s.seen_at, a.language into session_id, assurance, v_seen, language
  from sessions s join accounts a on a.account_id = s.account_id
  where s.account_id = p_account and s.token_hash = p_token_hash and s.expires_at > p_now;
  if not found then
    return;
  end if;
  if v_seen < p_now - interval '15 minutes' and current_setting('transaction_read_only') = 'off' then
    update sessions s set seen_at = p_now where s.account_id = p_account and s.token_hash = p_token_hash;
  end if;

  roles := '{}'; lead_class_ids := '{}'; taught_class_ids := '{}'; child_ids := '{}';
  select array_agg(m.kind) into v_kinds from memberships m
  where m.account_id = p_account and m.org_id = v_org and m.ended_at is null;
  if 'staff' = any (v_kinds) then
    select s.roles || '{staff}'::text[] into roles from staff s where s.org_id = v_org and s.staff_id = p_account and s.ended_at is null;
    roles := coalesce(roles, '{}');
    select coalesce(array_agg(c.class_id) filter (where c.part = 'class_teacher'), '{}'), coalesce(array_agg(c.class_id) filter (where c.part = 'subject_teacher'), '{}')
    into lead_class_ids, taught_class_ids
    from class_staff c where c.org_id = v_org and c.staff_id = p_account and c.ended_at is null;
    if cardinality(lead_class_ids) > 0 then roles := roles || '{class_teacher}'::text[]; end if;
    if cardinality(taught_class_ids) > 0 then roles := roles || '{subject_teacher}'::text[]; end if;
  end if;
  if 'guardian' = any (v_kinds) then
    select coalesce(array_agg(g.student_id), '{}') into child_ids
    from guardianships g where g.org_id = v_org and g.guardian_id = p_account and g.ended_at is null;
    if cardinality(child_ids) > 0 then roles := roles || '{guardian}'::text[]; end if;
  end if;
  if 'student' = any (v_kinds) then
    select s.class_id into class_id from students s where s.org_id = v_org and s.student_id = p_account and s.ended_at is null;
    if found then roles := roles || '{student}'::text[]; end if;
  end if;

  if cardinality(roles) = 0 then
    for v_from in select c.client_org_id from org_catchments c where c.provider_org_id = v_org loop
      if exists (select 1 from memberships m where m.account_id = p_account and m.org_id = v_from and m.kind = 'student' and m.ended_at is null) then
        roles := '{client_student}';
      end if;
      if exists (select 1 from memberships m where m.account_id = p_account and m.org_id = v_from and m.kind = 'guardian' and m.ended_at is null) then
        select coalesce(array_agg(g.student_id), '{}') into v_children
        from guardianships g where g.org_id = v_from and g.guardian_id = p_account and g.ended_at is null;
        child_ids := child_ids || v_children;
      end if;
    end loop;
    if cardinality(child_ids) > 0 then roles := roles || '{client_guardian}'::text[]; end if;
  end if;

  replayed := false;
  if p_key is not null and (cardinality(roles) > 0 or v_org = 0) then
    insert into idempotency as i (account_id, key, request_hash, created_at) values (p_account, p_key, p_request_hash, p_now)
    on conflict on constraint idempotency_pkey do nothing;
    if not found then
      replayed := true;
      select i.request_hash = p_request_hash, i.status, i.object_id into replay_matches, replay_status, replay_id
      from idempotency i where i.account_id = p_account and i.key = p_key;
    end if;
  end if;
  return next;
end
$$;


create function idempotency_purge(p_before timestamptz) returns bigint
language sql security definer set search_path = public, pg_temp as $$
  with gone as (delete from idempotency where created_at < p_before returning 1) select count(*) from gone
$$;

-- A session and the organisations its person belongs to or is served by.
create function session_find(p_account uuid, p_token_hash bytea, p_now timestamptz)
returns table (account_id uuid, session_id uuid, assurance smallint, language text, expires_at timestamptz, org_ids bigint[], client_org_ids bigint[],
               has_secret boolean, has_totp boolean, recent_resets integer)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.account_id, s.session_id, s.assurance, a.language, s.expires_at,
    array(select distinct m.org_id from memberships m where m.account_id = s.account_id and m.ended_at is null order by 1),
    array(select distinct c.provider_org_id from memberships m join org_catchments c on c.client_org_id = m.org_id
          where m.account_id = s.account_id and m.ended_at is null and m.kind <> 'staff' order by 1),
    coalesce(k.secret_hash is not null, false), coalesce(k.totp_confirmed_at is not null, false),
    (select count(*) from secret_resets r where r.account_id = s.account_id and r.reset_at > p_now - interval '14 days')::integer
  from sessions s join accounts a on a.account_id = s.account_id left join credentials k on k.account_id = s.account_id
  where s.account_id = p_account and s.token_hash = p_token_hash and s.expires_at > p_now
$$;

create function session_add(p_account uuid, p_token_hash bytea, p_session uuid, p_assurance integer, p_client text, p_shared boolean,
                            p_now timestamptz, p_expires timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
  delete from sessions where account_id = p_account and expires_at <= p_now;
  insert into sessions (account_id, token_hash, session_id, assurance, client, shared_device, created_at, seen_at, expires_at)
  values (p_account, p_token_hash, p_session, p_assurance, p_client, p_shared, p_now, p_now, p_expires)
$$;

create function session_list(p_account uuid, p_now timestamptz)
returns table (session_id uuid, assurance smallint, client text, shared_device boolean, created_at timestamptz, seen_at timestamptz, expires_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.session_id, s.assurance, s.client, s.shared_device, s.created_at, s.seen_at, s.expires_at
  from sessions s where s.account_id = p_account and s.expires_at > p_now order by s.seen_at desc, s.session_id
$$;

-- Ends one session, or with null all of them. Returns how many ended.
create function session_end(p_account uuid, p_session uuid) returns bigint
language sql security definer set search_path = public, pg_temp as $$
  with gone as (delete from sessions where account_id = p_account and (p_session is null or session_id = p_session) returning 1)
  select count(*) from gone
$$;

-- Counts one attempt for each key. Returns 0, or after how many seconds the fullest window ends.
create function login_attempt(p_keys bytea[], p_limits integer[], p_seconds integer[], p_now timestamptz) returns integer
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

create function login_code_put(p_key bytea, p_code bytea, p_expires timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into login_codes (key_hash, code_hash, tries, expires_at) values (p_key, p_code, 0, p_expires)
  on conflict (key_hash) do update set code_hash = excluded.code_hash, tries = 0, expires_at = excluded.expires_at
$$;

-- True once for the right code in time; five wrong tries end the code.
create function login_code_take(p_key bytea, p_code bytea, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_right boolean;
begin
  update login_codes set tries = tries + 1 where key_hash = p_key and expires_at > p_now and tries < 5
  returning code_hash = p_code into v_right;
  if v_right then
    delete from login_codes where key_hash = p_key;
  end if;
  return coalesce(v_right, false);
end
$$;

create function login_find(p_key bytea)
returns table (account_id uuid, kind text, sealed bytea, language text, kinds text[], secret_hash text, totp_sealed bytea, totp_confirmed_at timestamptz, totp_step bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select k.account_id, k.kind, k.sealed, a.language,
    array(select distinct m.kind from memberships m where m.account_id = k.account_id and m.ended_at is null order by 1),
    c.secret_hash, c.totp_sealed, c.totp_confirmed_at, c.totp_step
  from login_keys k join accounts a on a.account_id = k.account_id left join credentials c on c.account_id = k.account_id
  where k.key_hash = p_key
$$;

-- Finds or makes an account for each phone number, in one go for a whole school.
create function login_attach(p_keys bytea[], p_accounts uuid[], p_sealed bytea[], p_now timestamptz)
returns table (key_hash bytea, account_id uuid)
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into login_keys (key_hash, account_id, kind, sealed)
  select u.k, u.a, 'phone', u.s from unnest(p_keys, p_accounts, p_sealed) as u (k, a, s) order by u.k
  on conflict on constraint login_keys_pkey do nothing;
  insert into accounts (account_id, created_at, updated_at)
  select l.account_id, p_now, p_now from login_keys l where l.key_hash = any (p_keys) order by l.account_id
  on conflict on constraint accounts_pkey do nothing;
  return query select l.key_hash, l.account_id from login_keys l where l.key_hash = any (p_keys);
end
$$;

-- Gives pupils their accounts and their ways to sign in; the old ways of the same pupils end.
create function login_pupils(p_pupils uuid[], p_keys bytea[], p_accounts uuid[], p_now timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into accounts (account_id, created_at, updated_at) select p, p_now, p_now from unnest(p_pupils) p order by p
  on conflict on constraint accounts_pkey do nothing;
  delete from login_keys l where l.account_id = any (p_pupils) and l.kind = 'pupil' and not (l.key_hash = any (p_keys));
  insert into login_keys (key_hash, account_id, kind) select u.k, u.a, 'pupil' from unnest(p_keys, p_accounts) as u (k, a) order by u.k
  on conflict on constraint login_keys_pkey do update set account_id = excluded.account_id;
end
$$;

create function membership_put(p_accounts uuid[], p_kind text, p_now timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into memberships as m (account_id, org_id, kind, since) select a, org_entered(), p_kind, p_now from unnest(p_accounts) a order by a
  on conflict (account_id, org_id, kind) do update set since = excluded.since, ended_at = null where m.ended_at is not null
$$;

create function membership_end(p_accounts uuid[], p_kind text, p_now timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
  update memberships set ended_at = p_now
  where account_id = any (p_accounts) and org_id = org_entered() and kind = p_kind and ended_at is null
$$;

create function account_get(p_account uuid)
returns table (account_id uuid, language text, quiet_from time, quiet_to time, channels text[], plain_titles boolean,
               email_sealed bytea, email_verified_at timestamptz, has_secret boolean, has_totp boolean, updated_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select a.account_id, a.language, a.quiet_from, a.quiet_to, a.channels, a.plain_titles, a.email_sealed, a.email_verified_at,
    coalesce(c.secret_hash is not null, false), coalesce(c.totp_confirmed_at is not null, false), a.updated_at
  from accounts a left join credentials c on c.account_id = a.account_id where a.account_id = p_account
$$;

create function account_set(p_account uuid, p_language text, p_quiet_from time, p_quiet_to time, p_channels text[], p_plain_titles boolean, p_now timestamptz)
returns void language sql security definer set search_path = public, pg_temp as $$
  update accounts set language = p_language, quiet_from = p_quiet_from, quiet_to = p_quiet_to, channels = p_channels,
    plain_titles = p_plain_titles, updated_at = p_now
  where account_id = p_account
$$;

create function account_set_email(p_account uuid, p_email_sealed bytea, p_verified_at timestamptz, p_now timestamptz)
returns void language sql security definer set search_path = public, pg_temp as $$
  update accounts set email_sealed = p_email_sealed, email_verified_at = p_verified_at, updated_at = p_now where account_id = p_account
$$;

create function credential_set_secret(p_account uuid, p_secret_hash text, p_now timestamptz)
returns void language sql security definer set search_path = public, pg_temp as $$
  insert into credentials (account_id, secret_hash, changed_at) values (p_account, p_secret_hash, p_now)
  on conflict (account_id) do update set secret_hash = excluded.secret_hash, changed_at = excluded.changed_at
$$;

create function credential_set_totp(p_account uuid, p_totp_sealed bytea, p_confirmed_at timestamptz, p_now timestamptz)
returns void language sql security definer set search_path = public, pg_temp as $$
  insert into credentials (account_id, totp_sealed, totp_confirmed_at, changed_at) values (p_account, p_totp_sealed, p_confirmed_at, p_now)
  on conflict (account_id) do update set totp_sealed = excluded.totp_sealed, totp_confirmed_at = excluded.totp_confirmed_at, changed_at = excluded.changed_at
$$;

create function credential_get(p_account uuid)
returns table (secret_hash text, totp_sealed bytea, totp_confirmed_at timestamptz, totp_step bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select c.secret_hash, c.totp_sealed, c.totp_confirmed_at, c.totp_step from credentials c where c.account_id = p_account
$$;

-- True when this 30-second step was not used before: a TOTP code is good once.
create function totp_step_take(p_account uuid, p_step bigint) returns boolean
language sql security definer set search_path = public, pg_temp as $$
  with taken as (update credentials set totp_step = p_step where account_id = p_account and totp_step < p_step returning 1)
  select exists (select 1 from taken)
$$;

create function secret_reset_add(p_account uuid, p_reset uuid, p_by text, p_now timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into secret_resets (account_id, reset_id, reset_at, reset_by) values (p_account, p_reset, p_now, p_by)
$$;

create function secret_reset_list(p_account uuid) returns table (reset_id uuid, reset_at timestamptz, reset_by text)
language sql stable security definer set search_path = public, pg_temp as $$
  select r.reset_id, r.reset_at, r.reset_by from secret_resets r where r.account_id = p_account order by r.reset_at desc limit 20
$$;

-- A phone belongs to whoever signed in on it last.
create function device_put(p_account uuid, p_device uuid, p_kind text, p_hash bytea, p_sealed bytea, p_name text, p_now timestamptz) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_device uuid;
begin
  delete from devices where address_hash = p_hash and account_id <> p_account;
  insert into devices as d (account_id, device_id, kind, address_hash, address_sealed, name, created_at, seen_at)
  values (p_account, p_device, p_kind, p_hash, p_sealed, p_name, p_now, p_now)
  on conflict (account_id, address_hash) do update set name = excluded.name, seen_at = excluded.seen_at, address_sealed = excluded.address_sealed
  returning d.device_id into v_device;
  return v_device;
end
$$;

create function device_list(p_account uuid) returns table (device_id uuid, kind text, name text, created_at timestamptz, seen_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select d.device_id, d.kind, d.name, d.created_at, d.seen_at from devices d where d.account_id = p_account order by d.seen_at desc, d.device_id
$$;

create function device_remove(p_account uuid, p_device uuid) returns bigint
language sql security definer set search_path = public, pg_temp as $$
  with gone as (delete from devices where account_id = p_account and device_id = p_device returning 1) select count(*) from gone
$$;

-- How each person can be reached; opened by the delivering worker alone.
create function contacts_of(p_accounts uuid[])
returns table (account_id uuid, language text, quiet_from time, quiet_to time, channels text[], plain_titles boolean, email_sealed bytea,
               phone_sealed bytea, device_ids uuid[], device_kinds text[], device_addresses bytea[])
language sql stable security definer set search_path = public, pg_temp as $$
  select a.account_id, a.language, a.quiet_from, a.quiet_to, a.channels, a.plain_titles,
    case when a.email_verified_at is not null then a.email_sealed end,
    (select l.sealed from login_keys l where l.account_id = a.account_id and l.kind = 'phone' limit 1),
    array(select d.device_id from devices d where d.account_id = a.account_id order by d.seen_at desc, d.device_id),
    array(select d.kind from devices d where d.account_id = a.account_id order by d.seen_at desc, d.device_id),
    array(select d.address_sealed from devices d where d.account_id = a.account_id order by d.seen_at desc, d.device_id)
  from accounts a where a.account_id = any (p_accounts)
$$;

do $$
declare
  v_name regprocedure;
begin
  for v_name in
    select p.oid from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef
  loop
    execute format('grant execute on function %s to xinqiao_app', v_name);
  end loop;
end
$$;
