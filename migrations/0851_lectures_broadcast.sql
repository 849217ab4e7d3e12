-- N1, N2: what is told of a lecture to all whom it is for is a broadcast.
alter table lectures
  add column broadcast_ids uuid[] not null default '{}',
  add column sms_alone boolean;
comment on column lectures.broadcast_ids is 'The broadcasts that told of it, the first one first. All but the last were recalled, or stand beside it.';
comment on column lectures.sms_alone is 'Whether those whom only SMS reaches have one beyond the budget. Null: nobody had to decide.';
comment on column lectures.announced_version is 'Not used any more.';
comment on column lectures.announced_chunks is 'Of lectures announced before that, whose people were told by messages, chunk by chunk.';
