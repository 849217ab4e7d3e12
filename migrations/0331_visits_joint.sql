-- Siblings of one home are visited together (V1): each child keeps a visit of its own, for its class and its record.
alter table visits add column joint_id uuid;
comment on column visits.joint_id is 'The visits of one stop share it: siblings who are visited together. The time of team and guardian is claimed once, under this id.';
