-- Calendar feeds: a link whose token stands for its account.

create or replace function feed_set(p_account uuid, p_token_hash bytea, p_now timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into calendar_feeds as f (account_id, token_hash, created_at) values (p_account, p_token_hash, p_now)
  on conflict (account_id) do update set token_hash = excluded.token_hash, created_at = excluded.created_at, read_at = null
$$;

create or replace function feed_end(p_account uuid) returns bigint
language sql security definer set search_path = public, pg_temp as $$
  with gone as (delete from calendar_feeds where account_id = p_account returning 1) select count(*) from gone
$$;

create or replace function feed_get(p_account uuid) returns table (created_at timestamptz, read_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select f.created_at, f.read_at from calendar_feeds f where f.account_id = p_account
$$;

-- Whose feed a token is, and the organisations it shows: those they belong to, and those that serve their family.
create or replace function feed_find(p_account uuid, p_token_hash bytea, p_now timestamptz)
returns table (account_id uuid, language text, plain_titles boolean, org_ids bigint[])
language plpgsql security definer set search_path = public, pg_temp as $$
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

grant execute on function
  feed_set, feed_end, feed_get
to xinqiao_door;
revoke execute on function
  feed_set, feed_end, feed_get
from xinqiao_app;
grant execute on function feed_find to xinqiao_app;
