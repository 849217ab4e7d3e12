-- What a centre may learn of the families it serves.

-- A centre serves families of other organisations (C2) and has no roster row of them. This is the one thing it may learn
-- of a student there, and only while the student or a guardian is the one who asks: the name, and who the guardians are.
create or replace function counselling_client(p_student uuid)
returns table (client_org_id bigint, name text, guardians jsonb)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v_org bigint := org_entered();
  v_account uuid := nullif(current_setting('app.account_id', true), '')::uuid;
  v_from bigint;
begin
  for v_from in select c.client_org_id from org_catchments c where c.provider_org_id = v_org order by 1 loop
    select s.name into name from students s
    where s.org_id = v_from and s.student_id = p_student and s.ended_at is null
      and (p_student = v_account
           or exists (select 1 from guardianships t
                      where t.org_id = v_from and t.student_id = p_student and t.guardian_id = v_account and t.ended_at is null));
    if found then
      client_org_id := v_from;
      select coalesce(jsonb_agg(jsonb_build_object('account_id', t.guardian_id, 'name', g.name) order by t.contact_order, t.guardian_id), '[]')
      into guardians
      from guardianships t join guardians g on g.org_id = t.org_id and g.guardian_id = t.guardian_id
      where t.org_id = v_from and t.student_id = p_student and t.ended_at is null and g.ended_at is null;
      return next;
      return;
    end if;
  end loop;
end
$$;

grant execute on function counselling_client to xinqiao_app;
