-- no-transaction
-- The relay's look at the oldest due tasks, and at the next due time.
create index concurrently if not exists tasks_planned on tasks (due_at) where state = 'planned';
