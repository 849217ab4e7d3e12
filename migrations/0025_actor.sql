-- What a person is in the organisation that was entered: asked by a request once its session stands, and by the worker when
-- a person's calendar answers for them. One text, so that both mean the same.
create function actor_find(p_account uuid)
returns table (roles text[], lead_class_ids uuid[], taught_class_ids uuid[], child_ids uuid[], class_id uuid)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v_org bigint := org_entered();
  v_kinds text[];
  v_from bigint;
  v_children uuid[];
begin
  roles := '{}'; lead_class_ids := '{}'; taught_class_ids := '{}'; child_ids := '{}';
  select array_agg(m.kind) into v_kinds from memberships m
  where m.account_id = p_account and m.org_id = v_org and m.ended_at is null;
  if 'staff' = any (v_kinds) then
    select s.roles || '{staff}'::text[] into roles from staff s where s.org_id = v_org and s.staff_id = p_account and s.ended_at is null;
    roles := coalesce(roles, '{}');
    select coalesce(array_agg(c.class_id) filter (where c.part = 'class_teacher'), '{}'), coalesce(array_agg(c.class_id) filter (where c.part = 'subject_teacher'), '{}')
    into lead_class_ids, taught_class_ids
    from class_staff c where c.org_id = v_org and c.staff_id = p_account and c.ended_at is null;
    if cardinality(lead_class_ids) > 0 then roles := roles || '{class_teacher}'::text[]; end if;
    if cardinality(taught_class_ids) > 0 then roles := roles || '{subject_teacher}'::text[]; end if;
  end if;
  if 'guardian' = any (v_kinds) then
    select coalesce(array_agg(g.student_id), '{}') into child_ids
    from guardianships g where g.org_id = v_org and g.guardian_id = p_account and g.ended_at is null;
    if cardinality(child_ids) > 0 then roles := roles || '{guardian}'::text[]; end if;
  end if;
  if 'student' = any (v_kinds) then
    select s.class_id into class_id from students s where s.org_id = v_org and s.student_id = p_account and s.ended_at is null;
    if found then roles := roles || '{student}'::text[]; end if;
  end if;

  if cardinality(roles) = 0 then
    for v_from in select c.client_org_id from org_catchments c where c.provider_org_id = v_org loop
      if exists (select 1 from memberships m where m.account_id = p_account and m.org_id = v_from and m.kind = 'student' and m.ended_at is null) then
        roles := '{client_student}';
      end if;
      if exists (select 1 from memberships m where m.account_id = p_account and m.org_id = v_from and m.kind = 'guardian' and m.ended_at is null) then
        select coalesce(array_agg(g.student_id), '{}') into v_children
        from guardianships g where g.org_id = v_from and g.guardian_id = p_account and g.ended_at is null;
        child_ids := child_ids || v_children;
      end if;
    end loop;
    if cardinality(child_ids) > 0 then roles := roles || '{client_guardian}'::text[]; end if;
  end if;
  return next;
end
$$;
grant execute on function actor_find(uuid) to xinqiao_app;

create or replace function request_enter(p_account uuid, p_token_hash bytea, p_now timestamptz, p_key text, p_request_hash bytea)
returns table (session_id uuid, assurance smallint, language text, roles text[], lead_class_ids uuid[], taught_class_ids uuid[],
               child_ids uuid[], class_id uuid, replayed boolean, replay_matches boolean, replay_status smallint,
               replay_id uuid)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_seen timestamptz;
begin
  select s.session_id, s.assurance, s.seen_at, a.language into session_id, assurance, v_seen, language
  from sessions s join accounts a on a.account_id = s.account_id
  where s.account_id = p_account and s.token_hash = p_token_hash and s.expires_at > p_now;
  if not found then
    return;
  end if;
  if v_seen < p_now - interval '15 minutes' and current_setting('transaction_read_only') = 'off' then
    update sessions s set seen_at = p_now where s.account_id = p_account and s.token_hash = p_token_hash;
  end if;
  select f.roles, f.lead_class_ids, f.taught_class_ids, f.child_ids, f.class_id
  into roles, lead_class_ids, taught_class_ids, child_ids, class_id
  from actor_find(p_account) f;

  replayed := false;
  if p_key is not null and (cardinality(roles) > 0 or org_entered() = 0) then
    insert into idempotency as i (account_id, key, request_hash, created_at) values (p_account, p_key, p_request_hash, p_now)
    on conflict on constraint idempotency_pkey do nothing;
    if not found then
      replayed := true;
      select i.request_hash = p_request_hash, i.status, i.object_id into replay_matches, replay_status, replay_id
      from idempotency i where i.account_id = p_account and i.key = p_key;
    end if;
  end if;
  return next;
end
$$;
