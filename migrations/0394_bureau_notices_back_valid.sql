-- 0393 added it without reading the table.
alter table bureau_notices validate constraint bureau_notices_back_because;
