-- What an import may learn and write of people's identities: those of its own organisation, and nothing of any other.

-- What people who are or were here are known by: a phone number, a mail address (`mailed`), or where there is neither what a list says of them.
-- `numbered`: by one of the first two. `email_open`: nobody has set a mail address, and no other organisation has this person now; only then
-- may a school's list give one.
-- The result has more columns than before.
-- squawk-ignore ban-drop-function
drop function if exists roster_identities(uuid[]);
create or replace function roster_identities(p_accounts uuid[])
returns table (account_id uuid, key_hash bytea, numbered boolean, mailed boolean, email_open boolean)
language plpgsql stable security definer set search_path = public, pg_temp as $$
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

-- An administrator's word for one import, given with the token of a session that proved a second factor. What an import writes
-- to identities asks for it, so the app role alone makes nobody a member of anything.
create or replace function import_permit(p_account uuid, p_token_hash bytea, p_import uuid, p_now timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
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

-- Whether an administrator of the entered organisation gave their word and still is one, or an operator did.
create or replace function import_permitted(p_by uuid, p_import uuid) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return exists (
    select 1 from import_permits p
    where p.account_id = p_by and p.import_id = p_import and p.org_id = org_entered() and p.ends_on is null
      and (p.by_operator
           or exists (select 1 from memberships m where m.account_id = p_by and m.org_id = org_entered() and m.kind = 'staff'
                      and m.administrator and m.ended_at is null)));
end
$$;

-- The word is taken back once its import has ended.
create or replace function import_permit_end(p_by uuid, p_import uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from import_permits where account_id = p_by and import_id = p_import and org_id = org_entered();
end
$$;

-- Raises unless the import is permitted. The owner needs no word: who connects as the owner owns the tables.
create or replace function check_permit(p_by uuid, p_import uuid) returns void
language plpgsql stable set search_path = public, pg_temp as $$
begin
  if not pg_has_role(session_user, 'xinqiao_owner', 'usage') and not import_permitted(p_by, p_import) then
    raise insufficient_privilege using message = 'no administrator permitted this import';
  end if;
end
$$;

-- Which of these login keys are nobody's now, since a school moved their owner to another number: so long the owner can take it back,
-- nobody else is given it.
create or replace function login_keys_kept(p_keys bytea[], p_now timestamptz) returns bytea[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  perform org_entered();
  return (select coalesce(array_agg(m.old_key), '{}') from login_moves m
          where m.old_key = any (p_keys) and m.outcome is null and m.ends_at > p_now);
end
$$;

-- Finds or makes an account for each phone number, in one go for a whole school. `p_mail`: those of the keys that are of mail addresses. Without
-- anything sealed the key is of somebody who has neither.
-- A number that its owner can still take back is given to nobody: the answer leaves it out. Each function below asks for the import that it serves.
-- squawk-ignore ban-drop-function
drop function if exists login_attach(bytea[], uuid[], bytea[], timestamptz);
-- squawk-ignore ban-drop-function
drop function if exists login_attach(bytea[], uuid[], bytea[], timestamptz, uuid, uuid);
create or replace function login_attach(p_keys bytea[], p_accounts uuid[], p_sealed bytea[], p_now timestamptz,
                                        p_by uuid default null, p_import uuid default null, p_mail bytea[] default '{}')
returns table (key_hash bytea, account_id uuid)
language plpgsql security definer set search_path = public, pg_temp as $$
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

-- squawk-ignore ban-drop-function
drop function if exists login_students(uuid[], bytea[], uuid[], timestamptz);
create or replace function login_students(p_students uuid[], p_keys bytea[], p_accounts uuid[], p_now timestamptz,
                                          p_by uuid default null, p_import uuid default null) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform check_permit(p_by, p_import);
  insert into accounts (account_id, created_at, updated_at) select p, p_now, p_now from unnest(p_students) p order by p
  on conflict on constraint accounts_pkey do nothing;
  delete from login_keys l where l.account_id = any (p_students) and l.kind = 'student' and not (l.key_hash = any (p_keys));
  insert into login_keys (key_hash, account_id, kind) select u.k, u.a, 'student' from unnest(p_keys, p_accounts) as u (k, a) order by u.k
  on conflict on constraint login_keys_pkey do update set account_id = excluded.account_id;
end
$$;

-- A colleague who comes by an administrator's word is kept with it, for good; who returns keeps what was noted before. `p_first`: the
-- school's first list, which notes nobody.
-- Whether it is the first list was not told here before.
-- squawk-ignore ban-drop-function
drop function if exists membership_put(uuid[], text, timestamptz);
-- squawk-ignore ban-drop-function
drop function if exists membership_put(uuid[], text, timestamptz, uuid, uuid);
create or replace function membership_put(p_accounts uuid[], p_kind text, p_now timestamptz, p_by uuid default null, p_import uuid default null,
                                          p_first boolean default false)
returns void
language plpgsql security definer set search_path = public, pg_temp as $$
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

-- squawk-ignore ban-drop-function
drop function if exists membership_end(uuid[], text, timestamptz);
create or replace function membership_end(p_accounts uuid[], p_kind text, p_now timestamptz, p_by uuid default null, p_import uuid default null)
returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform check_permit(p_by, p_import);
  update memberships set ended_at = p_now, administrator = false, roles = '{}'
  where account_id = any (p_accounts) and org_id = org_entered() and kind = p_kind and ended_at is null;
end
$$;

-- Says what colleagues are (`p_roles`: joined by commas, one text for each) and which are administrators, and ends those who left. One
-- step, and the last that asks for the permit: the person who permitted the import may be among them. A new administrator is kept with who
-- named them, for good: also once the role is taken away, and given again by somebody else.
-- What colleagues are was not told here before.
-- squawk-ignore ban-drop-function
drop function if exists membership_settle(uuid[], uuid[], uuid[], timestamptz, uuid, uuid);
create or replace function membership_settle(p_staff uuid[], p_roles text[], p_administrators uuid[], p_left uuid[], p_now timestamptz,
                                             p_by uuid default null, p_import uuid default null) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
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

-- Mail addresses of a school's list, which their owners have yet to confirm (0361). What a person has set stays.
-- squawk-ignore ban-drop-function
drop function if exists roster_set_emails(uuid[], bytea[], timestamptz);
create or replace function roster_set_emails(p_accounts uuid[], p_sealed bytea[], p_now timestamptz, p_by uuid default null, p_import uuid default null)
returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform check_permit(p_by, p_import);
  update accounts a set email_sealed = u.sealed, email_verified_at = null, updated_at = p_now
  from unnest(p_accounts, p_sealed) as u (account_id, sealed)
  where a.account_id = u.account_id and a.email_sealed is null
    and exists (select 1 from memberships m where m.account_id = a.account_id and m.org_id = org_entered() and m.ended_at is null)
    and not exists (select 1 from memberships o where o.account_id = a.account_id and o.org_id <> org_entered() and o.ended_at is null);
end
$$;

-- A person's new or first phone number: the account keeps everything, signs in by the new number alone, and is signed out everywhere, since a
-- number may belong to somebody else now. Who belongs to another organisation too is moved by either: in each it opens nothing before a
-- second adult there or the end (0314). A starting code that waits for them is good no more. Who works elsewhere and not here is moved where they work. The old number can take it
-- back until `p_ends`. Within that time nobody moves it twice, but back to the old one; nor does an administrator of this week, or one whom
-- the first had named. The answer is what was done. Who had no number goes on signing in by name and secret for that time, and settles it
-- by these (`login_move_settle`): `old_key` is then their key without a number, and nothing sealed. `p_mail`: the new one is a mail address,
-- which is moved by the same rules (0331).
-- It gave no number a time before.
-- squawk-ignore ban-drop-function
drop function if exists login_move(uuid, bytea, bytea, timestamptz, uuid, uuid);
-- squawk-ignore ban-drop-function
drop function if exists login_move(uuid, bytea, bytea, timestamptz, uuid, uuid, uuid, text, timestamptz);
create or replace function login_move(p_account uuid, p_key bytea, p_sealed bytea, p_now timestamptz, p_by uuid, p_import uuid, p_move uuid,
                                      p_name text, p_ends timestamptz, p_mail boolean default false)
returns text
language plpgsql security definer set search_path = public, pg_temp as $$
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

-- An order bars who moved these people's numbers: each stays closed, and the old one keeps its word, until a second adult confirms it, at most
-- until then. Nothing happens to moves that are over. Returns how many.
create or replace function login_moves_hold(p_accounts uuid[], p_barred uuid[], p_until timestamptz, p_now timestamptz, p_by uuid, p_import uuid)
returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
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

-- An administrator's word that graduates leave after a day. It is given with the import that opens the school year and lasts beyond it,
-- since families' access ends on that day also when the administrator has left by then.
create or replace function graduates_permit(p_graduates uuid, p_ends_on date, p_now timestamptz, p_by uuid default null, p_import uuid default null)
returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform check_permit(p_by, p_import);
  insert into import_permits (account_id, import_id, org_id, by_operator, permitted_at, ends_on)
  values (p_by, p_graduates, org_entered(), false, p_now, p_ends_on)
  on conflict on constraint import_permits_pkey do nothing;
end
$$;

-- Ends graduates and guardians without another child here: they belong to the organisation no more, and students sign in no more.
-- It asks for a word whose day is past, and can give nothing to anybody: the word of graduates, whose id is nobody's, or one for each
-- of these students by name. A child has at most nine guardians, so a word for one student is none for a whole school's families.
create or replace function graduates_end(p_students uuid[], p_guardians uuid[], p_today date, p_now timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
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

-- The word is forgotten once no class waits for its day. `p_kept`: people of whom it was said that they leave on a day.
-- It had no argument before.
-- squawk-ignore ban-drop-function
drop function if exists graduates_permit_end();
create or replace function graduates_permit_end(p_kept uuid[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from import_permits where org_id = org_entered() and ends_on is not null and not (import_id = any (p_kept));
end
$$;

-- Ends colleagues of whom an administrator said, by a word that bears their id, that they leave by a day that is past.
create or replace function leavers_end(p_staff uuid[], p_today date, p_now timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
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

-- The word that somebody leaves is forgotten: it has happened, or was taken back.
create or replace function leaver_permit_end(p_account uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from import_permits where org_id = org_entered() and import_id = p_account and ends_on is not null;
end
$$;

-- The officers of the organisation who may decide for all of its schools: officers since `p_before`, with a number that no school moved and
-- factors that nobody reset since then. Who came with the organisation's first colleagues does not wait. A reset is used before it ends.
create or replace function officers_settled(p_before timestamptz) returns table (account_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
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

-- The administrators of the organisation and who was one (`here`: today; `lately`: works here, or did since `p_before`), by whose word they are, and who of them counts as another person when
-- one asks: administrators since `p_before`, with a number that no school moved and factors that nobody reset since then. Who came with the first
-- colleagues does not wait.
-- It left out before who was one.
-- squawk-ignore ban-drop-function
drop function if exists administrators_here(timestamptz);
create or replace function administrators_here(p_before timestamptz)
returns table (account_id uuid, line uuid[], here boolean, lately boolean, settled boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.account_id, m.administrator_line, m.administrator and m.ended_at is null, m.ended_at is null or m.ended_at > p_before,
    (m.administrator_since <= p_before or (m.since = first.at and m.administrator_since <= first.at + interval '1 hour'))
    and (a.login_moved_at is null or a.login_moved_at <= p_before)
    and not exists (select 1 from factor_resets r where r.account_id = m.account_id and r.outcome = 'used' and r.ends_at > p_before)
  from memberships m
  join accounts a on a.account_id = m.account_id
  cross join (select min(f.since) as at from memberships f where f.org_id = org_entered() and f.kind = 'staff') first
  where m.org_id = org_entered() and m.kind = 'staff' and m.administrator_since is not null
$$;

-- Whether somebody administers the organisation, and counts as nobody's other yet.
create or replace function administrator_new(p_account uuid, p_before timestamptz) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from administrators_here(p_before) h where h.account_id = p_account and h.here and not h.settled)
$$;

-- Whether one of two people works here, or was named administrator, by the other's word: also by way of somebody between, and also when they are
-- here no more.
create or replace function administrators_related(p_one uuid, p_other uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select 1 from memberships m
    where m.org_id = org_entered() and m.kind = 'staff'
      and (m.account_id = p_one and p_other = any (m.administrator_line) or m.account_id = p_other and p_one = any (m.administrator_line)))
$$;

grant execute on function
  administrators_here, login_keys_kept, officers_settled, roster_identities, roster_set_emails, import_permit, import_permitted, import_permit_end, login_attach, login_students, membership_put,
  membership_end, membership_settle, login_move, login_moves_hold,
  graduates_permit, graduates_end, graduates_permit_end, leavers_end, leaver_permit_end
to xinqiao_app;
revoke execute on function administrator_new, administrators_related from xinqiao_app;
grant execute on function administrators_here, administrators_related to xinqiao_door;
