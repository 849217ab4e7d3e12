-- Decision 0551: a visit at the place of one guardian is answered by that guardian.
alter table visits add column host_id uuid;
comment on column visits.host_id is 'The guardian at whose place and time the visit is: they alone answer it, while they are a guardian of the student. Null: any guardian may.';
