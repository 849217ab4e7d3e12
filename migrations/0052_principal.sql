-- Who asks is told by the functions of R__principal.sql and plain SQL; these go.
-- Nobody calls them.
-- squawk-ignore ban-drop-function
drop function request_enter(uuid, bytea, timestamptz, text, bytea);
-- The same.
-- squawk-ignore ban-drop-function
drop function actor_find(uuid);
-- The same.
-- squawk-ignore ban-drop-function
drop function request_done(uuid, text, integer, uuid, text[], text[], uuid[], timestamptz);
-- Nobody writes or reads it.
-- squawk-ignore ban-drop-column
alter table idempotency drop column status;

-- An opening of a confidential record is written by the app itself: the head is locked, the hash made, both written.
-- squawk-ignore ban-drop-function
drop function audit_record_access(timestamptz, uuid, uuid, text, uuid);
grant insert on audit_accesses to xinqiao_app;
grant insert, update (seq, hash) on audit_heads to xinqiao_app;

-- The settings are set by statements, not by a function (DESIGN 3.5).
-- squawk-ignore ban-drop-function
drop function app_enter(bigint, uuid);
