-- A person of two organisations gets a new number from either (0314): where the move waits, and where a second adult stood behind it already.
alter table login_moves add column org_ids bigint[] not null default '{}';
comment on column login_moves.org_ids is 'Organisations that the person belonged to when it was moved: a second adult of each opens it there.';
update login_moves set org_ids = array[org_id];

alter table accounts add column login_open_in bigint[] not null default '{}';
comment on column accounts.login_open_in is 'Organisations where a second adult stands behind the moved number, while login_closed_until is still to come.';
