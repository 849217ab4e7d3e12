-- A line that an organisation shows on everybody's first screen until a day.
create table bulletins (
  org_id bigint not null,
  bulletin_id uuid not null default uuidv7(),
  text text not null check (char_length(text) between 1 and 100),
  last_day date not null,
  version integer not null default 1,
  updated_at timestamptz not null,
  ended_at timestamptz,
  primary key (org_id, bulletin_id)
);
comment on column bulletins.last_day is 'The last day on which it shows, in the organisation''s time zone.';

call tenant_table('bulletins', 'select, insert, update');
