-- A student's new starting code once they have set a secret: it works with the old secret, or when a second adult has confirmed it.
create table starting_codes (
  account_id uuid primary key,
  first boolean not null,
  adults uuid[] not null check (cardinality(adults) between 1 and 2),
  reset_id uuid not null
);
comment on column starting_codes.first is 'Issued while the student had never set a secret: it is no good once they have one.';

-- Where the organisation finds the codes that wait for a second adult. Who and what the code is stands with the account.
create table code_requests (
  org_id bigint not null,
  student_id uuid not null,
  issued_by uuid not null,
  issued_by_name text not null check (char_length(issued_by_name) <= 100),
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  confirmed_at timestamptz,
  primary key (org_id, student_id)
);
call tenant_table('code_requests', 'select, insert, update');

-- Every code is recorded and shown to the student, a first one too.
alter table secret_resets add column first boolean not null default false;
alter table secret_resets add column second_by text;
alter table secret_resets add column used_at timestamptz;
alter table secret_resets add constraint secret_resets_second_by_check check (char_length(second_by) <= 100) not valid;

-- What was there before a secret was set without the old one stays closed to the sign-ins that follow, for a while.
alter table credentials add column closed_before timestamptz;
alter table credentials add column closed_until timestamptz;
alter table credentials add column reset_adults uuid[];
comment on column credentials.reset_adults is 'Who handed out the code. A report about one of them stays closed to these sign-ins for good.';
alter table sessions add column closed_before timestamptz;
alter table sessions add column closed_until timestamptz;

-- `starting_code_put` takes its place.
-- squawk-ignore ban-drop-function
drop function secret_reset_add(uuid, uuid, text, timestamptz);
