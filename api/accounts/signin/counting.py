"""Counts failed sign-ins and holds back what comes too soon (decision 0184). Successes are not counted."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

import msgspec

from api.accounts.errors import (
    AdultMustWait,
    EmailMustWait,
    PasswordMustWait,
    ProofMustWait,
    StudentMustWait,
)
from api.accounts.signin import delays
from api.accounts.signin.delays import Failures, Method
from api.accounts.tablets.errors import PinMustWait, TabletMustWait
from api.core.db import Conn, ReadConn, many, run, value
from api.core.errors import Problem, TooMany
from api.core.unit_of_work import Reading, UnitOfWork

T = TypeVar("T")

_SENTENCES: dict[Method, type[TooMany]] = {
    "phone": AdultMustWait,
    "password": PasswordMustWait,
    "passkey": PasswordMustWait,
    "secret": StudentMustWait,
    "start": StudentMustWait,
    "old secret": StudentMustWait,
    "pin": PinMustWait,
    "tablet": TabletMustWait,
    "proof": ProofMustWait,
    "passkey proof": ProofMustWait,
    "own secret": StudentMustWait,
    "email": EmailMustWait,
}


class Try(msgspec.Struct, frozen=True, kw_only=True):
    """One try to sign in. `device`: the known one it comes from; None for a stranger's.

    Of a proof in an open session, `address` names the session: other sessions of the same person are not made to wait.
    """

    method: Method
    key: bytes
    address: str
    device: bytes | None


class Counter(Failures, frozen=True, kw_only=True):
    """A counter with its key."""

    key_hash: bytes


async def counted(uow: UnitOfWork, tried: Try, check: Callable[[], Awaitable[T | Problem]]) -> T | Problem:
    """What `check` answers, once it may run. A Problem that it returns counts as a failure.

    The counters stay locked until the transaction ends: tries side by side of one name follow each other, and none slips through.
    """
    names, crowd = _names(uow, tried), _crowd(uow, tried)
    rows = await lock_failures(uow.conn, names, _seconds(), uow.now)
    found = {row.key_hash: row for row in rows}
    crowded = tried.device is None and await count_seen(uow.conn, crowd, uow.now) >= delays.CROWD
    waits = [delays.wait(found[names[0]], uow.now, crowded=crowded)]
    if tried.device is None:
        waits.append(delays.wait_everywhere(tried.method, found[names[1]], uow.now))
    if seconds := delays.longest(waits):
        return _SENTENCES[tried.method](retry_after=seconds, minutes=-(-seconds // 60))
    answer = await check()
    if isinstance(answer, Problem):
        await add_failures(uow.conn, names, crowd if tried.device is None else None, uow.now)
    return answer


async def counted_here(
    uow: UnitOfWork, method: Method, account_id: UUID, check: Callable[[], Awaitable[T | Problem]]
) -> T | Problem:
    """The same for a proof inside the session that asks: each session waits for itself, all of one account have a ceiling."""
    session = f"session:{uow.actor.session_id}"
    return await counted(uow, Try(method=method, key=account_id.bytes, address=session, device=None), check)


def _names(uow: Reading, tried: Try) -> list[bytes]:
    """The counters of the name: on its device; or else at its address, and by strangers everywhere."""
    name = tried.key.hex()
    if tried.device is not None:
        return [uow.sealer.name("failure", tried.method, "device", name, tried.device.hex())]
    return [
        uow.sealer.name("failure", tried.method, "address", name, tried.address),
        uow.sealer.name("failure", tried.method, "everywhere", name),
    ]


def _crowd(uow: Reading, tried: Try) -> bytes:
    return uow.sealer.name("failure", tried.method, "crowd", tried.address)


def _seconds() -> int:
    return int(delays.WINDOW.total_seconds())


LOCK_FAILURES = """
select key_hash, failures, since, last_at from login_failures_lock($1, $2, $3)
"""


async def lock_failures(conn: Conn, keys: Sequence[bytes], seconds: int, now: datetime) -> list[Counter]:
    """Locks counters and reads them. `seconds`: their window."""
    return await many(conn, Counter, LOCK_FAILURES, keys, seconds, now)


COUNT_SEEN = """
select login_failures_seen($1, $2, $3)
"""


async def count_seen(conn: ReadConn, key: bytes, now: datetime) -> int:
    """Failures of an address in the last hour."""
    return await value(conn, COUNT_SEEN, key, int(delays.CROWD_WINDOW.total_seconds()), now)


ADD_FAILURES = """
select login_failures_add($1, $2, $3)
"""


async def add_failures(conn: Conn, names: Sequence[bytes], crowd: bytes | None, now: datetime) -> None:
    """Counts one failure. The address comes last: whatever waits for its counter holds no other that we need."""
    seconds = [_seconds()] * len(names)
    if crowd is None:
        await run(conn, ADD_FAILURES, names, seconds, now)
    else:
        hour = int(delays.CROWD_WINDOW.total_seconds())
        await run(conn, ADD_FAILURES, [*names, crowd], [*seconds, hour], now)
