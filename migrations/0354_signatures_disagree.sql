-- N1, N5: who is asked for consent may say no, with the same signature.
alter table notice_signatures add column agrees boolean not null default true;
comment on column notice_signatures.agrees is 'False: read and signed, and not agreed to. It is an answer: nobody is reminded of it.';
