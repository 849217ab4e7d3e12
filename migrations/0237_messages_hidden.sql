-- What somebody was told of a child leaves their inbox when they may not know of the child any more.
alter table message_people add column hidden_at timestamptz;
comment on column message_people.hidden_at is 'Since when it is not shown to this person: their tie ended.';
