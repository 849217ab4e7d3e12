-- Root keys, from which all keys of an installation are derived, each sealed by the master key, which the operator keeps elsewhere (0208).
-- Without a row the master key itself is the root. The app reads them at its start; only `rekey` writes, as the owner.
create table root_keys (
  key_id smallint primary key check (key_id >= 0),
  sealed bytea not null,
  made_at timestamptz not null
);
grant select on root_keys to xinqiao_app;
