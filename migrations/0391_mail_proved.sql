-- A mail address from a school's list may be mistyped, or somebody else's. It counts once its owner has shown that they read it (0361).
alter table login_keys add column proved boolean not null default false;
comment on column login_keys.proved is 'Of a mail address: a code that came there signed the person in.';
update login_keys l set proved = true where l.kind = 'mail' and exists (select 1 from sessions s where s.account_id = l.account_id);

-- Lists set addresses as confirmed. Those that their owners confirmed themselves are in the audit, at the very instant.
update accounts a set email_verified_at = null
where a.email_verified_at is not null
  and not exists (select 1 from audit_changes c where c.account_id = a.account_id and c.resource = 'email' and c.at = a.email_verified_at);
