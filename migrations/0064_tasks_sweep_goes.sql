-- no-transaction
drop index concurrently if exists tasks_sweep;
