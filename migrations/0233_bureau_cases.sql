-- A bureau's officers open a case that nobody at its school can take, or close with one other person.

-- What a bureau was told of, as long as its school lacks somebody. Whether it still does is asked in the school on each opening:
-- this row alone opens nothing. It names a day and no hour, no child and no text.
create table bureau_cases (
  org_id bigint not null,
  school_id bigint not null,
  observation_id uuid not null,
  told_on date not null,
  primary key (org_id, school_id, observation_id)
);
comment on table bureau_cases is 'Of a bureau: which cases of schools below it wait for its officers.';
comment on column bureau_cases.school_id is 'Whose case it is. No foreign key: the school is another tenant.';
call tenant_table('bureau_cases', 'select, insert, update, delete');

-- `bureau_read`: an officer read the text, and why. The new checks take their places below; what the version before writes fits them.
-- squawk-ignore ban-drop-constraint
alter table observation_steps drop constraint observation_steps_kind_check;
-- The same.
-- squawk-ignore ban-drop-constraint
alter table observation_steps drop constraint observation_steps_note;
alter table observation_steps
  add constraint observation_steps_kind_check check (kind in ('taken_up', 'follow_up', 'family_told', 'raised', 'close_asked',
    'close_refused', 'closed', 'child_where', 'child_with', 'guardian', 'called', 'bureau_read', 'owner_named')) not valid,
  add constraint observation_steps_note check (
    case when kind in ('taken_up', 'owner_named') then note_id is null
         when kind in ('follow_up', 'family_told', 'raised', 'close_asked', 'close_refused', 'bureau_read') then note_id is not null
         when answer = 'not_told' then note_id is not null
         else true end) not valid;
