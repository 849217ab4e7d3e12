-- Citus 14 creates the policies of a table's shards without AS RESTRICTIVE: there a policy that narrows opens a second way in. Each command
-- of these tables has one permissive policy instead, which says all of it. Roles without a policy for a command see and write no row.
drop policy own on audit_accesses;
drop policy tenant on audit_accesses;
create policy tenant on audit_accesses for select to xinqiao_app
using (org_id = nullif(current_setting('app.org_id', true), '')::bigint);
create policy own on audit_accesses for insert to xinqiao_app
with check (org_id = nullif(current_setting('app.org_id', true), '')::bigint
  and account_id = nullif(current_setting('app.account_id', true), '')::uuid);

drop policy own on audit_changes;
drop policy tenant on audit_changes;
drop policy door on audit_changes;
create policy tenant on audit_changes for select to xinqiao_app
using (org_id = nullif(current_setting('app.org_id', true), '')::bigint);
create policy own on audit_changes for insert to xinqiao_app, xinqiao_door
with check (org_id = nullif(current_setting('app.org_id', true), '')::bigint
  and account_id in (nullif(current_setting('app.account_id', true), '')::uuid, '00000000-0000-0000-0000-000000000000'));

drop policy own on audit_denials;
drop policy tenant on audit_denials;
create policy tenant on audit_denials for select to xinqiao_app
using (org_id = nullif(current_setting('app.org_id', true), '')::bigint);
create policy own on audit_denials for insert to xinqiao_app
with check (org_id = nullif(current_setting('app.org_id', true), '')::bigint
  and (account_id is null or account_id = nullif(current_setting('app.account_id', true), '')::uuid));

drop policy relay_removes on tasks;
drop policy relay on tasks;
create policy relay on tasks for select to xinqiao_relay using (true);
create policy relay_changes on tasks for update to xinqiao_relay using (true) with check (true);
create policy relay_removes on tasks for delete to xinqiao_relay using (state in ('done', 'cancelled', 'failed'));

-- Citus also names every column that has a default in the insert that it sends to a shard, which the rights of single columns refuse. What the
-- app may write there says the policy: only an empty end, which no entry was chained to without a key.
drop policy tenant on audit_heads;
create policy tenant on audit_heads for select to xinqiao_app
using (org_id = nullif(current_setting('app.org_id', true), '')::bigint);
create policy empty on audit_heads for insert to xinqiao_app
with check (org_id = nullif(current_setting('app.org_id', true), '')::bigint and seq = 0 and hash = '');
create policy locks on audit_heads for update to xinqiao_app
using (org_id = nullif(current_setting('app.org_id', true), '')::bigint)
with check (org_id = nullif(current_setting('app.org_id', true), '')::bigint);
grant insert on audit_heads to xinqiao_app;
revoke insert (org_id, locked) on audit_heads from xinqiao_app;
