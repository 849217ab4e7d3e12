-- N1: when a bureau's notice leaves, and how many people it would reach at each school, as counted before it does.
alter table bureau_notices add column send_at timestamptz;
alter table bureau_notices add column reach_schools bigint[] not null default '{}';
alter table bureau_notices add column reach_people integer[] not null default '{}';
alter table bureau_notices add column reach_at timestamptz;
comment on column bureau_notices.send_at is 'Not before this; null: as soon as it is approved.';
comment on column bureau_notices.reach_at is 'When the schools were counted; null: not since it was changed.';
