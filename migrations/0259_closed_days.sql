-- A talk or visit is cancelled with notice when its day is closed.
-- squawk-ignore ban-drop-constraint
alter table bookings drop constraint bookings_cancelled_for_check;
alter table bookings add constraint bookings_cancelled_for_check
  check (cancelled_for in ('counsellor_left', 'client_left', 'closed')) not valid;
-- squawk-ignore ban-drop-constraint
alter table visits drop constraint visits_changed_for_check;
alter table visits add constraint visits_changed_for_check
  check (changed_for in ('nobody_comes', 'student_left', 'family_left', 'team_changed', 'asked_again', 'closed')) not valid;
comment on column visits.changed_for is 'Why the newest change was made when somebody''s part ended or the day was closed. Null: somebody who takes part made it.';
