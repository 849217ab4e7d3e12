-- 0461 added it without reading the table.
alter table notice_files validate constraint notice_files_removed;
