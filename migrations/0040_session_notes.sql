-- C7: what a counsellor writes of a session. A change is a new version; what was written before stays in the file.
create table session_notes (
  org_id bigint not null,
  booking_id uuid not null,
  version integer not null check (version >= 1),
  note_id uuid not null,
  written_by uuid not null,
  written_at timestamptz not null,
  primary key (org_id, booking_id, version),
  foreign key (org_id, booking_id) references bookings (org_id, booking_id),
  foreign key (org_id, note_id) references vault_records (org_id, record_id)
);

call tenant_table('session_notes', 'select, insert');
