-- no-transaction
-- What is being sent is counted before each SMS that a budget limits.
create index concurrently if not exists deliveries_sms_sending on deliveries (org_id) where channel = 'sms' and state = 'sending';
