-- What somebody is writing into a confidential text and has not filed yet. Only its writer opens it, and it ends after 14 days.
create table vault_drafts (
  org_id bigint not null,
  account_id uuid not null,
  kind text not null check (kind in ('visit_record', 'visit_correction', 'session_note')),
  subject_id uuid not null,
  version integer not null,
  sealed bytea not null check (octet_length(sealed) <= 131072),
  saved_at timestamptz not null,
  primary key (org_id, account_id, kind, subject_id)
);
create index vault_drafts_saved on vault_drafts (org_id, saved_at);
comment on column vault_drafts.sealed is 'By the key of the student whom the text is about, bound to the writer, kind and subject: nobody else''s row opens it.';
comment on column vault_drafts.subject_id is 'The visit, the version being corrected, or the booking.';

call tenant_table('vault_drafts', 'select, insert, update, delete');
