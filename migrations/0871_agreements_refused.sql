-- V6: a guardian may say that what was written is not what they agreed to. A disagreement needs no word beside it.
alter table visit_agreement_answers add column disagrees boolean not null default false;
-- squawk-ignore ban-drop-constraint
alter table visit_agreement_answers drop constraint visit_agreement_answers_check;
alter table visit_agreement_answers
  add constraint visit_agreement_answers_said_check check (confirmed_at is not null or word_sealed is not null or disagrees) not valid;
alter table visit_agreement_answers add constraint visit_agreement_answers_one_check check (not (disagrees and confirmed_at is not null)) not valid;
