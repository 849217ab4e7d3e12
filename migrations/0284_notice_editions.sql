-- N1: a correction of a sent notice is its next edition. Answers belong to the edition that was read; those to earlier ones stay.
alter table notices add column edition integer not null default 1;
alter table notices add column corrected_at timestamptz;
comment on column notices.edition is 'Which wording this is: a correction makes the next one. Not the version, which rises with every change.';

-- What earlier editions said: people acknowledged and signed that.
create table notice_editions (
  org_id bigint not null,
  notice_id uuid not null,
  edition integer not null check (edition >= 1),
  title_zh text not null check (char_length(title_zh) between 1 and 80),
  body_zh text not null check (char_length(body_zh) between 1 and 4000),
  title_en text check (char_length(title_en) between 1 and 80),
  body_en text check (char_length(body_en) between 1 and 4000),
  answer_by timestamptz,
  replaced_at timestamptz not null,
  replaced_by uuid not null,
  primary key (org_id, notice_id, edition),
  foreign key (org_id, notice_id) references notices (org_id, notice_id)
);
call tenant_table('notice_editions', 'select, insert');

alter table notice_recipients add column edition integer not null default 1;
alter table notice_signatures add column edition integer not null default 1;
-- The keys are made again under a lock, which holds up receipts for as long as their index is built.
-- squawk-ignore ban-drop-constraint
alter table notice_signatures drop constraint notice_signatures_org_id_notice_id_account_id_fkey;
-- squawk-ignore ban-drop-constraint
alter table notice_recipients drop constraint notice_recipients_pkey;
-- squawk-ignore constraint-missing-not-valid, adding-serial-primary-key-field
alter table notice_recipients add primary key (org_id, notice_id, account_id, edition);
-- squawk-ignore ban-drop-constraint
alter table notice_signatures drop constraint notice_signatures_pkey;
-- squawk-ignore constraint-missing-not-valid, adding-serial-primary-key-field
alter table notice_signatures add primary key (org_id, notice_id, account_id, student_id, edition);
-- squawk-ignore constraint-missing-not-valid, adding-foreign-key-constraint
alter table notice_signatures add foreign key (org_id, notice_id, account_id, edition)
  references notice_recipients (org_id, notice_id, account_id, edition);

alter table broadcasts add column replaces uuid;
comment on column broadcasts.replaces is 'On a phone it takes the place of that broadcast.';
