-- N1: texts of notices that a school, or one of its writers, keeps under a name and fills the form with.
create table notice_templates (
  org_id bigint not null,
  template_id uuid not null,
  owner_id uuid,
  name text not null check (char_length(name) between 1 and 40),
  kind text not null check (kind in ('information', 'acknowledge', 'sign')),
  importance text not null check (importance in ('ordinary', 'urgent')),
  title_zh text not null check (char_length(title_zh) between 1 and 80),
  body_zh text not null check (char_length(body_zh) between 1 and 4000),
  title_en text check (char_length(title_en) between 1 and 80),
  body_en text check (char_length(body_en) between 1 and 4000),
  parts text[] not null check (parts <@ '{guardian,student,staff}' and cardinality(parts) between 1 and 3),
  removed_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (org_id, template_id),
  foreign key (org_id, owner_id) references staff (org_id, staff_id),
  check ((title_en is null) = (body_en is null))
);
create unique index notice_templates_own on notice_templates (org_id, owner_id, name) where owner_id is not null and removed_at is null;
create unique index notice_templates_shared on notice_templates (org_id, name) where owner_id is null and removed_at is null;
comment on column notice_templates.owner_id is 'Whose it is. Null: the school''s, which nobody takes along when they leave.';

call tenant_table('notice_templates', 'select, insert, update');
