-- no-transaction
-- A school looks for the moves that its own people may confirm, also where another one moved the number.
create index concurrently if not exists login_moves_orgs on login_moves using gin (org_ids) where outcome is null;
