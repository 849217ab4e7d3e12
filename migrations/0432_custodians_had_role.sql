-- A custodian's role is kept as the others are that open something: by whose word, and since when. Two whom the same person brought in this
-- week do not learn together who reported something. Custodians of before keep what they had.
update staff set had_part = true, had_role = true where 'custodian' = any (roles) and not had_role;
