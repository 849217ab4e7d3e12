-- What a person is anywhere; for what only staff may set.
create function account_kinds(p_account uuid) returns table (org_id bigint, kind text)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.org_id, m.kind from memberships m where m.account_id = p_account and m.ended_at is null
$$;
revoke execute on function account_kinds(uuid) from public;
grant execute on function account_kinds(uuid) to xinqiao_app;
