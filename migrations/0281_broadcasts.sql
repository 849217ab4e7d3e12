-- N1: one message to many. Nothing is stored for a person until something happens: chunks say how far the telling is, rows of
-- people are failures (messages with a broadcast) and reads.
create table broadcasts (
  org_id bigint not null,
  broadcast_id uuid not null,
  key text not null check (char_length(key) between 1 and 200),
  template text not null check (char_length(template) <= 60),
  params jsonb not null,
  importance text not null check (importance in ('low', 'normal', 'high')),
  groups text[] not null check (cardinality(groups) <= 400),
  except_groups text[] not null check (cardinality(except_groups) <= 400),
  parts text[] not null check (parts <@ '{guardian,student,staff}'),
  readers_of uuid,
  in_inbox boolean not null,
  people integer not null default 0,
  expires_at timestamptz not null,
  recalled_at timestamptz,
  created_at timestamptz not null,
  primary key (org_id, broadcast_id),
  unique (org_id, key)
);
comment on column broadcasts.groups is 'Whom it is for: school, grade:…, class:…, student:…, flag:…, role:…. People are asked for by today''s roster.';
comment on column broadcasts.readers_of is 'It goes to those who read that broadcast, and to no group.';
comment on column broadcasts.people is 'How many it was for when it was sent; the inbox also shows it to those who come later.';

-- A row for each group, so that a reader''s broadcasts are a few ranges of one index.
create table broadcast_groups (
  org_id bigint not null,
  name text not null check (char_length(name) <= 80),
  visible_at timestamptz not null,
  broadcast_id uuid not null,
  primary key (org_id, name, visible_at, broadcast_id),
  foreign key (org_id, broadcast_id) references broadcasts (org_id, broadcast_id)
);

create table broadcast_chunks (
  org_id bigint not null,
  broadcast_id uuid not null,
  chunk integer not null check (chunk >= 0),
  low uuid not null,
  high uuid not null,
  upto uuid not null,
  people integer not null,
  sent integer not null default 0,
  unsent integer not null default 0,
  ended_at timestamptz,
  primary key (org_id, broadcast_id, chunk),
  foreign key (org_id, broadcast_id) references broadcasts (org_id, broadcast_id)
);
comment on table broadcast_chunks is 'The people with low < account_id <= high. Up to upto everybody was told, or has a row of their own.';
comment on column broadcast_chunks.unsent is 'People with no way to their phone, or with a row of their own: to be tried again.';

create table broadcast_reads (
  org_id bigint not null,
  broadcast_id uuid not null,
  account_id uuid not null,
  read_at timestamptz not null,
  primary key (org_id, broadcast_id, account_id),
  foreign key (org_id, broadcast_id) references broadcasts (org_id, broadcast_id)
);

alter table messages add column broadcast_id uuid;
comment on column messages.broadcast_id is 'The message tries again whom a broadcast did not reach at once; the inbox shows the broadcast alone.';

call tenant_table('broadcasts', 'select, insert, update');
call tenant_table('broadcast_groups', 'select, insert');
call tenant_table('broadcast_chunks', 'select, insert, update');
call tenant_table('broadcast_reads', 'select, insert');
