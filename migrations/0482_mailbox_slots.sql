-- Reports move to other slots among decoys (0482).
comment on column observation_mailbox.slot_id is
  'Of a new report: made of its receipt by an HMAC, so that a twin at work meets it. Of one that moved, and of a decoy: random.';
