-- The CHECK of 0228 proves it, so no row is read for it.
-- squawk-ignore adding-not-nullable-field
alter table grants alter column seal set not null;
