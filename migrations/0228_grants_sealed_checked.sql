-- The step of 0227 has sealed every row.
alter table grants validate constraint grants_seal_check;
