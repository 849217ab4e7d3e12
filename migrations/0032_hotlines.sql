-- C5: whom one can call, in every organisation; the platform (0) has the national lines, which a migration keeps.
create table hotlines (
  org_id bigint not null,
  hotline_id uuid not null default uuidv7(),
  name_zh text not null check (char_length(name_zh) between 1 and 60),
  name_en text not null check (char_length(name_en) between 1 and 60),
  phone text not null check (phone ~ '^[0-9][0-9 -]{1,18}[0-9]$'),
  hours_zh text not null check (char_length(hours_zh) between 1 and 100),
  hours_en text not null check (char_length(hours_en) between 1 and 100),
  kind text not null check (kind in ('psychological', 'youth', 'emergency', 'police', 'hospital', 'school')),
  position integer not null check (position between 0 and 999),
  version integer not null default 1,
  updated_at timestamptz not null,
  ended_at timestamptz,
  primary key (org_id, hotline_id)
);
comment on column hotlines.position is 'Place in the organisation''s list; the same place twice is in order of name.';
comment on column hotlines.hours_zh is 'As people say it: hours are read, never reckoned with.';

call tenant_table('hotlines', 'select, insert, update');

insert into hotlines (org_id, name_zh, name_en, phone, hours_zh, hours_en, kind, position, updated_at) values
  (0, '全国统一心理援助热线', 'National psychological assistance hotline', '12356',
   '多数地区 24 小时，以当地开通情况为准', 'Round the clock where offered', 'psychological', 10, now()),
  (0, '青少年服务台', 'Youth service line', '12355', '各地时间不同', 'Hours differ from place to place', 'youth', 20, now()),
  (0, '医疗急救', 'Medical emergency', '120', '24 小时', 'Round the clock', 'emergency', 30, now()),
  (0, '报警', 'Police', '110', '24 小时', 'Round the clock', 'police', 40, now()),
  (0, '政务服务便民热线', 'Government service line', '12345', '24 小时', 'Round the clock', 'psychological', 50, now())
on conflict (org_id, hotline_id) do nothing;
