-- no-transaction
create index concurrently if not exists calendar_invites_account on calendar_invites (org_id, account_id);
