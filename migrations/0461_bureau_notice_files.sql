-- Files of a bureau's notice: kept once in the bureau, attached to an edition there, and copied into each school with the notice.
create table bureau_notice_attachments (
  org_id bigint not null,
  bureau_notice_id uuid not null,
  edition integer not null check (edition >= 1),
  position smallint not null check (position between 1 and 6),
  file_id uuid not null,
  primary key (org_id, bureau_notice_id, edition, position),
  unique (org_id, bureau_notice_id, edition, file_id),
  foreign key (org_id, bureau_notice_id) references bureau_notices (org_id, bureau_notice_id),
  foreign key (org_id, file_id) references notice_files (org_id, file_id)
);
create index bureau_notice_attachments_file on bureau_notice_attachments (org_id, file_id);
comment on table bureau_notice_attachments is 'What each edition of a bureau''s notice has; also of one that waits for a second officer.';
call tenant_table('bureau_notice_attachments', 'select, insert, delete');

-- squawk-ignore ban-drop-not-null
alter table notice_files alter column uploaded_by drop not null;
comment on column notice_files.uploaded_by is 'Null: a copy that came with a bureau''s notice. It takes none of the school''s room, and its content goes with the bureau''s.';
-- Of a copy nobody at the school removes the content.
-- squawk-ignore ban-drop-constraint
alter table notice_files drop constraint notice_files_removed;
alter table notice_files add constraint notice_files_removed
  check ((removed_at is null) = (removed_by is null) or (uploaded_by is null and removed_by is null)) not valid;
