-- no-transaction
-- Challenges that nobody answered are removed daily, oldest first.
create index concurrently if not exists passkey_challenges_expired on passkey_challenges (expires_at);
