-- V8: the visits owed in a period. Who visits, when they can, and how they travel; whom they visit are today's students of its classes.
create table campaigns (
  org_id bigint not null,
  campaign_id uuid not null,
  title text not null check (char_length(title) between 1 and 60),
  starts_on date not null,
  ends_on date not null,
  year_began timestamptz not null,
  visit_minutes smallint not null check (visit_minutes between 10 and 240),
  visits_per_day smallint not null check (visits_per_day between 1 and 12),
  day_minutes smallint not null check (day_minutes between 30 and 840),
  visitors_per_visit smallint not null check (visitors_per_visit between 1 and 3),
  travel text not null check (travel in ('walk', 'bicycle', 'car', 'bus')),
  speed_kmh smallint not null check (speed_kmh between 1 and 120),
  places_sealed bytea,
  opened_by uuid not null,
  closed_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (org_id, campaign_id),
  foreign key (org_id, opened_by) references staff (org_id, staff_id),
  check (ends_on >= starts_on)
);
comment on column campaigns.year_began is 'When the school year began in which its visits count.';
comment on column campaigns.places_sealed is 'By the org''s key, as homes are: where a day of visits starts and ends, which may be a teacher''s home.';

create table campaign_classes (
  org_id bigint not null,
  campaign_id uuid not null,
  class_id uuid not null,
  closed_at timestamptz,
  primary key (org_id, campaign_id, class_id),
  foreign key (org_id, campaign_id) references campaigns (org_id, campaign_id),
  foreign key (org_id, class_id) references classes (org_id, class_id)
);
create unique index campaign_classes_open on campaign_classes (org_id, class_id) where closed_at is null;
create index campaign_classes_class on campaign_classes (org_id, class_id);
comment on column campaign_classes.closed_at is 'When the campaign was closed. A class is in one open campaign at a time: no family is asked twice.';

create table campaign_visitors (
  org_id bigint not null,
  campaign_id uuid not null,
  staff_id uuid not null,
  primary key (org_id, campaign_id, staff_id),
  foreign key (org_id, campaign_id) references campaigns (org_id, campaign_id),
  foreign key (org_id, staff_id) references staff (org_id, staff_id)
);
create index campaign_visitors_staff on campaign_visitors (org_id, staff_id);

create table campaign_hours (
  org_id bigint not null,
  campaign_id uuid not null,
  staff_id uuid not null,
  weekday smallint not null check (weekday between 1 and 7),
  from_time time not null,
  to_time time not null check (to_time > from_time),
  primary key (org_id, campaign_id, staff_id, weekday, from_time),
  foreign key (org_id, campaign_id, staff_id) references campaign_visitors (org_id, campaign_id, staff_id)
);
comment on column campaign_hours.weekday is 'ISO 8601: Monday is 1.';

call tenant_table('campaigns', 'select, insert, update');
call tenant_table('campaign_classes', 'select, insert, update, delete');
call tenant_table('campaign_visitors', 'select, insert, delete');
call tenant_table('campaign_hours', 'select, insert, delete');
