-- no-transaction
create index concurrently calendar_invites_account on calendar_invites (org_id, account_id);
