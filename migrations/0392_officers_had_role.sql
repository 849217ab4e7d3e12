-- An officer's role is kept as the roles of a school are: by whose word, and that the bureau's first list has come. Without it every list of a
-- bureau was its first one, and nothing was kept of who appointed whom.
update staff set had_part = true, had_role = true where 'officer' = any (roles) and not had_role;
