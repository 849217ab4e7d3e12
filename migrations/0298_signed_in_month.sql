-- Carriers give a number to somebody else after a few months of silence. The month alone: nothing tells when somebody was here.
-- The default stands for everybody of before; a later account has the month of its creation at least.
alter table accounts add column signed_in_month date not null default '2026-11-01';
comment on column accounts.signed_in_month is 'The month of the last sign-in by code to the phone, by its first day.';
