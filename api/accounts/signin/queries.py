"""SQL of signing in; but for who stands behind a code, all of it goes through definer functions."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, maybe, one, run, value
from api.core.kept_from import barred_from


class Login(msgspec.Struct, frozen=True, kw_only=True):
    """What a login key leads to. `kinds`: what the person is anywhere."""

    account_id: UUID
    kinds: list[str]
    secret_hash: str | None
    totp_sealed: bytes | None
    totp_confirmed_at: datetime | None
    heard_of: date


COUNT_ATTEMPT = """
select login_attempt($1, $2, $3, $4)
"""


async def count_attempt(
    conn: Conn, keys: Sequence[bytes], limits: Sequence[int], seconds: Sequence[int], now: datetime
) -> int:
    """Counts one attempt for each key; 0, or the seconds to wait."""
    return await value(conn, COUNT_ATTEMPT, keys, limits, seconds, now)


SELECT_LOGIN = """
select account_id, kinds, secret_hash, totp_sealed, totp_confirmed_at, heard_of from login_find($1)
"""


async def find_login(conn: ReadConn, key: bytes) -> Login | None:
    """Whom a login key names."""
    return await maybe(conn, Login, SELECT_LOGIN, key)


HEARD_OF = """
select account_heard_of($1, $2, $3)
"""


async def note_month(conn: Conn, account_id: UUID, month: date, key: bytes) -> bool:
    """The person signed in in this month by a code that came to this number or address. True: it is a mail address, proved just now."""
    return await value(conn, HEARD_OF, account_id, month, key)


TAKE_CODE = """
select login_code_take($1, $2, $3, $4, $5)
"""


CodeState = Literal["right", "wrong", "used", "expired", "tried_out"]
"""What a given code is. `expired` too where none was asked for."""


async def take_code(conn: Conn, key: bytes, code_hash: bytes, now: datetime, *, known: bool, most: int) -> CodeState:
    """Uses up a right one-time code. `known`: from a device of the person; `most` wrong tries end it."""
    return await value(conn, TAKE_CODE, key, code_hash, now, known, most)


CHECK_CODE = """
select login_code_check($1, $2, $3, $4, $5)
"""


async def check_code(conn: Conn, key: bytes, code_hash: bytes, now: datetime, *, known: bool, most: int) -> CodeState:
    """What a one-time code is; a right one stays good. A wrong one counts as a try, as with `take_code`."""
    return await value(conn, CHECK_CODE, key, code_hash, now, known, most)


WAS_MOVED = """
select exists (select from login_moved_from($1, $2))
"""


async def was_moved(conn: ReadConn, key: bytes, now: datetime) -> bool:
    """Whether a school moved this number lately, and it can still be taken back."""
    return await value(conn, WAS_MOVED, key, now)


class Starting(msgspec.Struct, frozen=True, kw_only=True):
    """A starting code's adults, and the secret that it would replace. `first`: there was none when it was issued."""

    first: bool
    adults: list[UUID]
    secret_hash: str | None


SELECT_STARTING = """
select first, adults, secret_hash from starting_code_find($1)
"""


async def find_starting(conn: ReadConn, account_id: UUID) -> Starting | None:
    """A student's starting code that was not used."""
    return await maybe(conn, Starting, SELECT_STARTING, account_id)


SELECT_ORGS = """
select array(select distinct k.org_id from account_kinds($1) k order by k.org_id)
"""


async def list_orgs(conn: ReadConn, account_id: UUID) -> list[int]:
    """The organisations to which somebody belongs today."""
    return await value(conn, SELECT_ORGS, account_id)


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What adults are to somebody in an organisation. `here`: all of them work there. `barred`: one is barred from the person, or from their child."""

    here: bool
    barred: bool


SELECT_STANDING = """
select
  not exists (
    select from unnest($3::uuid[]) as a (account_id)
    where not exists (
      select from staff f
      where f.org_id = $1 and f.staff_id = a.account_id and f.ended_at is null
        and (f.roles && '{school_admin,counsellor,grade_lead,leader}' or exists (
          select from class_staff c
          join students k on k.org_id = c.org_id and k.class_id = c.class_id and k.ended_at is null
          where c.org_id = $1 and c.staff_id = f.staff_id and c.part = 'class_teacher' and c.ended_at is null
            and (k.student_id = $2 or exists (
              select from guardianships g
              where g.org_id = $1 and g.student_id = k.student_id and g.guardian_id = $2 and g.ended_at is null)))))) as here,
  exists (
    select from unnest($3::uuid[]) as a (account_id)
    where OF_PERSON or exists (
      select from guardianships own
      where own.org_id = $1 and own.guardian_id = $2 and own.ended_at is null and OF_CHILD)) as barred
""".replace("OF_PERSON", barred_from("a.account_id", "$2")).replace(
    "OF_CHILD", barred_from("a.account_id", "own.student_id")
)


async def find_standing(conn: ReadConn, org_id: int, account_id: UUID, adults: Sequence[UUID]) -> Standing:
    """What these adults are to somebody there today."""
    return await one(conn, Standing, SELECT_STANDING, org_id, account_id, list(adults))


SET_STARTED = """
select starting_code_used($1, $2, $3, $4, $5)
"""


async def set_started(
    conn: Conn, account_id: UUID, secret_hash: str, *, proven: bool, closed_until: datetime, now: datetime
) -> None:
    """Keeps the secret that a student set by a starting code. Not `proven`: what was there before is closed for a while."""
    await run(conn, SET_STARTED, account_id, secret_hash, proven, closed_until, now)


TAKE_STEP = """
select totp_step_take($1, $2)
"""


async def take_step(conn: Conn, account_id: UUID, step: int) -> bool:
    """Uses up a TOTP step. False when it was used before."""
    return await value(conn, TAKE_STEP, account_id, step)


ADD_SESSION = """
select session_add($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""


async def add_session(
    conn: Conn,
    account_id: UUID,
    token_hash: bytes,
    session_id: UUID,
    assurance: int,
    client: str,
    *,
    shared: bool,
    now: datetime,
    expires_at: datetime,
    idle: timedelta | None,
    closed: bool,
) -> None:
    """Starts a session. `idle`: how long it lasts unused. `closed`: a student's own things of before are closed to it."""
    who = (account_id, token_hash, session_id, assurance)
    seconds = int(idle.total_seconds()) if idle else None
    await run(conn, ADD_SESSION, *who, client, shared, now, expires_at, seconds, closed)


END_SESSIONS = """
select session_end($1, $2)
"""


async def end_sessions(conn: Conn, account_id: UUID, session_id: UUID | None) -> int:
    """Ends one session, or all; returns how many ended."""
    return await value(conn, END_SESSIONS, account_id, session_id)
