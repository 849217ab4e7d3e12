-- A code that was used is told from one that ran out, for five minutes.
alter table login_codes add column used_at timestamptz;
comment on column login_codes.used_at is 'When it signed somebody in, or confirmed an address. It does so once.';
