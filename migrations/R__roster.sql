-- What an import may learn and write of people's identities: those of its own organisation, and nothing of any other.

-- Login keys of people who are or were here. `email_open`: nobody has set a mail address, and no other organisation has
-- this person now; only then may a school's list give one.
create or replace function roster_identities(p_accounts uuid[])
returns table (account_id uuid, key_hash bytea, email_open boolean)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v_org bigint := org_entered();
  v_accounts uuid[];
  v_keys bytea[];
  v_here uuid[];
  v_open uuid[];
begin
  select array_agg(k.account_id), array_agg(k.key_hash) into v_accounts, v_keys
  from login_keys k where k.account_id = any (p_accounts) and k.kind = 'phone';
  select array_agg(a.account_id), array_agg(a.account_id) filter (
      where a.email_sealed is null
        and not exists (select 1 from memberships o where o.account_id = a.account_id and o.org_id <> v_org and o.ended_at is null))
  into v_here, v_open
  from accounts a
  where a.account_id = any (v_accounts)
    and exists (select 1 from memberships m where m.account_id = a.account_id and m.org_id = v_org);
  return query
    select u.a, u.k, coalesce(u.a = any (v_open), false) from unnest(v_accounts, v_keys) as u (a, k) where u.a = any (v_here);
end
$$;

-- Mail addresses that a school vouches for, as it does for the phone numbers. What a person has set stays.
create or replace function roster_set_emails(p_accounts uuid[], p_sealed bytea[], p_now timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
  update accounts a set email_sealed = u.sealed, email_verified_at = p_now, updated_at = p_now
  from unnest(p_accounts, p_sealed) as u (account_id, sealed)
  where a.account_id = u.account_id and a.email_sealed is null
    and exists (select 1 from memberships m where m.account_id = a.account_id and m.org_id = org_entered() and m.ended_at is null)
    and not exists (select 1 from memberships o where o.account_id = a.account_id and o.org_id <> org_entered() and o.ended_at is null)
$$;

grant execute on function roster_identities, roster_set_emails to xinqiao_app;
