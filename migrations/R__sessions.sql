-- Sessions of an account.

create or replace function session_add(p_account uuid, p_token_hash bytea, p_session uuid, p_assurance integer, p_client text, p_shared boolean,
                                       p_now timestamptz, p_expires timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
  delete from sessions where account_id = p_account and expires_at <= p_now;
  insert into sessions (account_id, token_hash, session_id, assurance, client, shared_device, created_at, seen_at, expires_at)
  values (p_account, p_token_hash, p_session, p_assurance, p_client, p_shared, p_now, p_now, p_expires)
$$;

create or replace function session_list(p_account uuid, p_now timestamptz)
returns table (session_id uuid, assurance smallint, client text, shared_device boolean, created_at timestamptz, seen_at timestamptz, expires_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.session_id, s.assurance, s.client, s.shared_device, s.created_at, s.seen_at, s.expires_at
  from sessions s where s.account_id = p_account and s.expires_at > p_now order by s.seen_at desc, s.session_id
$$;

-- Ends one session, or with null all of them, and what they had told to phones. Returns how many ended.
create or replace function session_end(p_account uuid, p_session uuid) returns bigint
language sql security definer set search_path = public, pg_temp as $$
  with gone as (delete from sessions where account_id = p_account and (p_session is null or session_id = p_session) returning session_id),
       silent as (delete from devices where account_id = p_account and (p_session is null or session_id in (select g.session_id from gone g)))
  select count(*) from gone
$$;

grant execute on function session_add, session_list, session_end to xinqiao_app;
