-- no-transaction
-- A sender asks how many of a broadcast's people were reached by what tried again.
create index concurrently if not exists messages_broadcasts on messages (org_id, broadcast_id) where broadcast_id is not null;
