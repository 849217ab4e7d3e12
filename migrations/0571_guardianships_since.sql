-- N5: a tie of this week answers for nobody else, so that a guardian whom somebody adds does not sign in the family's place.
alter table guardianships add column since timestamptz not null default '-infinity';
comment on column guardianships.since is 'When the tie first began, also where it ended and is back; ties of before the column are as old as can be.';
