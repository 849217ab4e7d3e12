-- When an administrator last moved a person to another number. For a week nobody enrols there: they might be somebody else.
alter table accounts add column login_moved_at timestamptz;
comment on column accounts.login_moved_at is 'When a school last gave the person another phone number.';
