-- Who signs in. These tables belong to no organisation; each has its own distribution key (the account, or the
-- key's hash). The app role reaches them through the definer functions of 0003 only.

create table accounts (
  account_id uuid primary key,
  language text not null default 'zh-CN' check (language in ('zh-CN', 'en')),
  quiet_from time not null default '21:30',
  quiet_to time not null default '07:00',
  channels text[] not null default '{push,sms,mail}',
  plain_titles boolean not null default false,
  email_sealed bytea,
  email_verified_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
comment on column accounts.plain_titles is 'The person chose that calendar titles may say "counselling" (DESIGN 6).';

-- A way to name an account: HMAC of a phone number, or of a pupil's class code and name or number.
create table login_keys (
  key_hash bytea primary key check (octet_length(key_hash) = 32),
  account_id uuid not null,
  kind text not null check (kind in ('phone', 'pupil')),
  sealed bytea
);
create index login_keys_account on login_keys (account_id, kind);

create table memberships (
  account_id uuid not null,
  org_id bigint not null,
  kind text not null check (kind in ('guardian', 'student', 'staff')),
  since timestamptz not null,
  ended_at timestamptz,
  primary key (account_id, org_id, kind)
);

create table credentials (
  account_id uuid primary key,
  secret_hash text check (char_length(secret_hash) <= 256),
  totp_sealed bytea,
  totp_confirmed_at timestamptz,
  totp_step bigint not null default 0,
  changed_at timestamptz not null
);
comment on column credentials.totp_step is 'Last accepted 30-second step: a code is good once (RFC 6238 §5.2).';

create table sessions (
  account_id uuid not null,
  token_hash bytea not null check (octet_length(token_hash) = 32),
  session_id uuid not null,
  assurance smallint not null check (assurance in (1, 2)),
  client text not null check (char_length(client) <= 200),
  shared_device boolean not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (account_id, token_hash),
  unique (account_id, session_id)
);
comment on column sessions.assurance is '1: phone code or pupil secret; 2: password and TOTP, which confidential text asks of staff.';

create table devices (
  account_id uuid not null,
  device_id uuid not null,
  kind text not null check (kind in ('fcm', 'webpush')),
  address_hash bytea not null check (octet_length(address_hash) = 32),
  address_sealed bytea not null,
  name text not null check (char_length(name) <= 100),
  created_at timestamptz not null,
  seen_at timestamptz not null,
  primary key (account_id, device_id),
  unique (account_id, address_hash)
);
create index devices_address on devices (address_hash);

-- A one-time code that was sent, or a starting code handed to a pupil. Only its HMAC is kept.
create table login_codes (
  key_hash bytea primary key check (octet_length(key_hash) = 32),
  code_hash bytea not null,
  tries smallint not null default 0,
  expires_at timestamptz not null
);

-- Sliding limits per account, address and phone: one row a key and window.
create table login_attempts (
  key_hash bytea not null,
  window_start timestamptz not null,
  attempts integer not null,
  primary key (key_hash, window_start)
);

-- DESIGN 5: resets of a pupil's secret are shown to the pupil.
create table secret_resets (
  account_id uuid not null,
  reset_id uuid not null,
  reset_at timestamptz not null,
  reset_by text not null check (char_length(reset_by) <= 100),
  primary key (account_id, reset_id)
);

-- A write's key, so that a phone may retry on a bad network: never a body.
create table idempotency (
  account_id uuid not null,
  key text not null check (char_length(key) between 8 and 64),
  request_hash bytea not null check (octet_length(request_hash) = 32),
  status smallint,
  object_id uuid,
  created_at timestamptz not null,
  primary key (account_id, key)
);
create index idempotency_age on idempotency (created_at);
