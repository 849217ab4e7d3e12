-- V9: what a new plan changes as little as it can.
alter table campaign_plans add column before bytea;
comment on column campaign_plans.before is 'The last plan that was shown; ids, times and minutes, as in result.';
