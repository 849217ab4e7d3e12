-- What an import may learn and write of people's identities: those of its own organisation, and nothing of any other.

-- Login keys of people who are or were here. `email_open`: nobody has set a mail address, and no other organisation has
-- this person now; only then may a school's list give one.
create or replace function roster_identities(p_accounts uuid[])
returns table (account_id uuid, key_hash bytea, email_open boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select k.account_id, k.key_hash,
    a.email_sealed is null
      and not exists (select 1 from memberships o where o.account_id = k.account_id and o.org_id <> org_entered() and o.ended_at is null)
  from login_keys k
  join accounts a on a.account_id = k.account_id
  where k.account_id = any (p_accounts) and k.kind = 'phone'
    and exists (select 1 from memberships m where m.account_id = k.account_id and m.org_id = org_entered())
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
