-- Failed sign-ins by method: one counter for a name at an address, a name everywhere, a name on a device, and an address.
create table login_failures (
  key_hash bytea primary key check (octet_length(key_hash) = 32),
  failures integer not null,
  since timestamptz not null,
  last_at timestamptz not null
);
comment on table login_failures is 'Counters of failed sign-ins. A key is an HMAC and tells nobody whom it counts for.';

-- A stranger's wrong tries end a code for strangers alone.
alter table login_codes add column known_tries smallint not null default 0;
comment on column login_codes.known_tries is 'Wrong tries from devices on which the person has signed in before.';
