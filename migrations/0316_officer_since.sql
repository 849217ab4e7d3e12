-- Since when somebody holds a bureau's part of officer without a break: who was given it this week decides nothing for a city.
alter table memberships add column officer_since timestamptz;
update memberships set officer_since = since where kind = 'staff' and ended_at is null and 'officer' = any (roles);
comment on column memberships.officer_since is 'Of staff who are officers: since when. A return begins again with `since`.';
