-- no-transaction
-- Nothing that is being sent is held against the budget any more.
drop index concurrently if exists deliveries_sms_sending;
