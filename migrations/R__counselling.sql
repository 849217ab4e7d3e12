-- What a centre may learn of the families it serves.

-- A centre serves families of other organisations (C2) and has no roster row of them. The one who acts is asked for in each
-- school of theirs that the centre serves: which schools those are, for the acting account alone.
-- Where a service has ended, nobody is found: so nothing new is booked (0657).
create or replace function family_served_here() returns bigint[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v_org bigint := org_entered();
  v_account uuid := nullif(current_setting('app.account_id', true), '')::uuid;
begin
  return array(select distinct m.org_id from memberships m
               join org_catchments c on c.provider_org_id = v_org and c.client_org_id = m.org_id and c.ended_at is null
               where m.account_id = v_account and m.kind <> 'staff' and m.ended_at is null order by 1);
end
$$;

-- Whether a student is at a school that this centre has to do with, whoever asks: of one who left, nobody books anything new (0658).
create or replace function student_served_here(p_student uuid) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v_org bigint := org_entered();
begin
  return exists (select from memberships m join org_catchments c on c.provider_org_id = v_org and c.client_org_id = m.org_id
                 where m.account_id = p_student and m.kind = 'student' and m.ended_at is null);
end
$$;

grant execute on function family_served_here, student_served_here to xinqiao_app;
