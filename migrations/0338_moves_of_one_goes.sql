-- no-transaction
-- login_moves_orgs finds the same.
drop index concurrently if exists login_moves_org;
