-- Time of people and rooms: the app role reaches `claims` through these alone.

-- Takes a span for each subject, all or none. The locks come first and in sorted order: two overlapping inserts
-- for one subject would otherwise deadlock inside the constraint. The constraint stays the truth: an overlap raises 23P01.
-- A hold that has run out is replaced here, in the claiming transaction. Rows go in one by one: on a cluster an overlap
-- inside an INSERT … SELECT arrives as XX000 (DESIGN 3.8). The caller sorts the subjects; the arrays have one order.
-- One plan for good: PostgreSQL would plan `= any` again in each call, for more than it costs to execute.
create or replace function claim_take(p_claim uuid, p_source text, p_subjects uuid[], p_starts timestamptz[],
                                      p_ends timestamptz[], p_now timestamptz, p_hold_until timestamptz) returns integer
language plpgsql security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  v_org bigint := org_entered();
  v_state text := case when p_hold_until is null then 'confirmed' else 'held' end;
  v_last uuid;
  v_subject uuid;
begin
  foreach v_subject in array p_subjects loop
    if v_subject < v_last then
      raise invalid_parameter_value using message = 'subjects must be sorted';
    end if;
    perform pg_advisory_xact_lock(hashtextextended(v_subject::text, 1));
    v_last := v_subject;
  end loop;
  delete from claims where subject_id = any (p_subjects) and state = 'held' and expires_at <= p_now;
  for i in 1 .. cardinality(p_subjects) loop
    insert into claims (subject_id, claim_id, org_id, source, state, starts_at, ends_at, expires_at)
    values (p_subjects[i], p_claim, v_org, p_source, v_state, p_starts[i], p_ends[i], p_hold_until);
  end loop;
  return cardinality(p_subjects);
end
$$;

-- Moves a claim in place: the old span stays until the new one is sure, and may overlap it.
create or replace function claim_move(p_claim uuid, p_source text, p_subjects uuid[], p_starts timestamptz[],
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

-- Moves a claim that is a hold afterwards: what was agreed on has to be confirmed again. Like `claim_move`, the locks come first.
create or replace function claim_move_held(p_claim uuid, p_source text, p_subjects uuid[], p_starts timestamptz[],
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

create or replace function claim_release(p_claim uuid, p_subjects uuid[]) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_count integer;
begin
  delete from claims where subject_id = any (p_subjects) and claim_id = p_claim and org_id = org_entered();
  get diagnostics v_count = row_count;
  return v_count;
end
$$;

-- Gives the time of many claims back in one statement. `p_subjects`: every subject that one of them takes.
create or replace function claims_release(p_claims uuid[], p_subjects uuid[]) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_count integer;
begin
  delete from claims where subject_id = any (p_subjects) and claim_id = any (p_claims) and org_id = org_entered();
  get diagnostics v_count = row_count;
  return v_count;
end
$$;

-- Takes the time of claims from one subject each and gives it to another: `p_new` of the same place, null for nobody. Returns the
-- claims whose new subject is taken then: nobody has that time now. The locks come first, as in `claim_take`, so what is seen
-- as free stays free. The row moves by delete and insert: the subject is the distribution key.
create or replace function claims_hand_over(p_claims uuid[], p_old uuid[], p_new uuid[], p_now timestamptz) returns table (held_id uuid)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_org bigint := org_entered();
  v_subject uuid;
  v_row claims%rowtype;
begin
  for v_subject in select distinct s from unnest(p_old || p_new) s where s is not null order by s loop
    perform pg_advisory_xact_lock(hashtextextended(v_subject::text, 1));
  end loop;
  for i in 1 .. cardinality(p_claims) loop
    select * into v_row from claims where subject_id = p_old[i] and claim_id = p_claims[i] and org_id = v_org;
    delete from claims where subject_id = p_old[i] and claim_id = p_claims[i] and org_id = v_org;
    continue when p_new[i] is null;
    delete from claims where subject_id = p_new[i] and state = 'held' and expires_at <= p_now;
    if v_row.claim_id is null or exists (
      select 1 from claims where subject_id = p_new[i] and starts_at < v_row.ends_at and ends_at > v_row.starts_at
    ) then
      held_id := p_claims[i];
      return next;
    else
      insert into claims (subject_id, claim_id, org_id, source, state, starts_at, ends_at, expires_at)
      values (p_new[i], v_row.claim_id, v_org, v_row.source, v_row.state, v_row.starts_at, v_row.ends_at, v_row.expires_at);
    end if;
  end loop;
end
$$;

-- When the subjects are taken. Neither the organisation nor the reason is told.
create or replace function claim_busy(p_subjects uuid[], p_from timestamptz, p_until timestamptz, p_now timestamptz)
returns table (subject_id uuid, starts_at timestamptz, ends_at timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  -- Neither in SQL nor with a generic plan: a cluster plans what asks several shards with the values alone.
  return query
    select c.subject_id, c.starts_at, c.ends_at
    from claims c
    where c.subject_id = any (p_subjects) and c.starts_at < p_until and c.ends_at > p_from
      and (c.state = 'confirmed' or c.expires_at > p_now)
    order by c.subject_id, c.starts_at;
end
$$;

-- Whether one subject's time is taken at an instant. Each booking asks it; `claim_busy` is planned again in each call, for several
-- times what it costs to execute.
create or replace function claim_taken(p_subject uuid, p_at timestamptz, p_now timestamptz) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
  return exists (
    select from claims c
    where c.subject_id = p_subject and c.starts_at <= p_at and c.ends_at > p_at and (c.state = 'confirmed' or c.expires_at > p_now));
end
$$;

-- When the first claim of a subject begins that takes any of a time: whether a slot meets it is known once its end is. Asked by each booking.
create or replace function claim_first(p_subject uuid, p_from timestamptz, p_until timestamptz, p_now timestamptz) returns timestamptz
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
  return (
    select min(c.starts_at) from claims c
    where c.subject_id = p_subject and c.starts_at < p_until and c.ends_at > p_from and (c.state = 'confirmed' or c.expires_at > p_now));
end
$$;

grant execute on function claim_take, claim_move, claim_move_held, claim_release, claims_release, claims_hand_over, claim_busy, claim_taken, claim_first to xinqiao_app;
