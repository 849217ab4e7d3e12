-- Who asks, on the identity tables alone: what a person is in the organisation that was entered is read from its own tables,
-- behind row security, by plain SQL (DESIGN 3.4: no definer function touches a tenant table).

-- Which of these organisations the one that was entered serves (C2).
create or replace function served_from_here(p_org bigint, p_clients bigint[]) returns bigint[]
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(c.client_org_id order by c.client_org_id), '{}')
  from org_catchments c where c.provider_org_id = p_org and c.client_org_id = any (p_clients)
$$;

-- Whether somebody is still family to a centre: who left a school keeps for a year what they booked there, which is twice as far ahead
-- as anybody books (0658). `FAMILY_LASTS` in `api/core/actors.py` is the same year.
create or replace function family_lasts(p_ended timestamptz, p_now timestamptz) returns boolean
language sql stable as $$
  select p_ended is null or p_ended > p_now - interval '366 days'
$$;

-- What an account's memberships say of the organisation that was entered. A person without membership may be family of a
-- school that this centre serves (C2): `client_guardian_of` are the schools that know which children. `kinds`: memberships, and the
-- roles of colleagues that an import was permitted to give (0196).
-- It asks for the time as well.
-- squawk-ignore ban-drop-function
drop function if exists memberships_entered(uuid);
create or replace function memberships_entered(p_account uuid, p_now timestamptz)
returns table (kinds text[], client_student boolean, client_guardian_of bigint[])
language plpgsql stable security definer rows 1 set search_path = public, pg_temp as $$
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

-- Who asks: the session behind a token, and its person's memberships here. No row: no session. A write gives its
-- Idempotency-Key: the row says with what it was used before. A read gives null. Each request calls this:
-- it repeats what `memberships_entered` reads, since a call of one function by another costs more than the statement in it.
-- The lock lets a repeat wait for the end of the first request, so that it is given the first one's answer; nothing is
-- written here, so that a refusal writes nothing. `idempotency_take` is what keeps a request from being done twice.
-- `closed_before`: what is a student's own and older is closed to it, since the secret was set without the old one.
-- `all_closed`: not only what is the student's own, but all that is older: the session was begun by a PIN, on a class's tablet.
-- `number_moved_at`: a school moved the person's number lately, and nothing but that number says who is here: no second adult of this
-- organisation stands behind it.
-- The result has more columns than before.
-- squawk-ignore ban-drop-function
drop function if exists session_enter(uuid, bytea, timestamptz, text, bytea);
create or replace function session_enter(p_account uuid, p_token_hash bytea, p_now timestamptz, p_key text, p_request_hash bytea)
returns table (session_id uuid, assurance smallint, language text, seen_at timestamptz, kinds text[], client_student boolean,
               client_guardian_of bigint[], closed_before timestamptz, all_closed boolean, number_moved_at timestamptz, replayed boolean, replay_matches boolean,
               replay_id uuid)
language plpgsql security definer rows 1 set search_path = public, pg_temp as $$
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

-- Takes the key, with the object that a repeated request is answered with. 40001 when another request took it since the
-- look-up: the request starts over, and finds it. False, so that a caller who filters by it gets no rows.
create or replace function idempotency_take(p_account uuid, p_key text, p_request_hash bytea, p_now timestamptz, p_object uuid)
returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
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

-- The same for a key that was taken before its object was known, as on a cluster. False, so that a caller who filters by it gets no rows.
create or replace function idempotency_done(p_account uuid, p_key text, p_object uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if p_account is distinct from nullif(current_setting('app.account_id', true), '')::uuid then
    raise insufficient_privilege using message = 'the key is of somebody else';
  end if;
  update idempotency set object_id = p_object where account_id = p_account and key = p_key;
  return false;
end
$$;

create or replace function session_seen(p_account uuid, p_token_hash bytea, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update sessions set seen_at = p_now where account_id = p_account and token_hash = p_token_hash and seen_at < p_now;
  return false;
end
$$;

-- One group of tables a statement (DESIGN 3.1): memberships and organisations are not joined.
-- The result has more columns than before.
-- squawk-ignore ban-drop-function
drop function if exists session_find(uuid, bytea, timestamptz);
create or replace function session_find(p_account uuid, p_token_hash bytea, p_now timestamptz)
returns table (account_id uuid, session_id uuid, assurance smallint, language text, expires_at timestamptz, org_ids bigint[], client_org_ids bigint[],
               has_secret boolean, has_totp boolean, recent_resets integer, passkeys integer, closed_until timestamptz, number_closed_until timestamptz)
language plpgsql stable security definer rows 1 set search_path = public, pg_temp as $$
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

-- Whether the session of who asks is open, and not on a phone that others use. False for anybody else's.
create or replace function session_is_own(p_account uuid, p_session uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select p_account is not distinct from nullif(current_setting('app.account_id', true), '')::uuid
    and exists (select 1 from sessions s where s.account_id = p_account and s.session_id = p_session and not s.shared_device)
$$;

grant execute on function memberships_entered, session_enter, session_is_own, idempotency_take, idempotency_done, session_seen, session_find to xinqiao_app, xinqiao_door;
