"""SQL of password and authenticator."""

from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, maybe, run, value


class Credential(msgspec.Struct, frozen=True, kw_only=True):
    """What a person proves themself by."""

    secret_hash: str | None
    totp_sealed: bytes | None
    totp_confirmed_at: datetime | None
    totp_pending_sealed: bytes | None
    passkeys: int
    moved_at: datetime | None

    @property
    def enrolled(self) -> bool:
        """Whether there is a second factor: a confirmed authenticator with a password, or a passkey."""
        return self.passkeys > 0 or self.both

    @property
    def both(self) -> bool:
        """Whether there is a password with a confirmed authenticator."""
        return self.secret_hash is not None and self.totp_confirmed_at is not None


SELECT_CREDENTIAL = """
select secret_hash, totp_sealed, totp_confirmed_at, totp_pending_sealed, passkeys, moved_at from credential_get($1)
"""


async def find_credential(conn: ReadConn, account_id: UUID) -> Credential | None:
    """The person's credential, if any was set."""
    return await maybe(conn, Credential, SELECT_CREDENTIAL, account_id)


SET_PENDING = """
select totp_pending_set($1, $2, $3, $4)
"""


async def set_pending(conn: Conn, account_id: UUID, sealed: bytes, session_id: UUID | None, now: datetime) -> None:
    """Keeps a new authenticator's secret beside the one in use."""
    await run(conn, SET_PENDING, account_id, sealed, session_id, now)


CONFIRM_PENDING = """
select totp_pending_confirm($1, $2, $3, $4)
"""


async def confirm_pending(conn: Conn, account_id: UUID, session_id: UUID | None, step: int, now: datetime) -> bool:
    """Puts the new authenticator in the place of the old one. False when this session asked for none."""
    return await value(conn, CONFIRM_PENDING, account_id, session_id, step, now)


FIND_RESET = """
select factor_reset_find($1, $2)
"""


async def find_reset(conn: ReadConn, account_id: UUID, now: datetime) -> UUID | None:
    """The reset of a second factor that the person may use now."""
    return await value(conn, FIND_RESET, account_id, now)


USE_RESET = """
select factor_reset_use($1, $2, $3)
"""


async def use_reset(conn: Conn, account_id: UUID, reset_id: UUID, now: datetime) -> None:
    """Removes what was lost: the person has no second factor any more."""
    await run(conn, USE_RESET, account_id, reset_id, now)


SELECT_PROOF = """
select session_proof($1, $2)
"""


async def find_proof(conn: ReadConn, account_id: UUID, session_id: UUID | None) -> datetime | None:
    """When the session's person last proved a second factor in it."""
    return await value(conn, SELECT_PROOF, account_id, session_id)


NOTE_PROOF = """
select session_proved($1, $2, $3)
"""


async def note_proof(conn: Conn, account_id: UUID, session_id: UUID | None, now: datetime) -> None:
    """The session's person proved a second factor: it has assurance 2 for an hour."""
    await run(conn, NOTE_PROOF, account_id, session_id, now)


IS_STAFF = """
select coalesce(bool_or(k.kind = 'staff'), false) from account_kinds($1) k
"""


async def is_staff(conn: ReadConn, account_id: UUID) -> bool:
    """Whether the person works anywhere."""
    return await value(conn, IS_STAFF, account_id)


KEEP_HASH = """
select credential_set_secret($1, $2, $3)
"""


async def set_secret(conn: Conn, account_id: UUID, secret_hash: str, now: datetime) -> None:
    """Keeps a password's hash."""
    await run(conn, KEEP_HASH, account_id, secret_hash, now)


TAKE_STEP = """
select totp_step_take($1, $2)
"""


async def take_step(conn: Conn, account_id: UUID, step: int) -> bool:
    """Uses up a TOTP step."""
    return await value(conn, TAKE_STEP, account_id, step)
