-- Who gave a colleague a part that opens what is confidential about children, when others had one already. Of a report about that
-- person the colleague is told nothing: an administrator could admit a second account of their own to read it.
alter table staff add column appointed_by uuid;
comment on column staff.appointed_by is 'Who gave them a part that opens reports, unless nobody had one before; they do not see reports about that person.';
