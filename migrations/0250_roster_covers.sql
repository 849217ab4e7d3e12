-- What a file covers, what it would end by name, and what an applied import can be taken back with for some days.
alter table roster_imports add column covers text not null default 'school';
alter table roster_imports add column origin text not null default 'file';
alter table roster_imports add column applicable boolean not null default false;
alter table roster_imports add column findings_sealed bytea;
alter table roster_imports add column undo_sealed bytea;
alter table roster_imports add column undo_until timestamptz;
alter table roster_imports add constraint roster_imports_covers_check
  check (covers in ('school', 'classes', 'new')) not valid;
alter table roster_imports add constraint roster_imports_origin_check
  check (origin in ('file', 'undo')) not valid;
alter table roster_imports add constraint roster_imports_undo_check
  check (undo_sealed is null or undo_until is not null) not valid;
update roster_imports set applicable = true where state = 'checked' and file_sealed is not null;
comment on column roster_imports.applicable is 'The stored file can be applied: it has no errors and changes something.';
comment on column roster_imports.findings_sealed is 'Faults and losses quote names and phone numbers; gone with the next upload, or when the import can no longer be undone.';
comment on column roster_imports.undo_sealed is 'What the import changed, by the org''s key; gone at undo_until, or once another import was applied.';
