-- A grant carries the server's mark (HMAC, its key outside of the database) over record, person, purpose, giver and end: a row without
-- one is refused, and one with another opens nothing (0197). The step `resealing.seal_grants` follows in this transaction.
alter table grants add column seal bytea;
alter table grants add constraint grants_seal_check check (seal is not null and octet_length(seal) = 32) not valid;
comment on column grants.seal is 'HMAC of the server over the other columns but granted_at; zeros once the grant was taken back.';
