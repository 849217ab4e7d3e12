-- Rights and row security of all tables so far. What is not granted here cannot be done by the app.
call tenant_table('terms', 'select, insert, update');
call tenant_table('classes', 'select, insert, update');
call tenant_table('students', 'select, insert, update');
call tenant_table('guardians', 'select, insert, update');
call tenant_table('guardianships', 'select, insert, update');
call tenant_table('staff', 'select, insert, update');
call tenant_table('class_staff', 'select, insert, update');
call tenant_table('roster_imports', 'select, insert, update');
call tenant_table('tasks', 'select, insert, update');
call tenant_table('vault_records', 'select, insert');
call tenant_table('vault_keys', 'select, insert, delete');
call tenant_table('grants', 'select, insert, update');
call tenant_table('audit_changes', 'select, insert');
call tenant_table('audit_denials', 'select, insert');
call tenant_table('audit_looks', 'select');
call tenant_table('audit_heads', 'select');
call tenant_table('messages', 'select, insert, update');
call tenant_table('message_people', 'select, insert, update');
call tenant_table('deliveries', 'select, insert, update');
call tenant_table('calendar_events', 'select, insert, update');
call tenant_table('calendar_invites', 'select, insert, update');
call tenant_table('providers', 'select, insert, update');
call tenant_table('rooms', 'select, insert, update');
call tenant_table('counsellor_hours', 'select, insert, update');
call tenant_table('hour_exceptions', 'select, insert, delete');
call tenant_table('bookings', 'select, insert, update');
call tenant_table('booking_people', 'select, insert, update');

-- The relay sees that work is due, in every organisation, and never what it is about.
create policy relay on tasks to xinqiao_relay using (true) with check (true);
grant select (org_id, task_id, kind, due_at, state, attempt, lease_until, updated_at) on tasks to xinqiao_relay;
grant update (state, attempt, lease_until, updated_at) on tasks to xinqiao_relay;
