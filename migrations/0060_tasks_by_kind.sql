-- no-transaction
-- The oldest task of each kind of each organisation is the first entry of its group: the relay skips from group to group.
create index concurrently if not exists tasks_by_kind on tasks (org_id, kind, due_at) where state = 'planned';
