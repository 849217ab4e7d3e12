-- Why a talk was cancelled when somebody's part ended. Null: somebody who takes part cancelled it.
alter table bookings add column cancelled_for text;
alter table bookings add constraint bookings_cancelled_for_check
  check (cancelled_for in ('counsellor_left', 'client_left')) not valid;
