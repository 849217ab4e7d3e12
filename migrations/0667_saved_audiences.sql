-- N1: audiences that an organisation, or one of its writers, keeps under a name. A notice asks its audience again when it is sent.
create table saved_audiences (
  org_id bigint not null,
  audience_id uuid not null,
  owner_id uuid,
  name text not null check (char_length(name) between 1 and 40),
  groups text[] not null check (cardinality(groups) between 1 and 400),
  except_groups text[] not null check (cardinality(except_groups) <= 400),
  parts text[] not null check (parts <@ '{guardian,student,staff}' and cardinality(parts) between 1 and 3),
  removed_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (org_id, audience_id),
  foreign key (org_id, owner_id) references staff (org_id, staff_id)
);
create unique index saved_audiences_own on saved_audiences (org_id, owner_id, name) where owner_id is not null and removed_at is null;
create unique index saved_audiences_shared on saved_audiences (org_id, name) where owner_id is null and removed_at is null;
comment on column saved_audiences.owner_id is 'Whose it is. Null: the organisation''s, which nobody takes along when they leave.';
comment on column saved_audiences.groups is 'As notices.groups; of a bureau place:<organisation>. People are asked for by today''s roster.';

call tenant_table('saved_audiences', 'select, insert, update');

alter table notices add column saved_audience_id uuid;
comment on column notices.saved_audience_id is 'The saved audience to which it goes as that is when it is sent.';
