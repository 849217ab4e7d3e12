-- N5: one guardian's signature answers for a child, unless the notice wants each guardian's.
alter table notices add column each_guardian boolean not null default false;
comment on column notices.each_guardian is 'Of a notice to be signed: every guardian is asked, also after another has signed for the child.';
