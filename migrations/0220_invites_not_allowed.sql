-- A calendar mail that did not leave, because the person may not know of the event any more.
-- squawk-ignore ban-drop-constraint
alter table calendar_invites drop constraint calendar_invites_unsent_check;
alter table calendar_invites add constraint calendar_invites_unsent_check
  check (unsent in ('no_mail', 'refused', 'expired', 'not_allowed')) not valid;
