-- Checked apart from adding them, so that no write waits meanwhile.
alter table visit_agreement_answers validate constraint visit_agreement_answers_said_check;
alter table visit_agreement_answers validate constraint visit_agreement_answers_one_check;
