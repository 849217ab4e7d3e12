-- Phone numbers, mail and device addresses and authenticator secrets are sealed for one account and kind (0194). The step
-- `resealing.bind_contacts` follows in this transaction. Stop API and worker first: what an older version writes later is unreadable.
lock table accounts, login_keys, devices, credentials in share row exclusive mode;
