-- How often somebody signed out everywhere is a part of the mark of their WeChat links: what was linked, or begun, before proves nothing after.
alter table accounts add column sign_outs integer not null default 0;
comment on column accounts.sign_outs is 'How often all other sessions were ended at once. A WeChat link from before counts for nothing (0541).';
-- The mark is made when the person asks, so that a number that changes before WeChat answers is noticed.
-- squawk-ignore ban-drop-constraint
alter table wechat_links drop constraint wechat_links_check1;
alter table wechat_links add constraint wechat_links_mark_check check (user_id is null or phone_mark is not null) not valid;
comment on column wechat_links.phone_mark is
  'Of the number that they had when they asked, and of how often they had signed out everywhere. Where either has changed since, the link proves nothing.';
