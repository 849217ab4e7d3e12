-- The door: sign-in and enrolment connect as a role of their own. What it may call stands in the repeatable files.
grant usage on schema public to xinqiao_door;
grant execute on function org_entered() to xinqiao_door;
grant select on orgs to xinqiao_door;

-- Who asks is read from the roster, and whom a starting code is for.
create policy door on students to xinqiao_door using (org_id = nullif(current_setting('app.org_id', true), '')::bigint);
grant select on students to xinqiao_door;
create policy door on guardianships to xinqiao_door using (org_id = nullif(current_setting('app.org_id', true), '')::bigint);
grant select on guardianships to xinqiao_door;
create policy door on staff to xinqiao_door using (org_id = nullif(current_setting('app.org_id', true), '')::bigint);
grant select on staff to xinqiao_door;
create policy door on class_staff to xinqiao_door using (org_id = nullif(current_setting('app.org_id', true), '')::bigint);
grant select on class_staff to xinqiao_door;
create policy door on classes to xinqiao_door using (org_id = nullif(current_setting('app.org_id', true), '')::bigint);
grant select on classes to xinqiao_door;
create policy door on code_requests to xinqiao_door using (org_id = nullif(current_setting('app.org_id', true), '')::bigint)
with check (org_id = nullif(current_setting('app.org_id', true), '')::bigint);
grant select, insert, update on code_requests to xinqiao_door;

-- A code is sent by the worker, and what changed is listed.
create policy door on tasks to xinqiao_door using (org_id = nullif(current_setting('app.org_id', true), '')::bigint)
with check (org_id = nullif(current_setting('app.org_id', true), '')::bigint);
grant select, insert, update on tasks to xinqiao_door;
create policy door on audit_changes to xinqiao_door using (org_id = nullif(current_setting('app.org_id', true), '')::bigint)
with check (org_id = nullif(current_setting('app.org_id', true), '')::bigint);
grant insert on audit_changes to xinqiao_door;

-- Which colleagues may apply a list of people, beside the memberships: what an import writes is checked there, and identity tables
-- are not joined with those of an organisation.
alter table memberships add column administrator boolean not null default false;

do $$
declare
  v_row record;
begin
  for v_row in select s.org_id, s.staff_id from staff s where 'school_admin' = any (s.roles) and s.ended_at is null loop
    update memberships set administrator = true where account_id = v_row.staff_id and org_id = v_row.org_id and kind = 'staff';
  end loop;
end
$$;

-- An administrator's word for one import; the owner's, where an operator imports.
create table import_permits (
  account_id uuid not null,
  import_id uuid not null,
  org_id bigint not null,
  by_operator boolean not null,
  permitted_at timestamptz not null,
  primary key (account_id, import_id)
);
