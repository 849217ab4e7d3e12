"""SQL of a person's own resources; all of it goes through definer functions."""

from datetime import datetime, time
from typing import Literal
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, one, run, value
from schemas.accounts.wire import Channel, Device, Language, SecretReset


class AccountRow(msgspec.Struct, frozen=True, kw_only=True):
    """A person's settings as they are kept."""

    account_id: UUID
    language: Language
    quiet_from: time
    quiet_to: time
    channels: list[Channel]
    plain_titles: bool
    digest_hour: int | None
    digest_since: datetime | None
    digest_until: datetime | None
    email_sealed: bytes | None
    email_verified_at: datetime | None
    has_secret: bool
    has_totp: bool
    passkeys: int
    updated_at: datetime

    @property
    def enrolled(self) -> bool:
        """Whether the person has a second factor."""
        return self.passkeys > 0 or (self.has_secret and self.has_totp)


SELECT_ACCOUNT = """
select account_id, language, quiet_from, quiet_to, channels, plain_titles, digest_hour, digest_since, digest_until, email_sealed,
  email_verified_at, has_secret, has_totp, passkeys, updated_at
from account_get($1)
"""


async def get_account(conn: ReadConn, account_id: UUID) -> AccountRow:
    """The person's settings."""
    return await one(conn, AccountRow, SELECT_ACCOUNT, account_id)


class OwnLogin(msgspec.Struct, frozen=True, kw_only=True):
    """What a person's codes go to, sealed."""

    kind: Literal["phone", "mail"]
    sealed: bytes


SELECT_LOGIN = """
select kind, sealed from login_own($1)
"""


async def find_login(conn: ReadConn, account_id: UUID) -> OwnLogin | None:
    """What codes that sign a person in go to."""
    return await maybe(conn, OwnLogin, SELECT_LOGIN, account_id)


SELECT_BY_MAIL = """
select signs_in_by_mail($1)
"""


async def signs_in_by_mail(conn: ReadConn, account_id: UUID) -> bool:
    """Whether the person's codes go to a mail address."""
    return bool(await value(conn, SELECT_BY_MAIL, account_id))


SET_ACCOUNT = """
select account_set($1, $2, $3, $4, $5, $6, $7)
"""


async def set_account(conn: Conn, row: AccountRow, now: datetime) -> None:
    """Keeps changed settings."""
    quiet = (row.quiet_from, row.quiet_to)
    await run(conn, SET_ACCOUNT, row.account_id, row.language, *quiet, row.channels, row.plain_titles, now)


SET_DIGEST = """
select account_set_digest($1, $2, $3, $4, $5)
"""


async def set_digest(conn: Conn, row: AccountRow, now: datetime) -> None:
    """Keeps when routine matters are told together."""
    await run(conn, SET_DIGEST, row.account_id, row.digest_hour, row.digest_since, row.digest_until, now)


SET_EMAIL = """
select account_set_email($1, $2, $3, $4)
"""


async def set_email(
    conn: Conn, account_id: UUID, sealed: bytes | None, verified_at: datetime | None, now: datetime
) -> None:
    """Keeps a mail address, or forgets it."""
    await run(conn, SET_EMAIL, account_id, sealed, verified_at, now)


TAKE_CODE = """
select login_code_take($1, $2, $3) = 'right'
"""


async def take_code(conn: Conn, key: bytes, code_hash: bytes, now: datetime) -> bool:
    """Uses up a one-time code."""
    return await value(conn, TAKE_CODE, key, code_hash, now)


COUNT_ATTEMPT = """
select login_attempt($1, $2, $3, $4)
"""


async def count_attempt(conn: Conn, key: bytes, most: int, seconds: int, now: datetime) -> int:
    """Counts one attempt; 0, or the seconds to wait."""
    return await value(conn, COUNT_ATTEMPT, [key], [most], [seconds], now)


END_FEED = """
select feed_end($1)
"""


async def end_feed(conn: Conn, account_id: UUID) -> int:
    """Ends the person's calendar link."""
    return await value(conn, END_FEED, account_id)


class SessionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One session."""

    session_id: UUID
    assurance: int
    client: str
    shared_device: bool
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


SELECT_SESSIONS = """
select session_id, assurance, client, shared_device, created_at, seen_at, expires_at from session_list($1, $2)
"""


async def list_sessions(conn: ReadConn, account_id: UUID, now: datetime) -> list[SessionRow]:
    """Sessions that are open, the last used first."""
    return await many(conn, SessionRow, SELECT_SESSIONS, account_id, now)


END_SESSION = """
select session_end($1, $2)
"""


async def end_session(conn: Conn, account_id: UUID, session_id: UUID) -> int:
    """Ends one of the person's sessions; 0 when it is not theirs or over."""
    return await value(conn, END_SESSION, account_id, session_id)


END_OTHER_SESSIONS = """
select session_end_others($1, $2, $3)
"""


async def end_other_sessions(conn: Conn, account_id: UUID, kept: UUID | None, now: datetime) -> int:
    """Ends all of the person's sessions but one, and all pushes that are not of that one; how many were open."""
    return await value(conn, END_OTHER_SESSIONS, account_id, kept, now)


SELECT_DEVICES = """
select device_id, kind, name, created_at, seen_at from device_list($1)
"""


async def list_devices(conn: ReadConn, account_id: UUID) -> list[Device]:
    """Registered devices."""
    return await many(conn, Device, SELECT_DEVICES, account_id)


PUT_DEVICE = """
select device_put($1, $2, $3, $4, $5, $6, $7, $8)
"""


async def put_device(
    conn: Conn,
    account_id: UUID,
    device_id: UUID,
    kind: str,
    address: tuple[bytes, bytes],
    name: str,
    *,
    now: datetime,
    session_id: UUID | None,
) -> UUID | None:
    """Registers a device by its address (hash, sealed); its id, which stays when the address is known. None: not in this session."""
    return await value(conn, PUT_DEVICE, account_id, device_id, kind, *address, name, now, session_id)


REMOVE_DEVICE = """
select device_remove($1, $2)
"""


async def remove_device(conn: Conn, account_id: UUID, device_id: UUID) -> int:
    """Forgets one of the person's devices."""
    return await value(conn, REMOVE_DEVICE, account_id, device_id)


SELECT_RESETS = """
select reset_id, reset_at, reset_by, second_by, first, used from secret_reset_list($1)
"""


async def list_resets(conn: ReadConn, account_id: UUID) -> list[SecretReset]:
    """Resets of a student's secret, the last first."""
    return await many(conn, SecretReset, SELECT_RESETS, account_id)
