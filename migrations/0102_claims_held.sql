-- no-transaction
-- Each booking removes holds that have run out: without this it read all claims that its people and its room ever had.
create index concurrently if not exists claims_held on claims (subject_id, expires_at) where state = 'held';
