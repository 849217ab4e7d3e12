-- N1: how much a notice matters, and until when it does.
alter table notices add column importance text not null default 'ordinary' check (importance in ('ordinary', 'urgent'));
alter table notices add column expires_at timestamptz;
comment on column notices.importance is 'urgent: it is told in quiet hours too, and by the next channel while it is unread.';
comment on column notices.expires_at is 'From then on nobody is told, reminded or asked for an answer; who opens it sees that it is over.';
-- squawk-ignore constraint-missing-not-valid
alter table notices add constraint notices_answer_before_expiry check (expires_at is null or answer_by is null or answer_by <= expires_at);
