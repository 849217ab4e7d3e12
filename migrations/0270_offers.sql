-- A proposal of a campaign holds the team's time only while the family is asked.
alter table visits add column held_until timestamptz;
comment on column visits.held_until is 'Until when a proposal of a campaign waits for the family; it ends by itself then. Null: until the visit would begin.';
-- The wider check follows at once.
-- squawk-ignore ban-drop-constraint
alter table visits drop constraint visits_changed_for_check;
alter table visits add constraint visits_changed_for_check
  check (changed_for in ('nobody_comes', 'student_left', 'family_left', 'team_changed', 'asked_again', 'closed', 'not_answered')) not valid;

alter table campaigns add column hold_hours smallint not null default 48;
alter table campaigns add constraint campaigns_hold_hours_check check (hold_hours between 12 and 168) not valid;
comment on column campaigns.hold_hours is 'How long a proposed time is held while the family is asked.';

-- An applied plan goes out in waves: one class teacher's share of it.
create table campaign_waves (
  org_id bigint not null,
  campaign_id uuid not null,
  applied_by uuid not null,
  plan_id uuid not null,
  offered smallint not null default 0,
  primary key (org_id, campaign_id, applied_by),
  foreign key (org_id, campaign_id) references campaigns (org_id, campaign_id),
  foreign key (org_id, applied_by) references staff (org_id, staff_id)
);
comment on column campaign_waves.offered is 'How many evenings of the plan, in order, went out to their families.';

call tenant_table('campaign_waves', 'select, insert, update');
