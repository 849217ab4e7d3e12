-- V9: while a plan is made again, the one that is there stays in force.
alter table campaign_plans add column again_id uuid;
alter table campaign_plans add column again_state text;
alter table campaign_plans add constraint campaign_plans_again_check
  check (again_state in ('solving', 'failed') and result is not null or again_state is null) not valid;
alter table campaign_plans add constraint campaign_plans_again_both_check check ((again_id is null) = (again_state is null)) not valid;
comment on column campaign_plans.again_id is 'The plan that is made to take the place of this one.';
