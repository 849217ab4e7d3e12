-- V6: what is to be done after a visit, for those who do it. Follow-ups from before have their text in the sealed record alone.
alter table visit_follow_ups add column text_sealed bytea;
comment on column visit_follow_ups.text_sealed is 'By the org''s key, as what was agreed with a family is.';
