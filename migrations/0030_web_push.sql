-- Web push leaves the country with most browsers, so each organisation turns it on apart, as it does FCM (P6).
set lock_timeout = '5s';
alter table orgs add column webpush_enabled boolean not null default false;
alter table orgs alter column channels set default '{fcm,webpush,sms,mail}';
update orgs set channels = '{fcm,webpush,sms,mail}' where channels = '{fcm,sms,mail}';
