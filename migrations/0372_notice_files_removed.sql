-- A school empties its room: the content of a file goes, its name and SHA-256 stay, since signed receipts name them.
alter table notice_files add column removed_at timestamptz, add column removed_by uuid;
alter table notice_files add constraint notice_files_removed check ((removed_at is null) = (removed_by is null)) not valid;
comment on column notice_files.removed_at is 'When the content was removed; its parts are gone, and it takes no room.';
grant update (removed_at, removed_by) on notice_files to xinqiao_app;
