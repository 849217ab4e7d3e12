-- G4, G5: what a bureau sees of the schools below it. Written by each school's own count, into the bureau's organisation: numbers
-- leave a school as this row and in no other way.
create table school_figures (
  org_id bigint not null,
  school_id bigint not null,
  since timestamptz not null,
  counted_at timestamptz not null,
  pupils integer not null check (pupils >= 0),
  visited integer not null check (visited >= 0),
  contacted integer not null check (contacted >= 0),
  owed integer not null check (owed >= 0),
  notices_sent integer not null check (notices_sent >= 0),
  people_reached integer not null check (people_reached >= 0),
  bookings_in_person integer check (bookings_in_person >= 10),
  bookings_phone integer check (bookings_phone >= 10),
  bookings_video integer check (bookings_video >= 10),
  bookings_text integer check (bookings_text >= 10),
  bookings_all integer check (bookings_all >= 10),
  observations_open integer check (observations_open >= 10),
  primary key (org_id, school_id)
);
comment on column school_figures.org_id is 'The bureau.';
comment on column school_figures.since is 'When the school year began that the numbers are of.';
comment on column school_figures.bookings_all is
  'Pupils, not appointments, as in the four before it; null: under 10, or would give away one that is (DESIGN 7).';
call tenant_table('school_figures', 'select, insert, update');
