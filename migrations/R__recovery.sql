-- Resets of a colleague's second factors. Identity tables alone; only the door calls these.

-- Whether somebody works in an organisation today.
create or replace function works_at(p_account uuid, p_org bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from memberships m where m.account_id = p_account and m.org_id = p_org and m.kind = 'staff' and m.ended_at is null)
$$;

-- Whether a reset makes sense: 'elsewhere' where the person works at other organisations too, 'nothing' without a second factor, else 'lost'.
create or replace function factor_state(p_account uuid) returns text
language plpgsql stable security definer set search_path = public, pg_temp as $$
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

-- Two adults stand behind a reset. An earlier one that was not used is replaced. The person's sessions end.
create or replace function factor_reset_add(p_account uuid, p_reset uuid, p_first uuid, p_first_name text, p_second uuid, p_second_name text,
                                            p_now timestamptz, p_opens timestamptz, p_ends timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
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

-- The reset that the person may use now. None where one of the three left meanwhile, or the number was moved after it was confirmed.
create or replace function factor_reset_find(p_account uuid, p_now timestamptz) returns uuid
language plpgsql stable security definer set search_path = public, pg_temp as $$
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

-- The person uses it: what was lost proves nothing any more, and a first second factor can be set.
create or replace function factor_reset_use(p_account uuid, p_reset uuid, p_now timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update factor_resets set outcome = 'used' where account_id = p_account and reset_id = p_reset and outcome is null;
  delete from passkeys where account_id = p_account;
  update credentials set secret_hash = null, totp_sealed = null, totp_confirmed_at = null, totp_pending_sealed = null, totp_pending_session = null,
    changed_at = p_now where account_id = p_account;
end
$$;

-- The person wants none. False: there is none that could be refused.
create or replace function factor_reset_refuse(p_account uuid, p_reset uuid, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update factor_resets set outcome = 'refused' where account_id = p_account and reset_id = p_reset and outcome is null and ends_at > p_now;
  return found;
end
$$;

create or replace function factor_reset_list(p_account uuid)
returns table (reset_id uuid, first_name text, second_name text, confirmed_at timestamptz, opens_at timestamptz, ends_at timestamptz, outcome text)
language sql stable security definer set search_path = public, pg_temp as $$
  select r.reset_id, r.first_name, r.second_name, r.confirmed_at, r.opens_at, r.ends_at, r.outcome
  from factor_resets r where r.account_id = p_account order by r.confirmed_at desc, r.reset_id limit 20
$$;

grant execute on function
  works_at, factor_state, factor_reset_add, factor_reset_find, factor_reset_use, factor_reset_refuse, factor_reset_list
to xinqiao_door;
revoke execute on function
  works_at, factor_state, factor_reset_add, factor_reset_find, factor_reset_use, factor_reset_refuse, factor_reset_list
from xinqiao_app;
