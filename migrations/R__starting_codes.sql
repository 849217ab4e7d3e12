-- Starting codes of students, and the record of them that each student sees.

-- A new code of one adult takes the place of an earlier one, and is recorded. It is a first one while no secret was ever set.
create or replace function starting_code_put(p_account uuid, p_adult uuid, p_name text, p_reset uuid, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_first boolean := not exists (select 1 from credentials c where c.account_id = p_account and c.secret_hash is not null);
begin
  insert into starting_codes (account_id, first, adults, reset_id) values (p_account, v_first, array[p_adult], p_reset)
  on conflict (account_id) do update set first = excluded.first, adults = excluded.adults, reset_id = excluded.reset_id;
  insert into secret_resets (account_id, reset_id, reset_at, reset_by, first) values (p_account, p_reset, p_now, p_name, v_first);
  return v_first;
end
$$;

-- A second adult stands behind the code. False when they are the first, or there is none that waits.
create or replace function starting_code_confirm(p_account uuid, p_adult uuid, p_name text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
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

create or replace function starting_code_find(p_account uuid) returns table (first boolean, adults uuid[], secret_hash text)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.first, s.adults, c.secret_hash from starting_codes s left join credentials c on c.account_id = s.account_id
  where s.account_id = p_account
$$;

-- The student has set a secret by the code. A report keeps the hour alone: after a first secret those of the same hour are the student's own.
-- Without the old secret, what was there before is closed until then, and links end.
create or replace function starting_code_used(p_account uuid, p_secret_hash text, p_proven boolean, p_closed_until timestamptz, p_now timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
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

-- For the student who acts: since when a student's own things are open to the sign-ins of now, and who handed out the code of the last reset.
-- `own_since`: since when the secret is one that the student chose without a code; null while it is still the code's, which its adult may know.
-- The result has more columns than before.
-- squawk-ignore ban-drop-function
drop function if exists secret_closing(uuid);
create or replace function secret_closing(p_account uuid) returns table (closed_before timestamptz, own_since timestamptz, adults uuid[])
language sql stable security definer set search_path = public, pg_temp as $$
  select
    c.closed_before,
    case when not exists (select 1 from secret_resets r where r.account_id = c.account_id and r.used_at = c.changed_at) then c.changed_at end,
    coalesce(c.reset_adults, '{}')
  from credentials c
  where c.account_id = p_account and c.closed_before is not null and p_account = nullif(current_setting('app.account_id', true), '')::uuid
$$;

-- The result has more columns than before.
-- squawk-ignore ban-drop-function
drop function if exists secret_reset_list(uuid);
create or replace function secret_reset_list(p_account uuid)
returns table (reset_id uuid, reset_at timestamptz, reset_by text, second_by text, first boolean, used boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select r.reset_id, r.reset_at, r.reset_by, r.second_by, r.first, r.used_at is not null
  from secret_resets r where r.account_id = p_account order by r.reset_at desc, r.reset_id limit 20
$$;

-- Which of these people have neither phone number nor mail address, and so sign in by a code on paper.
create or replace function accounts_unnumbered(p_accounts uuid[]) returns uuid[]
language sql stable security definer set search_path = public, pg_temp as $$
  select array(select k.account_id from login_keys k where k.account_id = any (p_accounts) and k.kind = 'unnumbered' order by 1)
$$;

-- Whether somebody works in the organisation that was entered since a week, or since before the student (or guardian) came.
create or replace function staff_settled(p_account uuid, p_student uuid, p_before timestamptz) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
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

grant execute on function
  starting_code_put, starting_code_confirm, starting_code_find, starting_code_used, secret_reset_list, staff_settled, accounts_unnumbered
to xinqiao_door;
revoke execute on function
  starting_code_put, starting_code_confirm, starting_code_find, starting_code_used, secret_reset_list, staff_settled, accounts_unnumbered
from xinqiao_app;
grant execute on function secret_closing to xinqiao_app;
