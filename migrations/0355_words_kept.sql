-- By whose word somebody works here is kept for good, for administrators and for every other colleague: it was of administrators alone, and was
-- forgotten when the role was taken away and given again.
comment on column memberships.administrator_since is 'Of staff who are or were administrators: since when, last.';
comment on column memberships.administrator_line is 'By whose word they work here or were named administrator, last, after those by whose word that one does. Empty: by an operator, or with the first list.';
