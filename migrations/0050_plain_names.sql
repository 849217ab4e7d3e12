-- One word for one concept, as the glossary has it: availability, mode, student, resource, audience.

-- Nobody but this code uses the tables, and it changes in the same release.
-- squawk-ignore renaming-table
alter table visit_offers rename to visit_availability;
-- The same release.
-- squawk-ignore renaming-column
alter table visit_availability rename column offer_id to availability_id;
-- The same release.
-- squawk-ignore renaming-column
alter table visits rename column way to mode;
-- The same release.
-- squawk-ignore renaming-column
alter table notices rename column reached_class_ids to audience_class_ids;
-- The same release.
-- squawk-ignore renaming-column
alter table notices rename column reached_people to audience_people;
-- The same release.
-- squawk-ignore renaming-column
alter table notices rename column reached_pupils to audience_students;
-- The same release.
-- squawk-ignore renaming-column
alter table school_figures rename column pupils to students;
-- The same release.
-- squawk-ignore renaming-column
alter table audit_changes rename column thing to resource;
-- The same release.
-- squawk-ignore renaming-column
alter table audit_changes rename column thing_id to resource_id;
-- The same release.
-- squawk-ignore renaming-column
alter table audit_denials rename column thing to resource;
-- The same release.
-- squawk-ignore renaming-column
alter table audit_denials rename column thing_id to resource_id;
-- The same release.
-- squawk-ignore renaming-table
alter table audit_looks rename to audit_accesses;

-- Values: a visit is onsite or by video, a login key belongs to a student.
-- The same release.
-- squawk-ignore ban-drop-constraint
alter table visits drop constraint visits_check1;
-- The same release.
-- squawk-ignore ban-drop-constraint
alter table visits drop constraint visits_way_check;
update visits set mode = case mode when 'on_site' then 'onsite' else 'video' end;
-- Small tables, and the update above holds their rows already.
-- squawk-ignore constraint-missing-not-valid
alter table visits add constraint visits_mode_check check (mode in ('onsite', 'video'));
-- The same.
-- squawk-ignore constraint-missing-not-valid
alter table visits add constraint visits_check1 check (mode = 'onsite' or place_sealed is null);
-- The same release.
-- squawk-ignore ban-drop-constraint
alter table visit_availability drop constraint visit_offers_place_kind_check;
update visit_availability set place_kind = 'video' where place_kind = 'online';
-- The same.
-- squawk-ignore constraint-missing-not-valid
alter table visit_availability add constraint visit_availability_place_kind_check check (place_kind in ('home', 'elsewhere', 'video'));
-- The same release.
-- squawk-ignore ban-drop-constraint
alter table login_keys drop constraint login_keys_kind_check;
update login_keys set kind = 'student' where kind = 'pupil';
-- The same.
-- squawk-ignore constraint-missing-not-valid
alter table login_keys add constraint login_keys_kind_check check (kind in ('phone', 'student'));

-- Constraints and indexes follow their table's or column's name.
do $$
declare
  v record;
begin
  for v in
    select n.of_table, n.old, n.new
    from (select c.conrelid::regclass as of_table, c.conname as old,
            replace(replace(replace(replace(replace(replace(replace(c.conname::text, 'visit_offers', 'visit_availability'), 'offer_id', 'availability_id'),
              'audit_looks', 'audit_accesses'), 'visits_way', 'visits_mode'), '_thing_', '_resource_'), '_reached_pupils', '_audience_students'), '_pupils_', '_students_') as new
          from pg_constraint c
          where c.conrelid in ('visit_availability'::regclass, 'visits'::regclass, 'notices'::regclass, 'school_figures'::regclass,
                               'audit_changes'::regclass, 'audit_denials'::regclass, 'audit_accesses'::regclass)) n
    where n.old <> n.new
  loop
    execute format('alter table %s rename constraint %I to %I', v.of_table, v.old, v.new);
  end loop;
end
$$;
-- The same release.
-- squawk-ignore renaming-object
alter table notices rename constraint notices_reached_class_ids_not_null to notices_audience_class_ids_not_null;
-- The same release.
-- squawk-ignore renaming-object
alter table notices rename constraint notices_reached_people_not_null to notices_audience_people_not_null;
-- The same release.
-- squawk-ignore renaming-object
alter index visit_offers_student rename to visit_availability_student;

comment on column bookings.private is 'Between student and counsellor alone, by the wish of either (K6: a guardian may be the harm): shown to no guardian or teacher.';
comment on column classes.code is 'What students type to sign in; no letters or digits that look alike.';
comment on column notice_recipients.student_ids is 'The students for whom the person was told; a student stands for themself; none for staff.';
comment on column notices.class_ids is 'As the author chose them; `audience_class_ids` are the classes it stood for when it was sent.';
comment on column sessions.assurance is '1: phone code or student secret; 2: password and TOTP, which confidential text asks of staff.';

-- The same release.
-- squawk-ignore ban-drop-function
drop function login_pupils(uuid[], bytea[], uuid[], timestamptz);
create function login_students(p_students uuid[], p_keys bytea[], p_accounts uuid[], p_now timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into accounts (account_id, created_at, updated_at) select p, p_now, p_now from unnest(p_students) p order by p
  on conflict on constraint accounts_pkey do nothing;
  delete from login_keys l where l.account_id = any (p_students) and l.kind = 'student' and not (l.key_hash = any (p_keys));
  insert into login_keys (key_hash, account_id, kind) select u.k, u.a, 'student' from unnest(p_keys, p_accounts) as u (k, a) order by u.k
  on conflict on constraint login_keys_pkey do update set account_id = excluded.account_id;
end
$$;
grant execute on function login_students(uuid[], bytea[], uuid[], timestamptz) to xinqiao_app;

-- The same release.
-- squawk-ignore ban-drop-function
drop function audit_look(timestamptz, uuid, uuid, text, uuid);
create function audit_record_access(p_at timestamptz, p_account uuid, p_record uuid, p_purpose text, p_session uuid)
returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_org bigint := org_entered();
  v_seq bigint;
  v_previous bytea;
  v_hash bytea;
begin
  insert into audit_heads (org_id, seq, hash) values (v_org, 0, sha256(convert_to('xinqiao ' || v_org, 'UTF8')))
  on conflict (org_id) do nothing;
  select seq + 1, hash into v_seq, v_previous from audit_heads where org_id = v_org for update;
  v_hash := sha256(v_previous || convert_to(concat_ws('|', v_org, v_seq, to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                                                      p_account, p_record, p_purpose, coalesce(p_session::text, '')), 'UTF8'));
  insert into audit_accesses (org_id, seq, at, account_id, record_id, purpose, session_id, previous, hash)
  values (v_org, v_seq, p_at, p_account, p_record, p_purpose, p_session, v_previous, v_hash);
  update audit_heads set seq = v_seq, hash = v_hash where org_id = v_org;
  return v_seq;
end
$$;
grant execute on function audit_record_access(timestamptz, uuid, uuid, text, uuid) to xinqiao_app;

-- The same release.
-- squawk-ignore ban-drop-function
drop function request_done(uuid, text, integer, uuid, text[], text[], uuid[], timestamptz);
create function request_done(p_account uuid, p_key text, p_status integer, p_object uuid, p_actions text[], p_resources text[],
                             p_ids uuid[], p_now timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into audit_changes (org_id, at, account_id, action, resource, resource_id)
  select org_entered(), p_now, p_account, u.action, u.resource, u.resource_id
  from unnest(p_actions, p_resources, p_ids) as u (action, resource, resource_id)
  on conflict do nothing;
  update idempotency set status = p_status, object_id = p_object where account_id = p_account and key = p_key;
$$;
grant execute on function request_done(uuid, text, integer, uuid, text[], text[], uuid[], timestamptz) to xinqiao_app;

-- What the audit lists is called by today's names.
update audit_changes set action = replace(replace(action, 'offer_', 'availability_'), 'pupil_', 'student_'),
  resource = replace(resource, 'visit_offer', 'availability')
where action in ('offer_edit', 'offer_read', 'pupil_code_issue') or resource = 'visit_offer';
update audit_denials set action = replace(replace(action, 'offer_', 'availability_'), 'pupil_', 'student_'),
  resource = replace(resource, 'visit_offer', 'availability')
where action in ('offer_edit', 'offer_read', 'pupil_code_issue') or resource = 'visit_offer';
