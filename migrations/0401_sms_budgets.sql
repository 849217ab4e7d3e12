-- N1: how many SMS an organisation lets out in a month, who set that, and how many have left.
create table sms_budgets (
  org_id bigint not null,
  parts integer check (parts between 0 and 10000000),
  set_by uuid,
  set_at timestamptz,
  asked_parts integer check (asked_parts between 0 and 10000000),
  asked_by uuid,
  asked_at timestamptz,
  version integer not null default 0,
  primary key (org_id),
  check (num_nulls(parts, set_by, set_at) in (0, 3)),
  check (num_nulls(asked_parts, asked_by, asked_at) in (0, 3))
);
comment on column sms_budgets.parts is 'SMS a month as carriers count them: a text longer than 70 units is several. Null: the configured default.';
comment on column sms_budgets.asked_parts is 'A higher budget that a second person has to agree to.';

create table sms_spent (
  org_id bigint not null,
  month date not null check (extract(day from month) = 1),
  kind text not null check (kind in ('notice', 'reminder', 'urgent', 'other')),
  parts integer not null check (parts >= 0),
  primary key (org_id, month, kind)
);
comment on column sms_spent.month is 'The first day of the month, by the organisation''s time zone.';

-- Only broadcasts of organisations with a budget have a row: what was decided when it was told.
create table broadcast_sms (
  org_id bigint not null,
  broadcast_id uuid not null,
  rule text not null check (rule in ('free', 'alone', 'none')),
  reserved integer not null check (reserved >= 0),
  reserved_at timestamptz not null,
  primary key (org_id, broadcast_id),
  foreign key (org_id, broadcast_id) references broadcasts (org_id, broadcast_id)
);
comment on column broadcast_sms.rule is 'free: there was room for all of its SMS. alone: only those have one whom nothing else reaches. none: nobody has.';
comment on column broadcast_sms.reserved is 'SMS that are still to come; counted against the budget for a day.';

alter table deliveries add column sms_parts smallint;
comment on column deliveries.sms_parts is 'SMS that this one counts as. While it is being sent, they are held against the budget.';

alter table notices add column sms_alone boolean;
comment on column notices.sms_alone is 'What its sender decided, should the budget not do: those whom only SMS reaches have one all the same. Null: nobody had to decide.';

call tenant_table('sms_budgets', 'select, insert, update');
call tenant_table('sms_spent', 'select, insert, update');
call tenant_table('broadcast_sms', 'select, insert, update');
