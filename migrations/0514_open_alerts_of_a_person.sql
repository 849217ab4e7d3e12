-- The first screen asks which visits a person was told of and nobody reported as over.
create index visit_alerts_person on visit_alerts (org_id, staff_id, told_at);
