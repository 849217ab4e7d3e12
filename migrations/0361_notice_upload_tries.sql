-- Uploads of files of notices are counted where they begin: what is refused costs as much work as what is kept.
create table notice_upload_tries (
  org_id bigint not null,
  account_id uuid not null,
  since timestamptz not null,
  tries integer not null check (tries >= 1),
  primary key (org_id, account_id),
  foreign key (org_id, account_id) references staff (org_id, staff_id)
);
comment on table notice_upload_tries is 'How many uploads a person began since a time, for a day; also those that failed.';
call tenant_table('notice_upload_tries', 'select, insert, update');
