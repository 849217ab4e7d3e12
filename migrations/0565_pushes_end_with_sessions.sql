-- Phones that others use registered devices, and sessions that are over left them. Those of shared sessions go; of a student whose session is
-- over nothing tells whether it was one, and their own phone registers again at the next sign-in.
delete from devices d using sessions s
where s.account_id = d.account_id and s.session_id = d.session_id and s.shared_device;
delete from devices d
where d.session_id is not null
  and exists (select 1 from memberships m where m.account_id = d.account_id and m.kind = 'student')
  and not exists (select 1 from sessions s where s.account_id = d.account_id and s.session_id = d.session_id);
comment on column devices.session_id is
  'The session that registered it last. It may be over: expiry alone ends no pushes (0006). Null: registered before there was this column.';
