-- A centre serves a school no more: its families book nothing new there. The row stays, so that they read, are told of and cancel what
-- they booked, and the centre hears of the school's ended ties and orders as long as it knows its families.
alter table org_catchments add column ended_at timestamptz;
comment on column org_catchments.ended_at is 'Since when families of the school book nothing new here; null while the service goes on.';
