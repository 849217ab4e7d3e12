-- Somebody who has no phone is known by a mail address (0331): a code to it signs them in.
-- squawk-ignore ban-drop-constraint
alter table login_keys drop constraint login_keys_kind_check;
alter table login_keys add constraint login_keys_kind_check check (kind in ('phone', 'mail', 'student', 'unnumbered')) not valid;
alter table login_moves add column old_mail boolean not null default false;

comment on column login_moves.old_mail is 'The old key and what is sealed are of a mail address.';
