-- no-transaction
drop index concurrently if exists tasks_due;
