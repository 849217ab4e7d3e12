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


SELECT_CREDENTIAL = """
select secret_hash, totp_sealed, totp_confirmed_at from credential_get($1)
"""


async def find_credential(conn: ReadConn, account_id: UUID) -> Credential | None:
    """The person's credential, if any was set."""
    return await maybe(conn, Credential, SELECT_CREDENTIAL, account_id)


SET_TOTP = """
select credential_set_totp($1, $2, $3, $4)
"""


async def set_totp(conn: Conn, account_id: UUID, sealed: bytes, confirmed_at: datetime | None, now: datetime) -> None:
    """Keeps an authenticator's secret."""
    await run(conn, SET_TOTP, account_id, sealed, confirmed_at, now)


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


COUNT_ATTEMPT = """
select login_attempt($1, $2, $3, $4)
"""


async def count_attempt(conn: Conn, key: bytes, now: datetime) -> int:
    """Counts one try at a proof; 0, or the seconds to wait after ten in a quarter of an hour."""
    return await value(conn, COUNT_ATTEMPT, [key], [10], [900], now)
