-- Nobody writes a look or a change for somebody else: a row names the account that entered with the transaction. What nobody did (a rule,
-- the worker) names nobody. The policies narrow those of the organisation.
create policy own on audit_accesses as restrictive for insert to xinqiao_app
with check (account_id = nullif(current_setting('app.account_id', true), '')::uuid);
create policy own on audit_changes as restrictive for insert to xinqiao_app, xinqiao_door
with check (account_id in (nullif(current_setting('app.account_id', true), '')::uuid, '00000000-0000-0000-0000-000000000000'));
create policy own on audit_denials as restrictive for insert to xinqiao_app
with check (account_id is null or account_id = nullif(current_setting('app.account_id', true), '')::uuid);

-- The chain is keyed outside of the database from here on. `audit_heads` keeps the end of what was chained without a key, and is the row
-- that entries of one organisation wait for: the app may lock it and change nothing.
alter table audit_heads add column locked boolean not null default true;
alter table audit_heads add constraint audit_heads_locked_check check (locked) not valid;
-- One row for each organisation: reading them takes no time.
-- squawk-ignore constraint-missing-not-valid
alter table audit_heads validate constraint audit_heads_locked_check;
alter table audit_heads alter column seq set default 0, alter column hash set default '';
revoke insert, update, update (seq, hash) on audit_heads from xinqiao_app;
grant insert (org_id, locked), update (locked) on audit_heads to xinqiao_app;
comment on column audit_heads.seq is 'The last entry that was chained without a key; 0 where all are keyed.';
comment on column audit_heads.locked is 'Entries of one organisation wait for this row.';
