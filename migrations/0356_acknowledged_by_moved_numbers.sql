-- An acknowledgement says it as a signature does.
alter table notice_recipients add column number_moved_at timestamptz;
