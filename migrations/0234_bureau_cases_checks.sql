-- The checks of 0233, looked at apart so that steps can be read meanwhile.
alter table observation_steps validate constraint observation_steps_kind_check;
alter table observation_steps validate constraint observation_steps_note;
