-- N1: every channel that a provider limits or charges for has a budget, by the mechanism of SMS. The tables keep their names.
alter table sms_budgets add column channel text not null default 'sms'
  constraint sms_budgets_channel_check check (channel in ('sms', 'wecom', 'wechat', 'mail'));
alter table sms_spent add column channel text not null default 'sms'
  constraint sms_spent_channel_check check (channel in ('sms', 'wecom', 'wechat', 'mail'));
alter table broadcast_sms add column channel text not null default 'sms'
  constraint broadcast_sms_channel_check check (channel in ('sms', 'wecom', 'wechat', 'mail'));
-- The keys are made again under a lock: the tables have a few rows of each organisation and month, and one of each broadcast.
-- squawk-ignore ban-drop-constraint
alter table sms_budgets drop constraint sms_budgets_pkey;
-- squawk-ignore constraint-missing-not-valid, adding-serial-primary-key-field
alter table sms_budgets add primary key (org_id, channel);
-- squawk-ignore ban-drop-constraint
alter table sms_spent drop constraint sms_spent_pkey;
-- squawk-ignore constraint-missing-not-valid, adding-serial-primary-key-field
alter table sms_spent add primary key (org_id, channel, month, kind);
-- squawk-ignore ban-drop-constraint
alter table broadcast_sms drop constraint broadcast_sms_pkey;
-- squawk-ignore constraint-missing-not-valid, adding-serial-primary-key-field
alter table broadcast_sms add primary key (org_id, broadcast_id, channel);
comment on column sms_budgets.channel is 'Whose budget it is. Of others than SMS a message counts as one.';
comment on column sms_budgets.parts is 'Messages a month; SMS as carriers count them: a text longer than 70 units is several. Null: the configured default, which SMS alone have.';
comment on column deliveries.sms_parts is 'As how many messages of its channel this one counts, where the channel can have a budget.';
