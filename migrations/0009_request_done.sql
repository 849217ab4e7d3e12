-- One round trip at the end of a write: the audit's list of changes, and what a repeated request is answered with.
create function request_done(p_account uuid, p_key text, p_status integer, p_object uuid, p_actions text[], p_things text[],
                             p_ids uuid[], p_now timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into audit_changes (org_id, at, account_id, action, thing, thing_id)
  select org_entered(), p_now, p_account, u.action, u.thing, u.thing_id
  from unnest(p_actions, p_things, p_ids) as u (action, thing, thing_id)
  on conflict do nothing;
  update idempotency set status = p_status, object_id = p_object where account_id = p_account and key = p_key;
$$;
grant execute on function request_done(uuid, text, integer, uuid, text[], text[], uuid[], timestamptz) to xinqiao_app;
