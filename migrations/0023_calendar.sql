-- Calendars that people subscribe to, and what they answer to invites.

-- A feed is a person's, over all organisations: identity. One at a time; a new one ends the old.
create table calendar_feeds (
  account_id uuid primary key references accounts (account_id),
  token_hash bytea not null check (octet_length(token_hash) = 32),
  created_at timestamptz not null,
  read_at timestamptz
);
comment on column calendar_feeds.read_at is 'When a calendar last asked, to the day: whoever made it sees whether it is still in use.';

-- A VEVENT's text, made once for each SEQUENCE. Two variants of one event differ in words, never in what they are about.
create table calendar_texts (
  org_id bigint not null,
  event_id uuid not null,
  variant text not null check (char_length(variant) between 1 and 40),
  sequence integer not null,
  text text not null check (char_length(text) <= 10000),
  primary key (org_id, event_id, variant),
  foreign key (org_id, event_id) references calendar_events (org_id, event_id)
);
comment on column calendar_texts.variant is 'Hash of whatever the text depends on besides the event: language, titles, time zone, addresses.';
call tenant_table('calendar_texts', 'select, insert, update');

-- Proposed, not agreed on yet: calendars show it as such, and a reply decides.
alter table calendar_events add column tentative boolean not null default false;
alter table calendar_events add column moved_sequence integer not null default 0;
comment on column calendar_events.moved_sequence is 'The SEQUENCE that brought it to its time and place: an older answer is about another time.';

-- What a person's calendar answered last (RFC 5546 REPLY), and to which SEQUENCE.
alter table calendar_invites add column answer text check (answer in ('accepted', 'declined', 'tentative'));
alter table calendar_invites add column answer_sequence integer;
alter table calendar_invites add column answered_at timestamptz;
comment on column calendar_invites.answered_at is 'When the person''s calendar says it answered (DTSTAMP).';

create function feed_set(p_account uuid, p_token_hash bytea, p_now timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into calendar_feeds as f (account_id, token_hash, created_at) values (p_account, p_token_hash, p_now)
  on conflict (account_id) do update set token_hash = excluded.token_hash, created_at = excluded.created_at, read_at = null
$$;

create function feed_end(p_account uuid) returns bigint
language sql security definer set search_path = public, pg_temp as $$
  with gone as (delete from calendar_feeds where account_id = p_account returning 1) select count(*) from gone
$$;

create function feed_get(p_account uuid) returns table (created_at timestamptz, read_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select f.created_at, f.read_at from calendar_feeds f where f.account_id = p_account
$$;

-- Whose feed a token is, and the organisations it shows: those they belong to, and those that serve their family.
create function feed_find(p_account uuid, p_token_hash bytea, p_now timestamptz)
returns table (account_id uuid, language text, plain_titles boolean, org_ids bigint[])
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_read timestamptz;
begin
  select f.account_id, a.language, a.plain_titles, f.read_at into account_id, language, plain_titles, v_read
  from calendar_feeds f join accounts a on a.account_id = f.account_id
  where f.account_id = p_account and f.token_hash = p_token_hash;
  if not found then
    return;
  end if;
  if (v_read is null or v_read < p_now - interval '1 day') and current_setting('transaction_read_only') = 'off' then
    update calendar_feeds f set read_at = p_now where f.account_id = p_account;
  end if;
  org_ids := array(
    select m.org_id from memberships m where m.account_id = p_account and m.ended_at is null
    union
    select c.provider_org_id from memberships m join org_catchments c on c.client_org_id = m.org_id
    where m.account_id = p_account and m.ended_at is null and m.kind <> 'staff'
    order by 1
  );
  return next;
end
$$;
grant execute on function feed_set(uuid, bytea, timestamptz), feed_end(uuid), feed_get(uuid), feed_find(uuid, bytea, timestamptz) to xinqiao_app;
