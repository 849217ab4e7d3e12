-- Who last changed what a notice says, since it leaves under its author's name; and why one that was to leave is a draft again.
alter table notices add column changed_by uuid;
alter table notices add column back_because text;
alter table notices add constraint notices_changed_by_fkey foreign key (org_id, changed_by) references staff (org_id, staff_id) not valid;
alter table notices add constraint notices_back_because check (back_because in ('changed', 'stopped', 'over', 'left', 'not_allowed', 'nobody')) not valid;
comment on column notices.changed_by is 'Who edited or corrected it last. Null: nobody since it was written.';
comment on column notices.back_because is 'Why one that was to leave is a draft again; null once it is edited or let out.';
