-- A new authenticator waits beside the old one until it is confirmed by the session that asked for it. The old one stays valid.
alter table credentials add column totp_pending_sealed bytea;
alter table credentials add column totp_pending_session uuid;
comment on column credentials.totp_pending_session is 'Only this session may confirm the new authenticator.';

-- A session ends when nobody used it for so long; null for sessions of before. `proved_at`: when its person last proved a second factor.
alter table sessions add column idle_seconds integer;
alter table sessions add column proved_at timestamptz;

-- `totp_pending_set` and `totp_pending_confirm` take its place.
-- squawk-ignore ban-drop-function
drop function credential_set_totp(uuid, bytea, timestamptz, timestamptz);
