-- The team cannot come at the agreed time: the visit takes nobody's time while its family chooses another one.
alter table visits add column asked_at timestamptz;
comment on column visits.asked_at is 'Since when the family is asked for another time, as the team cannot come. The time above is over for everybody.';
-- The wider checks follow at once.
-- squawk-ignore ban-drop-constraint
alter table visits drop constraint visits_check2;
alter table visits add constraint visits_wish_or_asked
  check ((state = 'move_asked') = (wished_at is not null or asked_at is not null)) not valid;
alter table visits add constraint visits_asked_holds_no_time
  check (asked_at is null or (wished_at is null and confirmed_by is null and held_until is null)) not valid;
-- squawk-ignore ban-drop-constraint
alter table visits drop constraint visits_changed_for_check;
alter table visits add constraint visits_changed_for_check 
  check (changed_for in ('nobody_comes', 'student_left', 'family_left', 'team_changed', 'asked_again', 'closed', 'not_answered', 'late', 'unable')) not valid;
