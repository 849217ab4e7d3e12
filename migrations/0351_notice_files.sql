-- N1: pictures and PDF files of notices. A file is kept in parts of bounded size, so that no row is large on any node.
create table notice_files (
  org_id bigint not null,
  file_id uuid not null,
  uploaded_by uuid not null,
  name text not null check (char_length(name) between 1 and 100),
  kind text not null check (kind in ('picture', 'pdf')),
  size integer not null check (size between 1 and 10485760),
  width integer check (width between 1 and 4096),
  height integer check (height between 1 and 4096),
  sha256 text not null check (char_length(sha256) = 64),
  created_at timestamptz not null,
  primary key (org_id, file_id),
  foreign key (org_id, uploaded_by) references staff (org_id, staff_id),
  check ((width is null) = (kind = 'pdf') and (height is null) = (kind = 'pdf'))
);
create index notice_files_uploaded on notice_files (org_id, uploaded_by, created_at);
comment on column notice_files.sha256 is 'Of the stored bytes, in hex: receipts name it beside the text.';

create table notice_file_parts (
  org_id bigint not null,
  file_id uuid not null,
  part smallint not null check (part between 0 and 63),
  data bytea not null check (octet_length(data) between 1 and 262144),
  primary key (org_id, file_id, part),
  foreign key (org_id, file_id) references notice_files (org_id, file_id)
);
-- Pictures and PDF are compressed already.
alter table notice_file_parts alter column data set storage external;

-- What each edition has: a correction does not change what was answered before.
create table notice_attachments (
  org_id bigint not null,
  notice_id uuid not null,
  edition integer not null check (edition >= 1),
  position smallint not null check (position between 1 and 6),
  file_id uuid not null,
  primary key (org_id, notice_id, edition, position),
  unique (org_id, notice_id, edition, file_id),
  foreign key (org_id, notice_id) references notices (org_id, notice_id),
  foreign key (org_id, file_id) references notice_files (org_id, file_id)
);
create index notice_attachments_file on notice_attachments (org_id, file_id);

call tenant_table('notice_files', 'select, insert, delete');
call tenant_table('notice_file_parts', 'select, insert, delete');
call tenant_table('notice_attachments', 'select, insert, delete');
