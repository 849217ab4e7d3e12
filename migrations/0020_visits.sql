-- V1-V9: when families can be visited, visits and their records, and every other contact between home and school.

-- When a visit suits a family, in the organisation's wall-clock time: every week, or on one date.
create table visit_offers (
  org_id bigint not null,
  offer_id uuid not null,
  student_id uuid not null,
  guardian_id uuid not null,
  weekday smallint check (weekday between 1 and 7),
  on_date date,
  from_time time not null,
  to_time time not null check (to_time > from_time),
  place_kind text not null check (place_kind in ('home', 'elsewhere', 'online')),
  place_sealed bytea,
  ended_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (org_id, offer_id),
  foreign key (org_id, student_id, guardian_id) references guardianships (org_id, student_id, guardian_id),
  check ((weekday is null) <> (on_date is null)),
  check ((place_kind = 'elsewhere') = (place_sealed is not null))
);
create index visit_offers_student on visit_offers (org_id, student_id) where ended_at is null;
comment on column visit_offers.weekday is 'ISO 8601: Monday is 1.';
comment on column visit_offers.place_sealed is 'By the org''s key, as homes are: it says where a family is to be found.';

create table visits (
  org_id bigint not null,
  visit_id uuid not null,
  student_id uuid not null,
  proposed_by uuid not null,
  confirmed_by uuid,
  changed_by uuid not null,
  way text not null check (way in ('on_site', 'online')),
  place_sealed bytea,
  message_sealed bytea,
  reason_sealed bytea,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  wished_at timestamptz,
  state text not null
    check (state in ('proposed', 'move_asked', 'confirmed', 'declined', 'cancelled', 'recorded', 'missed')),
  note_id uuid,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (org_id, visit_id),
  foreign key (org_id, student_id) references students (org_id, student_id),
  foreign key (org_id, proposed_by) references staff (org_id, staff_id),
  foreign key (org_id, note_id) references vault_records (org_id, record_id),
  check (way = 'on_site' or place_sealed is null),
  check ((state = 'move_asked') = (wished_at is not null)),
  check (state <> 'proposed' or confirmed_by is null),
  check (state not in ('confirmed', 'recorded', 'missed') or confirmed_by is not null),
  check ((state = 'recorded') = (note_id is not null))
);
create index visits_student on visits (org_id, student_id, starts_at);
create index visits_time on visits (org_id, starts_at, visit_id);
comment on column visits.confirmed_by is 'The guardian who comes. While it is named, the time above is kept for family and team.';
comment on column visits.changed_by is 'Who made the newest change, and need not be told of it.';
comment on column visits.wished_at is 'The time that the family would rather have.';
comment on column visits.note_id is 'The sealed record of the visit (V6).';

create table visit_team (
  org_id bigint not null,
  visit_id uuid not null,
  staff_id uuid not null,
  primary key (org_id, visit_id, staff_id),
  foreign key (org_id, visit_id) references visits (org_id, visit_id),
  foreign key (org_id, staff_id) references staff (org_id, staff_id)
);
create index visit_team_staff on visit_team (org_id, staff_id);

-- What follows from a visit: by when and whether it is done. What it is stands in the visit's sealed record.
create table visit_follow_ups (
  org_id bigint not null,
  follow_up_id uuid not null,
  visit_id uuid not null,
  due_on date not null,
  done_at timestamptz,
  updated_at timestamptz not null,
  primary key (org_id, follow_up_id),
  foreign key (org_id, visit_id) references visits (org_id, visit_id)
);
create index visit_follow_ups_visit on visit_follow_ups (org_id, visit_id);

-- V7: any other contact with a pupil's family.
create table contacts (
  org_id bigint not null,
  contact_id uuid not null,
  student_id uuid not null,
  guardian_id uuid,
  logged_by uuid not null,
  channel text not null check (channel in ('phone', 'message', 'contact_book', 'school_meeting', 'online')),
  at timestamptz not null,
  note_id uuid,
  created_at timestamptz not null,
  primary key (org_id, contact_id),
  foreign key (org_id, student_id) references students (org_id, student_id),
  foreign key (org_id, guardian_id) references guardians (org_id, guardian_id),
  foreign key (org_id, logged_by) references staff (org_id, staff_id),
  foreign key (org_id, note_id) references vault_records (org_id, record_id)
);
create index contacts_student on contacts (org_id, student_id, at desc, contact_id desc);

-- Moves a claim that is a hold afterwards: what was agreed on is asked anew. Like `claim_move`, the locks come first.
create function claim_move_held(p_claim uuid, p_source text, p_subjects uuid[], p_starts timestamptz[],
                                p_ends timestamptz[], p_old uuid[], p_now timestamptz, p_hold_until timestamptz) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_subject uuid;
begin
  for v_subject in select distinct s from unnest(p_subjects || p_old) s order by s loop
    perform pg_advisory_xact_lock(hashtextextended(v_subject::text, 1));
  end loop;
  delete from claims where subject_id = any (p_old) and claim_id = p_claim and org_id = org_entered();
  return claim_take(p_claim, p_source, p_subjects, p_starts, p_ends, p_now, p_hold_until);
end
$$;
revoke execute on function claim_move_held(uuid, text, uuid[], timestamptz[], timestamptz[], uuid[], timestamptz, timestamptz) from public;
grant execute on function claim_move_held(uuid, text, uuid[], timestamptz[], timestamptz[], uuid[], timestamptz, timestamptz) to xinqiao_app;

call tenant_table('visit_offers', 'select, insert, update');
call tenant_table('visits', 'select, insert, update');
call tenant_table('visit_team', 'select, insert');
call tenant_table('visit_follow_ups', 'select, insert, update');
call tenant_table('contacts', 'select, insert');
