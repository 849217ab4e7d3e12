-- What a colleague is, beside the membership, where only a permitted import writes it: a role counts where the roster of the organisation
-- and this say so (0196). Identity tables are not joined with those of an organisation.
alter table memberships add column roles text[] not null default '{}'
  check (roles <@ '{counsellor,grade_lead,leader,school_admin,custodian,officer,class_teacher,subject_teacher}');

do $$
declare
  v_row record;
begin
  for v_row in select s.org_id, s.staff_id, s.roles from staff s where s.ended_at is null and s.roles <> '{}' loop
    update memberships set roles = v_row.roles where account_id = v_row.staff_id and org_id = v_row.org_id and kind = 'staff';
  end loop;
end
$$;
