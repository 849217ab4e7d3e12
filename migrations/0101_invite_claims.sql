-- A mail is handed over outside of any transaction: the row says who is sending, and until when that is believed.
alter table calendar_invites add column sending uuid, add column sending_until timestamptz;
comment on column calendar_invites.sending is 'Who is handing a mail over right now; only this one may note what became of it.';
comment on column calendar_invites.sending_until is 'When a sender that says nothing more is taken for dead; a living one moves it on.';
