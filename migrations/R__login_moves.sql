-- Moved phone numbers, and mail addresses of who has no phone: identity tables alone (0285, 0331). `login_move` itself stands with the roster's functions, and asks for a permit.

-- Whose number this was until a school moved it.
-- The result has more columns than before.
-- squawk-ignore ban-drop-function
drop function if exists login_moved_from(bytea, timestamptz);
create or replace function login_moved_from(p_key bytea, p_now timestamptz) returns table (account_id uuid, kind text, sealed bytea, language text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
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

-- Who has the old number says that they asked for nothing: they sign in by it again, and who came by the new one is signed out.
-- Where somebody else was given the old number meanwhile, nobody signs in until the school has looked. No row: nothing can be taken back.
-- `org_ids`: whose administrators hear of it. It named one organisation before.
-- squawk-ignore ban-drop-function
drop function if exists login_move_undo(bytea, timestamptz);
create or replace function login_move_undo(p_key bytea, p_now timestamptz) returns table (account_id uuid, org_ids bigint[], move_id uuid)
language plpgsql security definer set search_path = public, pg_temp as $$
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

-- A second adult stands behind a move: it is open in the organisation that was entered, and the old number takes nothing back once that
-- is so in each where the person still is. False: there is none that waits here, it is their own, they moved it, or one of the two named the
-- other administrator.
create or replace function login_move_confirm(p_account uuid, p_by uuid, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
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

-- Who had no number until a school gave them one says, by the secret that they signed in with, whether it is theirs: then it is the one way
-- in, or else name and secret are again, and other sessions end. No row: there is nothing to settle, or the secret was set by a code after the
-- move: then it says who had the code, and not whose the number is. `org_ids`: as above.
-- squawk-ignore ban-drop-function
drop function if exists login_move_settle(uuid, uuid, boolean, timestamptz);
create or replace function login_move_settle(p_account uuid, p_session uuid, p_mine boolean, p_now timestamptz)
returns table (org_ids bigint[], move_id uuid)
language plpgsql security definer set search_path = public, pg_temp as $$
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

-- What waits for a second adult in the organisation that was entered. `moved_by_name` null: another organisation moved it, whose name and
-- people are not told here.
create or replace function login_moves_waiting(p_now timestamptz)
returns table (account_id uuid, moved_by uuid, moved_by_name text, moved_at timestamptz, ends_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.account_id, m.moved_by, case when m.org_id = org_entered() then m.moved_by_name end, m.moved_at, m.ends_at
  from login_moves m join accounts a on a.account_id = m.account_id
  where m.org_ids @> array[org_entered()] and m.outcome is null and m.ends_at > p_now and not (org_entered() = any (a.login_open_in))
  order by m.moved_at desc, m.account_id limit 200
$$;

-- What a person sees of their own number. `by_secret`: they had none, and settle it by their secret.
-- The result has more columns than before.
-- squawk-ignore ban-drop-function
drop function if exists login_moves_own(uuid);
create or replace function login_moves_own(p_account uuid)
returns table (moved_at timestamptz, ends_at timestamptz, moved_by_name text, outcome text, by_secret boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.moved_at, m.ends_at, m.moved_by_name, m.outcome, m.outcome is null and m.old_key is not null and m.old_sealed is null from login_moves m
  where m.account_id = p_account and p_account = nullif(current_setting('app.account_id', true), '')::uuid
  order by m.moved_at desc, m.move_id limit 20
$$;

-- When the number of whom acts was moved; null: never.
create or replace function login_moved_at(p_account uuid) returns timestamptz
language sql stable security definer set search_path = public, pg_temp as $$
  select a.login_moved_at from accounts a
  where a.account_id = p_account and p_account = nullif(current_setting('app.account_id', true), '')::uuid
$$;

-- Where the owner of the old number is told: on it, by mail, and on the devices that they had. None once it was taken back or confirmed.
-- `others`: organisations that did not move it, and whose administrators are told. There was none before.
-- `by_mail`: what they signed in by is a mail address.
-- squawk-ignore ban-drop-function
drop function if exists login_move_told(uuid, uuid);
create or replace function login_move_told(p_account uuid, p_move uuid)
returns table (language text, old_sealed bytea, by_mail boolean, email_sealed bytea, device_kinds text[], device_addresses bytea[], others bigint[])
language sql stable security definer set search_path = public, pg_temp as $$
  select a.language, m.old_sealed, m.old_mail, case when a.email_verified_at is not null then a.email_sealed end, m.device_kinds, m.device_addresses,
    array_remove(m.org_ids, m.org_id)
  from login_moves m join accounts a on a.account_id = m.account_id
  where m.account_id = p_account and m.move_id = p_move and m.old_key is not null
$$;

-- The old number and the devices are forgotten once nothing can be taken back. Who had no number before signs in by the new one alone then.
create or replace function login_moves_purge(p_now timestamptz) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
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

grant execute on function
  login_moved_from, login_move_undo, login_move_confirm, login_move_settle, login_moves_waiting, login_moves_own, login_move_told
to xinqiao_door;
revoke execute on function
  login_moved_from, login_move_undo, login_move_confirm, login_move_settle, login_moves_waiting, login_moves_own, login_move_told, login_moves_purge
from xinqiao_app;
grant execute on function login_moved_at to xinqiao_app;
grant execute on function login_moves_purge to xinqiao_relay;
