-- The first screen asks which visits a person was told of and nobody reported as over.
-- Few visits end in an alert: the table is small, and a migration is one transaction.
-- squawk-ignore require-concurrent-index-creation
create index visit_alerts_person on visit_alerts (org_id, staff_id, told_at);
