-- no-transaction
-- Who asks is looked for among the barred in each request; there are few of them.
create index concurrently if not exists guardianships_barred on guardianships (org_id, guardian_id) where barred;
