-- Passkeys (WebAuthn). The public key is no secret; the private one never leaves the person's device.
create table passkeys (
  account_id uuid not null,
  credential_id bytea not null check (octet_length(credential_id) <= 1023),
  passkey_id uuid not null,
  public_key bytea not null,
  sign_count bigint not null,
  name text not null check (char_length(name) between 1 and 100),
  created_at timestamptz not null,
  used_at timestamptz,
  primary key (account_id, credential_id)
);
comment on column passkeys.sign_count is 'A lower count than this one is a copy of the key, and is refused (WebAuthn §6.1.1). Zero: the device does not count.';

-- A challenge is good once, for one purpose. At sign-in no session is known yet.
create table passkey_challenges (
  challenge_hash bytea primary key check (octet_length(challenge_hash) = 32),
  purpose text not null check (purpose in ('sign_in', 'register', 'step_up')),
  session_id uuid,
  expires_at timestamptz not null,
  check ((purpose = 'sign_in') = (session_id is null))
);
