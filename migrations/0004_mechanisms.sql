-- claims: that somebody's or a room's time is taken, never why. Keyed by the subject, whichever organisation asks.
create table claims (
  subject_id uuid not null,
  claim_id uuid not null,
  org_id bigint not null,
  source text not null check (source in ('counselling', 'visit')),
  state text not null check (state in ('held', 'confirmed')),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  expires_at timestamptz,
  during tstzrange not null generated always as (tstzrange(starts_at, ends_at, '[)')) stored,
  primary key (subject_id, claim_id),
  check ((state = 'held') = (expires_at is not null)),
  constraint claims_no_overlap exclude using gist (subject_id with =, during with &&)
    where (state in ('held', 'confirmed'))
);
create index claims_time on claims (subject_id, starts_at, ends_at);

-- Takes a span for each subject, all or none. The locks come first and in sorted order: two overlapping inserts
-- for one subject would otherwise deadlock inside the constraint. The constraint stays the truth: an overlap raises 23P01.
-- A hold that has run out is replaced here, in the claiming transaction.
create function claim_take(p_claim uuid, p_source text, p_subjects uuid[], p_starts timestamptz[],
                           p_ends timestamptz[], p_now timestamptz, p_hold_until timestamptz) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_org bigint := org_entered();
  v_subject uuid;
  v_count integer;
begin
  for v_subject in select s from unnest(p_subjects) s order by s loop
    perform pg_advisory_xact_lock(hashtextextended(v_subject::text, 1));
  end loop;
  delete from claims where subject_id = any (p_subjects) and state = 'held' and expires_at <= p_now;
  insert into claims (subject_id, claim_id, org_id, source, state, starts_at, ends_at, expires_at)
  select s, p_claim, v_org, p_source, case when p_hold_until is null then 'confirmed' else 'held' end, f, t, p_hold_until
  from unnest(p_subjects, p_starts, p_ends) as u (s, f, t)
  order by s;
  get diagnostics v_count = row_count;
  return v_count;
end
$$;

-- Moves a claim in place: the old span stays until the new one is sure, and may overlap it.
create function claim_move(p_claim uuid, p_source text, p_subjects uuid[], p_starts timestamptz[],
                           p_ends timestamptz[], p_old uuid[], p_now timestamptz) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_subject uuid;
begin
  for v_subject in select distinct s from unnest(p_subjects || p_old) s order by s loop
    perform pg_advisory_xact_lock(hashtextextended(v_subject::text, 1));
  end loop;
  delete from claims where subject_id = any (p_old) and claim_id = p_claim and org_id = org_entered();
  return claim_take(p_claim, p_source, p_subjects, p_starts, p_ends, p_now, null);
end
$$;

create function claim_release(p_claim uuid, p_subjects uuid[]) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_count integer;
begin
  delete from claims where subject_id = any (p_subjects) and claim_id = p_claim and org_id = org_entered();
  get diagnostics v_count = row_count;
  return v_count;
end
$$;

-- When the subjects are taken. Neither the organisation nor the reason is told.
create function claim_busy(p_subjects uuid[], p_from timestamptz, p_until timestamptz, p_now timestamptz)
returns table (subject_id uuid, starts_at timestamptz, ends_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select c.subject_id, c.starts_at, c.ends_at
  from claims c
  where c.subject_id = any (p_subjects) and c.starts_at < p_until and c.ends_at > p_from
    and (c.state = 'confirmed' or c.expires_at > p_now)
  order by c.subject_id, c.starts_at
$$;

-- tasks: durable work. Valkey and arq execute; this table remembers.
create table tasks (
  org_id bigint not null,
  task_id uuid not null default uuidv7(),
  kind text not null check (char_length(kind) between 1 and 60),
  key text not null check (char_length(key) between 1 and 200),
  payload jsonb not null,
  due_at timestamptz not null,
  state text not null default 'planned' check (state in ('planned', 'handed', 'done', 'failed', 'cancelled')),
  attempt integer not null default 0,
  failures integer not null default 0,
  lease_until timestamptz,
  error text check (char_length(error) <= 500),
  progress_done integer not null default 0,
  progress_total integer not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (org_id, task_id),
  unique (org_id, kind, key)
);
comment on column tasks.attempt is 'Rises at each hand-over and each plan: the fence that lets only the newest holder finish.';
create index tasks_due on tasks (org_id, due_at) where state in ('planned', 'handed');

-- vault: confidential text, sealed and bound to its row.
create table vault_records (
  org_id bigint not null,
  record_id uuid not null,
  kind text not null check (kind in ('booking_note', 'session_note', 'visit_note', 'observation', 'letter', 'file', 'plan')),
  algorithm text not null check (char_length(algorithm) <= 40),
  sealed bytea not null check (octet_length(sealed) <= 1048576),
  created_at timestamptz not null,
  primary key (org_id, record_id)
);

create table vault_keys (
  org_id bigint not null,
  record_id uuid not null,
  subject_id uuid not null,
  wrapped bytea not null,
  primary key (org_id, record_id, subject_id),
  foreign key (org_id, record_id) references vault_records (org_id, record_id)
);

create table grants (
  org_id bigint not null,
  record_id uuid not null,
  account_id uuid not null,
  purpose text not null check (purpose in ('author', 'counsellor', 'class_teacher', 'owner', 'custodian')),
  granted_by uuid not null,
  granted_at timestamptz not null,
  until timestamptz not null,
  primary key (org_id, record_id, account_id, purpose),
  foreign key (org_id, record_id) references vault_records (org_id, record_id)
);
create index grants_account on grants (org_id, account_id);

-- audit: changes are listed; confidential looks are chained by hash, per organisation.
create table audit_changes (
  org_id bigint not null,
  change_id uuid not null default uuidv7(),
  at timestamptz not null,
  account_id uuid not null,
  action text not null check (char_length(action) <= 60),
  thing text not null check (char_length(thing) <= 60),
  thing_id uuid,
  primary key (org_id, change_id)
);

create table audit_denials (
  org_id bigint not null,
  denial_id uuid not null default uuidv7(),
  at timestamptz not null,
  account_id uuid,
  action text not null check (char_length(action) <= 60),
  thing text not null check (char_length(thing) <= 60),
  thing_id uuid,
  primary key (org_id, denial_id)
);

create table audit_heads (
  org_id bigint not null,
  seq bigint not null,
  hash bytea not null,
  primary key (org_id)
);

create table audit_looks (
  org_id bigint not null,
  seq bigint not null,
  at timestamptz not null,
  account_id uuid not null,
  record_id uuid not null,
  purpose text not null,
  session_id uuid,
  previous bytea not null,
  hash bytea not null,
  primary key (org_id, seq)
);

-- The last statement of a transaction: the head's lock makes looks of one organisation wait for each other.
create function audit_look(p_at timestamptz, p_account uuid, p_record uuid, p_purpose text, p_session uuid)
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
  insert into audit_looks (org_id, seq, at, account_id, record_id, purpose, session_id, previous, hash)
  values (v_org, v_seq, p_at, p_account, p_record, p_purpose, p_session, v_previous, v_hash);
  update audit_heads set seq = v_seq, hash = v_hash where org_id = v_org;
  return v_seq;
end
$$;
grant execute on function
  claim_take(uuid, text, uuid[], timestamptz[], timestamptz[], timestamptz, timestamptz),
  claim_move(uuid, text, uuid[], timestamptz[], timestamptz[], uuid[], timestamptz),
  claim_release(uuid, uuid[]),
  claim_busy(uuid[], timestamptz, timestamptz, timestamptz),
  audit_look(timestamptz, uuid, uuid, text, uuid)
to xinqiao_app;
