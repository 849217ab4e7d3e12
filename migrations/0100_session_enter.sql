-- `session_enter` (R__principal.sql) answers both, in one call instead of three nested ones.
-- squawk-ignore ban-drop-function
drop function if exists session_who(uuid, bytea, timestamptz);
-- squawk-ignore ban-drop-function
drop function if exists session_write(uuid, bytea, timestamptz, text, bytea);
