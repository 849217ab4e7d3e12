-- Ordinary reports wait in a mailbox until the full hour. All rows have one size, and most of them are decoys: a dump
-- does not tell which row is a report. One transaction then takes the reports out in random order and rewrites the rows.
-- So no xmin, no place in a heap and no id of a case is finer than the hour in which it was filed (DESIGN 7).
create table observation_mailbox (
  org_id bigint not null,
  slot_id uuid not null,
  ticket bytea not null check (octet_length(ticket) = 541),
  parcel bytea not null check (octet_length(parcel) = 5149),
  primary key (org_id, slot_id)
);
comment on column observation_mailbox.slot_id is 'Of a report: made of its receipt by an HMAC, so that a repeated request meets it. Of a decoy: random.';
comment on column observation_mailbox.ticket is 'Sealed: what the observer finds their report by, or that the row is a decoy.';
comment on column observation_mailbox.parcel is 'Sealed: the report. Of a decoy: random bytes.';
-- Random bytes cannot be compressed; nothing tries to.
alter table observation_mailbox alter column ticket set storage external;
alter table observation_mailbox alter column parcel set storage external;

call tenant_table('observation_mailbox', 'insert, delete');
-- Columns by name: so the service cannot read the system columns, which tell when a row was written.
grant select (org_id, slot_id, ticket, parcel) on observation_mailbox to xinqiao_app;
