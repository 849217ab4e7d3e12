-- A report's slot was a part of its receipt, which stands in clear once the report is a case: an earlier dump told the row.
comment on column observation_mailbox.slot_id is
  'Of a new report: an HMAC of its receipt, so that a twin at work meets it, and no part of the receipt. Of one that moved, and of a decoy: random.';
