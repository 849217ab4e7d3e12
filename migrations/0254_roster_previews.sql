-- A yes to an import is bound to what was shown: its version, the digest of its changes, and the imports that came before.
alter table roster_imports add column version integer not null default 1;
alter table roster_imports add column compared_with integer not null default 0;
alter table roster_imports add column applied_number integer;
alter table roster_imports add column preview_sha256 bytea;
alter table roster_imports add column losses_sealed bytea;
alter table roster_imports add constraint roster_imports_preview_sha256_check
  check (octet_length(preview_sha256) = 32) not valid;
update roster_imports set applicable = false where state = 'checked';
comment on column roster_imports.version is 'Raised whenever the file is read in another way.';
comment on column roster_imports.compared_with is 'The number of the last import applied before the comparison; stale once there is a later one.';
comment on column roster_imports.applied_number is 'Which applied import of the organisation this is; null until then, and for those before this column.';
comment on column roster_imports.losses_sealed is 'All that ends or is removed, by name; gone together with findings_sealed.';
