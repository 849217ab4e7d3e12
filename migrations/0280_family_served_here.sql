-- It read the tables of another organisation with the owner's rights. The acting person's own school is entered instead.
-- squawk-ignore ban-drop-function
drop function counselling_client(uuid);
