-- no-transaction
-- The few visits of one stop are looked for with each of them.
create index concurrently if not exists visits_joint on visits (org_id, joint_id) where joint_id is not null;
