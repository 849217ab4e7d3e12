-- WeCom is a channel of schools: before SMS, which costs.
alter table orgs alter column channels set default '{fcm,webpush,wecom,sms,mail}';
update orgs set channels = '{fcm,webpush,wecom,sms,mail}' where channels = '{fcm,webpush,sms,mail}';

-- One channel more: what the version before writes fits the new check.
-- squawk-ignore ban-drop-constraint
alter table deliveries drop constraint deliveries_channel_check;
alter table deliveries
  add constraint deliveries_channel_check check (channel in ('fcm', 'webpush', 'wecom', 'sms', 'mail')) not valid;

create table wecom_links (
  org_id bigint not null,
  account_id uuid not null,
  user_id text not null check (char_length(user_id) between 1 and 64),
  phone_mark bytea not null check (octet_length(phone_mark) = 32),
  updated_at timestamptz not null,
  primary key (org_id, account_id),
  foreign key (org_id, account_id) references guardians (org_id, guardian_id)
);
create unique index wecom_links_user on wecom_links (org_id, user_id);
comment on table wecom_links is 'Who a guardian is in the WeCom of the organisation, as the phone numbers of both say.';
comment on column wecom_links.phone_mark is 'Of the number that proved it. Where the guardian''s number has changed since, the link proves nothing.';
call tenant_table('wecom_links', 'select, insert, update, delete');
