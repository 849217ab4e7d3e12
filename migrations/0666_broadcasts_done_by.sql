-- Who sent a broadcast has read it, and is yet none of its readers: what follows it is not for them.
alter table broadcasts add column done_by uuid;
comment on column broadcasts.done_by is 'Who sent it. It stands among its reads, so that they are not told of their own act.';
