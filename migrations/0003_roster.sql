-- A school's people. A person's id is their account id in every organisation, so that one person is one subject of
-- claims and one recipient of messages whoever asks.

create table terms (
  org_id bigint not null,
  term_id uuid not null default uuidv7(),
  school_year smallint not null check (school_year between 2000 and 2100),
  name text not null check (char_length(name) between 1 and 40),
  starts_on date not null,
  ends_on date not null check (ends_on > starts_on),
  primary key (org_id, term_id),
  unique (org_id, school_year, name)
);

create table classes (
  org_id bigint not null,
  class_id uuid not null default uuidv7(),
  school_year smallint not null check (school_year between 2000 and 2100),
  grade text not null check (char_length(grade) between 1 and 20),
  name text not null check (char_length(name) between 1 and 40),
  code text not null check (code ~ '^[A-HJ-NP-Z2-9]{6,10}$'),
  ended_at timestamptz,
  updated_at timestamptz not null,
  primary key (org_id, class_id),
  unique (org_id, school_year, name),
  unique (org_id, code)
);
comment on column classes.code is 'What pupils type to sign in; no letters or digits that look alike.';

create table students (
  org_id bigint not null,
  student_id uuid not null,
  class_id uuid not null,
  student_number text not null check (char_length(student_number) between 1 and 32),
  name text not null check (char_length(name) between 1 and 50),
  sex text not null check (sex in ('male', 'female')),
  support text[] not null default '{}',
  home_sealed bytea,
  ended_at timestamptz,
  updated_at timestamptz not null,
  primary key (org_id, student_id),
  unique (org_id, student_number),
  foreign key (org_id, class_id) references classes (org_id, class_id)
);
create index students_class on students (org_id, class_id) where ended_at is null;
comment on column students.support is 'Needs for support (V2, S6), never a diagnosis.';
comment on column students.home_sealed is 'Address and place, sealed by the org''s key.';

create table guardians (
  org_id bigint not null,
  guardian_id uuid not null,
  name text not null check (char_length(name) between 1 and 50),
  ended_at timestamptz,
  updated_at timestamptz not null,
  primary key (org_id, guardian_id)
);

create table guardianships (
  org_id bigint not null,
  student_id uuid not null,
  guardian_id uuid not null,
  relation text not null check (relation in ('father', 'mother', 'grandparent', 'relative', 'other')),
  contact_order smallint not null check (contact_order between 1 and 9),
  ended_at timestamptz,
  updated_at timestamptz not null,
  primary key (org_id, student_id, guardian_id),
  foreign key (org_id, student_id) references students (org_id, student_id),
  foreign key (org_id, guardian_id) references guardians (org_id, guardian_id)
);
create index guardianships_guardian on guardianships (org_id, guardian_id) where ended_at is null;

create table staff (
  org_id bigint not null,
  staff_id uuid not null,
  staff_number text not null check (char_length(staff_number) between 1 and 32),
  name text not null check (char_length(name) between 1 and 50),
  roles text[] not null check (roles <@ '{counsellor,grade_lead,leader,school_admin,custodian,officer,class_teacher,subject_teacher}'),
  ended_at timestamptz,
  updated_at timestamptz not null,
  primary key (org_id, staff_id)
);
-- Among those who are here: a number is given again once its bearer has left, or when a new phone makes a new account.
create unique index staff_number on staff (org_id, staff_number) where ended_at is null;

create table class_staff (
  org_id bigint not null,
  class_id uuid not null,
  staff_id uuid not null,
  part text not null check (part in ('class_teacher', 'subject_teacher')),
  subject text not null default '' check (char_length(subject) <= 20),
  ended_at timestamptz,
  updated_at timestamptz not null,
  primary key (org_id, class_id, staff_id, part, subject),
  foreign key (org_id, class_id) references classes (org_id, class_id),
  foreign key (org_id, staff_id) references staff (org_id, staff_id)
);
create index class_staff_staff on class_staff (org_id, staff_id) where ended_at is null;
create unique index class_staff_one_class_teacher on class_staff (org_id, class_id)
  where part = 'class_teacher' and ended_at is null;

create table roster_imports (
  org_id bigint not null,
  import_id uuid not null default uuidv7(),
  uploaded_by uuid not null,
  file_name text not null check (char_length(file_name) <= 200),
  file_sealed bytea,
  file_size integer not null check (file_size >= 0),
  file_sha256 bytea not null check (octet_length(file_sha256) = 32),
  state text not null check (state in ('checked', 'waiting', 'done', 'failed')),
  counts jsonb not null,
  faults_sealed bytea,
  bad_count integer not null,
  changes jsonb not null,
  needs_confirmation boolean not null,
  confirmed boolean not null default false,
  failure text check (char_length(failure) <= 60),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (org_id, import_id)
);
create unique index roster_imports_one_waiting on roster_imports (org_id) where state = 'waiting';
comment on column roster_imports.file_sealed is 'By the org''s key; gone as soon as it was applied, refused or replaced.';
comment on column roster_imports.faults_sealed is 'What is wrong quotes names and phone numbers; gone with the next upload.';
