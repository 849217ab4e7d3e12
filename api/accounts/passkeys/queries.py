"""SQL of passkeys and the challenges that they sign."""

from datetime import datetime
from uuid import UUID

import msgspec

from api.accounts.passkeys.verifying import Made, Purpose
from api.core.db import Conn, ReadConn, many, maybe, run, value

ADD_CHALLENGE = """
select passkey_challenge_put($1, $2, $3, $4)
"""


async def add_challenge(
    conn: Conn, hashed: bytes, purpose: Purpose, session_id: UUID | None, expires_at: datetime
) -> None:
    """Stores a challenge for one purpose and, but at sign-in, one session."""
    await run(conn, ADD_CHALLENGE, hashed, purpose, session_id, expires_at)


TAKE_CHALLENGE = """
select passkey_challenge_take($1, $2, $3, $4)
"""


async def take_challenge(conn: Conn, hashed: bytes, purpose: Purpose, session_id: UUID | None, now: datetime) -> bool:
    """Uses up a challenge. False where it was used, has expired, or was for something else."""
    return await value(conn, TAKE_CHALLENGE, hashed, purpose, session_id, now)


class PasskeyRow(msgspec.Struct, frozen=True, kw_only=True):
    """One of a person's passkeys."""

    passkey_id: UUID
    credential_id: bytes
    name: str
    created_at: datetime
    used_at: datetime | None


SELECT_PASSKEYS = """
select passkey_id, credential_id, name, created_at, used_at from passkey_list($1)
"""


async def list_passkeys(conn: ReadConn, account_id: UUID) -> list[PasskeyRow]:
    """The person's passkeys, the oldest first."""
    return await many(conn, PasskeyRow, SELECT_PASSKEYS, account_id)


class KnownKey(msgspec.Struct, frozen=True, kw_only=True):
    """A passkey as its signatures are checked. `kinds`: what its owner is now, anywhere."""

    passkey_id: UUID
    public_key: bytes
    sign_count: int
    kinds: list[str]


FIND_KEY = """
select passkey_id, public_key, sign_count, kinds from passkey_find($1, $2)
"""


async def find_key(conn: ReadConn, account_id: UUID, credential_id: bytes) -> KnownKey | None:
    """An account's passkey by the id that its device knows."""
    return await maybe(conn, KnownKey, FIND_KEY, account_id, credential_id)


ADD_PASSKEY = """
select passkey_put($1, $2, $3, $4, $5, $6, $7)
"""


async def add_passkey(conn: Conn, account_id: UUID, passkey_id: UUID, made: Made, name: str, now: datetime) -> bool:
    """Stores a passkey. False where the account has it already."""
    key = (made.public_key, made.sign_count)
    return await value(conn, ADD_PASSKEY, account_id, made.credential_id, passkey_id, *key, name, now)


NOTE_USE = """
select passkey_used($1, $2, $3, $4, $5)
"""


async def note_use(
    conn: Conn, account_id: UUID, credential_id: bytes, before: int, sign_count: int, now: datetime
) -> bool:
    """Stores the new sign count. False where another use raised it meanwhile."""
    return await value(conn, NOTE_USE, account_id, credential_id, before, sign_count, now)


SET_NAME = """
select passkey_rename($1, $2, $3)
"""


async def set_name(conn: Conn, account_id: UUID, passkey_id: UUID, name: str) -> int:
    """Renames a passkey; 0 when it is not the person's."""
    return await value(conn, SET_NAME, account_id, passkey_id, name)


REMOVE_PASSKEY = """
select passkey_remove($1, $2)
"""


async def remove_passkey(conn: Conn, account_id: UUID, passkey_id: UUID) -> int:
    """Removes a passkey; 0 when it is not the person's."""
    return await value(conn, REMOVE_PASSKEY, account_id, passkey_id)
