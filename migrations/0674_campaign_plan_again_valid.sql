-- Rows of before have no plan that is made again.
alter table campaign_plans validate constraint campaign_plans_again_check;
alter table campaign_plans validate constraint campaign_plans_again_both_check;
