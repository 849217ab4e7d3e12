-- A new school year is opened without a file. Classes that leave stay until a day, and so do their students and families.
alter table classes add column ends_on date;
comment on column classes.ends_on is 'A class that graduates: its last day. Its students and their families have access until then.';
alter table import_permits add column ends_on date;
comment on column import_permits.ends_on is 'The word of an administrator that graduates leave after this day, also when they are no administrator by then. It permits nothing else.';
-- The next statement allows more.
-- squawk-ignore ban-drop-constraint
alter table roster_imports drop constraint roster_imports_origin_check;
alter table roster_imports add constraint roster_imports_origin_check check (origin in ('file', 'undo', 'rollover')) not valid;
