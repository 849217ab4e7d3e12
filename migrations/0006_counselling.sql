-- C1-C4: where counselling is given, when, and who comes.

create table providers (
  org_id bigint not null,
  provider_id uuid not null default uuidv7(),
  kind text not null check (kind in ('school_room', 'community_station', 'district_centre', 'city_centre', 'mobile')),
  name_zh text not null check (char_length(name_zh) between 1 and 60),
  name_en text not null check (char_length(name_en) between 1 and 60),
  address text not null check (char_length(address) <= 200),
  phone text not null check (char_length(phone) <= 30),
  ended_at timestamptz,
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (org_id, provider_id)
);

create table rooms (
  org_id bigint not null,
  room_id uuid not null default uuidv7(),
  provider_id uuid not null,
  name text not null check (char_length(name) between 1 and 60),
  ended_at timestamptz,
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (org_id, room_id),
  foreign key (org_id, provider_id) references providers (org_id, provider_id)
);

-- A counsellor's weekly hours at one provider, in the organisation's time zone.
create table counsellor_hours (
  org_id bigint not null,
  hours_id uuid not null default uuidv7(),
  counsellor_id uuid not null,
  provider_id uuid not null,
  room_id uuid,
  weekday smallint not null check (weekday between 1 and 7),
  from_time time not null,
  to_time time not null check (to_time > from_time),
  modes text[] not null check (modes <@ '{in_person,phone,video,text}' and cardinality(modes) > 0),
  slot_minutes smallint not null check (slot_minutes between 10 and 240),
  buffer_minutes smallint not null check (buffer_minutes between 0 and 120),
  valid_from date not null,
  valid_until date,
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (org_id, hours_id),
  foreign key (org_id, provider_id) references providers (org_id, provider_id),
  foreign key (org_id, room_id) references rooms (org_id, room_id),
  foreign key (org_id, counsellor_id) references staff (org_id, staff_id)
);
create index counsellor_hours_counsellor on counsellor_hours (org_id, counsellor_id, weekday);
comment on column counsellor_hours.weekday is 'ISO 8601: Monday is 1.';

-- A dated exception: closed takes time away from the weekly hours; open adds a span like one of weekly hours.
create table hour_exceptions (
  org_id bigint not null,
  exception_id uuid not null default uuidv7(),
  counsellor_id uuid not null,
  kind text not null check (kind in ('closed', 'open')),
  on_date date not null,
  from_time time not null,
  to_time time not null check (to_time > from_time),
  hours_id uuid,
  updated_at timestamptz not null,
  primary key (org_id, exception_id),
  foreign key (org_id, counsellor_id) references staff (org_id, staff_id),
  foreign key (org_id, hours_id) references counsellor_hours (org_id, hours_id),
  check ((kind = 'open') = (hours_id is not null))
);
create index hour_exceptions_date on hour_exceptions (org_id, counsellor_id, on_date);

-- student_id names an account and not a row of `students`: a centre serves pupils of other organisations' rosters.
create table bookings (
  org_id bigint not null,
  booking_id uuid not null,
  provider_id uuid not null,
  counsellor_id uuid not null,
  room_id uuid,
  student_id uuid not null,
  student_name text not null check (char_length(student_name) between 1 and 50),
  booked_by uuid not null,
  booked_as text not null check (booked_as in ('student', 'guardian', 'referral', 'invitation')),
  private boolean not null,
  mode text not null check (mode in ('in_person', 'phone', 'video', 'text')),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  claim_until timestamptz not null check (claim_until >= ends_at),
  note_id uuid,
  state text not null check (state in ('confirmed', 'cancelled', 'done', 'missed')),
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (org_id, booking_id),
  foreign key (org_id, provider_id) references providers (org_id, provider_id),
  foreign key (org_id, room_id) references rooms (org_id, room_id),
  foreign key (org_id, note_id) references vault_records (org_id, record_id),
  check (not private or booked_as in ('student', 'invitation'))
);
create index bookings_counsellor on bookings (org_id, counsellor_id, starts_at);
create index bookings_student on bookings (org_id, student_id, starts_at);
create index bookings_time on bookings (org_id, starts_at, booking_id);
create index bookings_updated on bookings (org_id, updated_at);
comment on column bookings.private is
  'Between pupil and counsellor alone, by the wish of either (K6: a guardian may be the harm): shown to no guardian or teacher.';
comment on column bookings.claim_until is 'End of the claimed span, buffer included.';

create table booking_people (
  org_id bigint not null,
  booking_id uuid not null,
  account_id uuid not null,
  part text not null check (part in ('student', 'guardian', 'counsellor', 'booker')),
  name text not null check (char_length(name) between 1 and 50),
  attends boolean not null,
  starts_at timestamptz not null,
  primary key (org_id, booking_id, account_id, part),
  foreign key (org_id, booking_id) references bookings (org_id, booking_id)
);
create index booking_people_diary on booking_people (org_id, account_id, starts_at);
comment on column booking_people.name is 'As it was when booked: a centre has no roster row of a family it serves.';
comment on column booking_people.starts_at is 'The booking''s own, kept here so that a diary is one range of one index.';
comment on column booking_people.part is 'booker: who arranged it and is none of the others.';
