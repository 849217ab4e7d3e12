-- A signature says when the signer's number was moved within some weeks before it.
alter table notice_signatures add column number_moved_at timestamptz;
