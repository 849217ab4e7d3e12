-- Why an approved notice of a bureau is a draft again: its writers have to know before they submit it once more.
alter table bureau_notices add column back_because text;
alter table bureau_notices add constraint bureau_notices_back_because check (back_because in ('officer_left', 'too_late')) not valid;
comment on column bureau_notices.back_because is 'Why one that was approved is a draft again; null once it is changed or submitted.';
