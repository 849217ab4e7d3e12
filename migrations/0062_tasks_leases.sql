-- no-transaction
-- Leases that lapse. The predicate is not `state = 'handed'`: a statement about handed tasks that names their keys must never
-- be planned over this index, however few tasks were handed when the statistics were taken.
create index concurrently if not exists tasks_leases on tasks (lease_until) where lease_until is not null;
