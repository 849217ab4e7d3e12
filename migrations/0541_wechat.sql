-- WeChat service accounts are a channel of schools: after WeCom, before SMS, which costs.
alter table orgs alter column channels set default '{fcm,webpush,wecom,wechat,sms,mail}';
update orgs set channels = '{fcm,webpush,wecom,wechat,sms,mail}' where channels = '{fcm,webpush,wecom,sms,mail}';

-- One channel more: what the version before writes fits the new check.
-- squawk-ignore ban-drop-constraint
alter table deliveries drop constraint deliveries_channel_check;
alter table deliveries
  add constraint deliveries_channel_check check (channel in ('fcm', 'webpush', 'wecom', 'wechat', 'sms', 'mail')) not valid;

create table wechat_links (
  org_id bigint not null,
  account_id uuid not null,
  app_id text not null check (char_length(app_id) between 1 and 64),
  state text not null check (state in ('asked', 'linked', 'failed')),
  user_id text check (char_length(user_id) between 1 and 64),
  phone_mark bytea check (octet_length(phone_mark) = 32),
  updated_at timestamptz not null,
  primary key (org_id, account_id),
  foreign key (org_id, account_id) references guardians (org_id, guardian_id),
  check ((state = 'linked') = (user_id is not null)),
  check ((user_id is null) = (phone_mark is null))
);
create unique index wechat_links_user on wechat_links (org_id, app_id, user_id);
comment on table wechat_links is 'Who a guardian is in the WeChat service account of the organisation, as they showed by coming back from WeChat''s own page.';
comment on column wechat_links.user_id is 'The openid: it names nobody outside of that service account.';
comment on column wechat_links.phone_mark is 'Of the number that they had then. Where it has changed since, the link proves nothing.';
call tenant_table('wechat_links', 'select, insert, update, delete');
