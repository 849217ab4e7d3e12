-- An import that was taken back says so.
alter table roster_imports add column undoes uuid;
comment on column roster_imports.undoes is 'Of an undoing: the import that it takes back.';
