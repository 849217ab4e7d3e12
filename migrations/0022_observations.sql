-- Class health committees (R2) and what is observed (R1, R3, R4, R6, R8).

-- A pupil asked to serve, and serving once a guardian consents (P4). Two seats a class and sex: `seat` makes the third
-- one overlap with a first. Somebody who leaves leaves no reason: there is no column for one (P5).
create table committee_members (
  org_id bigint not null,
  member_id uuid not null default uuidv7(),
  class_id uuid not null,
  student_id uuid not null,
  sex text not null check (sex in ('male', 'female')),
  seat smallint not null check (seat between 1 and 2),
  starts_on date not null,
  ends_on date not null check (ends_on > starts_on and ends_on <= starts_on + 200),
  during daterange not null generated always as (daterange(starts_on, ends_on, '[]')) stored,
  state text not null check (state in ('asked', 'serving', 'declined', 'ended')),
  answered_by uuid,
  answered_at timestamptz,
  consent_version text check (char_length(consent_version) between 1 and 20),
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (org_id, member_id),
  foreign key (org_id, class_id) references classes (org_id, class_id),
  foreign key (org_id, student_id) references students (org_id, student_id),
  check ((answered_by is null) = (answered_at is null)),
  check (consent_version is null or answered_by is not null),
  check (state <> 'asked' or answered_by is null),
  check (state <> 'serving' or consent_version is not null),
  check (state <> 'declined' or (answered_by is not null and consent_version is null)),
  constraint committee_members_two_a_sex
    exclude using gist (org_id with =, class_id with =, sex with =, seat with =, during with &&)
    where (state in ('asked', 'serving')),
  constraint committee_members_once
    exclude using gist (org_id with =, student_id with =, during with &&) where (state in ('asked', 'serving'))
);
create index committee_members_class on committee_members (org_id, class_id);
create index committee_members_student on committee_members (org_id, student_id);

-- What was seen, by whom and of which kind is in the vault. Nothing here tells the observer: no account, no time finer
-- than an hour, a random key (a time-ordered one has the millisecond), and a mark that differs from report to report.
create table observations (
  org_id bigint not null,
  observation_id uuid not null,
  class_id uuid not null,
  student_id uuid,
  urgent boolean not null,
  rung text not null check (rung in ('class', 'grade', 'school')),
  rungs text[] not null,
  conflicts bytea[] not null,
  observer_mark bytea not null check (octet_length(observer_mark) = 32),
  text_id uuid not null,
  observer_id uuid not null,
  state text not null check (state in ('received', 'being_handled', 'done')),
  waits boolean not null,
  outcome text check (outcome in ('helped', 'no_concern', 'unfounded', 'referred', 'family_told')),
  filed_at timestamptz not null check (extract(epoch from filed_at)::bigint % 3600 = 0),
  due_at timestamptz not null check (due_at > filed_at),
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (org_id, observation_id),
  foreign key (org_id, class_id) references classes (org_id, class_id),
  foreign key (org_id, student_id) references students (org_id, student_id),
  foreign key (org_id, text_id) references vault_records (org_id, record_id),
  foreign key (org_id, observer_id) references vault_records (org_id, record_id),
  check (rungs <@ '{class,grade,school}' and rung = any (rungs)),
  check ((state = 'done') = (outcome is not null)),
  check (state <> 'received' or waits),
  check (state <> 'done' or not waits)
);
create index observations_filed on observations (org_id, filed_at desc, observation_id desc);
create index observations_open on observations (org_id, class_id) where state <> 'done';
comment on column observations.conflicts is 'Marks (HMAC) of whoever is named in it: they get no grant and cannot tell that it exists.';
comment on column observations.observer_mark is 'HMAC of observation and observer: lets them find their own, tells nobody else, links no two.';
comment on column observations.rungs is 'Who owns it now: its rung, and for an urgent one the school besides (R6).';
comment on column observations.waits is 'Nobody of its rung has taken it up.';

create table observation_steps (
  org_id bigint not null,
  step_id uuid not null default uuidv7(),
  observation_id uuid not null,
  kind text not null check (kind in ('taken_up', 'follow_up', 'family_told', 'raised', 'closed')),
  by_id uuid not null,
  rung text not null check (rung in ('class', 'grade', 'school')),
  note_id uuid,
  at timestamptz not null,
  primary key (org_id, step_id),
  foreign key (org_id, observation_id) references observations (org_id, observation_id),
  foreign key (org_id, note_id) references vault_records (org_id, record_id),
  check ((kind = 'taken_up') = (note_id is null))
);
create index observation_steps_observation on observation_steps (org_id, observation_id, step_id);

-- So that a phone may repeat a report: instead of the table of Idempotency-Keys, which has accounts. HMACs alone.
create table observation_receipts (
  org_id bigint not null,
  receipt bytea not null check (octet_length(receipt) = 32),
  asked bytea not null check (octet_length(asked) = 32),
  observation_id uuid not null,
  filed_at timestamptz not null,
  primary key (org_id, receipt)
);
create index observation_receipts_age on observation_receipts (org_id, filed_at);

call tenant_table('committee_members', 'select, insert, update');
call tenant_table('observations', 'select, insert, update');
call tenant_table('observation_steps', 'select, insert');
call tenant_table('observation_receipts', 'select, insert, delete');
