-- 0842 added them without reading the table.
alter table notices validate constraint notices_changed_by_fkey;
alter table notices validate constraint notices_back_because;
