-- messages: what is told to whom. A reminder is a message with a later time.
create table messages (
  org_id bigint not null,
  message_id uuid not null default uuidv7(),
  template text not null check (char_length(template) <= 60),
  params jsonb not null,
  importance text not null check (importance in ('low', 'normal', 'high')),
  key text not null check (char_length(key) between 1 and 200),
  earliest_at timestamptz not null,
  expires_at timestamptz not null,
  withdrawn_at timestamptz,
  created_at timestamptz not null,
  primary key (org_id, message_id),
  unique (org_id, key)
);
comment on column messages.params is 'Never anything confidential: what may stand on a lock screen (DESIGN 4).';

create table message_people (
  org_id bigint not null,
  message_id uuid not null,
  account_id uuid not null,
  visible_at timestamptz not null,
  read_at timestamptz,
  primary key (org_id, message_id, account_id),
  foreign key (org_id, message_id) references messages (org_id, message_id)
);
create index message_people_inbox on message_people (org_id, account_id, visible_at desc, message_id desc);

create table deliveries (
  org_id bigint not null,
  message_id uuid not null,
  account_id uuid not null,
  channel text not null check (channel in ('fcm', 'webpush', 'sms', 'mail')),
  state text not null check (state in ('sending', 'sent', 'later', 'refused', 'gone', 'none')),
  tries smallint not null,
  provider_id text check (char_length(provider_id) <= 200),
  error text check (char_length(error) <= 200),
  updated_at timestamptz not null,
  primary key (org_id, message_id, account_id, channel),
  foreign key (org_id, message_id, account_id) references message_people (org_id, message_id, account_id)
);

-- calendar: one event an appointment; its SEQUENCE only rises. Each person's sent state is kept, so that a cancel
-- is never overtaken by a request.
create table calendar_events (
  org_id bigint not null,
  event_id uuid not null,
  organizer_token text not null check (char_length(organizer_token) between 20 and 64),
  kind text not null check (kind in ('counselling', 'visit')),
  sequence integer not null default 0,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  location text not null check (char_length(location) <= 200),
  cancelled_at timestamptz,
  updated_at timestamptz not null,
  primary key (org_id, event_id)
);

create table calendar_invites (
  org_id bigint not null,
  event_id uuid not null,
  account_id uuid not null,
  sent_sequence integer,
  sent_method text check (sent_method in ('REQUEST', 'CANCEL')),
  removed_at timestamptz,
  updated_at timestamptz not null,
  primary key (org_id, event_id, account_id),
  foreign key (org_id, event_id) references calendar_events (org_id, event_id)
);
