"""The one place that reserves a person's or a room's time. The database's exclusion constraint is the truth."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeAlias
from uuid import UUID, uuid5

import asyncpg
import msgspec

from api.core.db import Conn, ReadConn, many, queue, value
from api.core.errors import TimeTaken

Source: TypeAlias = str
"""The kind of appointment that takes the time; features register theirs."""

_PRIVATE = UUID("5c9e2a34-7d1f-4a07-9f4e-0c6a5b8d2e11")


class Span(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One subject (account or room) and the time it is needed; half-open, buffers included."""

    subject_id: UUID
    starts_at: datetime
    ends_at: datetime


class BusySpan(msgspec.Struct, frozen=True, kw_only=True):
    """Time that is taken. It never says why or by whom."""

    subject_id: UUID
    starts_at: datetime
    ends_at: datetime


def private(student_id: UUID) -> UUID:
    """The subject of a student's private time.

    A student's own booking must not surface as a conflict to a parent or teacher, so it takes another subject
    than the student: two private ones still exclude each other.
    """
    return uuid5(_PRIVATE, student_id.bytes.hex())


_MEANS: dict[type[Exception], type[Exception]] = {asyncpg.ExclusionViolationError: TimeTaken}

# The functions return how many rows they touched: no such row is ever shown, so that the call can be queued.
SELECT_TAKE = """
select from claim_take($1, $2, $3, $4, $5, $6, $7) as taken where taken < 0
"""


async def take(
    conn: Conn,
    claim_id: UUID,
    source: Source,
    spans: Iterable[Span],
    now: datetime,
    hold_until: datetime | None = None,
) -> None:
    """Takes every span or none, with the next statement or the commit, so that its locks are held for no round trip.

    At most one call a transaction. Then raises TimeTaken, and the transaction is over.
    """
    subjects, starts, ends = _columns(spans)
    await queue(conn, SELECT_TAKE, claim_id, source, subjects, starts, ends, now, hold_until, means=_MEANS)


SELECT_MOVE = """
select from claim_move($1, $2, $3, $4, $5, $6, $7) as moved where moved < 0
"""


async def move(
    conn: Conn,
    claim_id: UUID,
    source: Source,
    spans: Iterable[Span],
    old_subjects: Iterable[UUID],
    now: datetime,
) -> None:
    """Moves a claim, as `take` takes one; the old time is given up only together with getting the new one. Raises TimeTaken."""
    subjects, starts, ends = _columns(spans)
    await queue(conn, SELECT_MOVE, claim_id, source, subjects, starts, ends, sorted(old_subjects), now, means=_MEANS)


SELECT_MOVE_HELD = """
select from claim_move_held($1, $2, $3, $4, $5, $6, $7, $8) as moved where moved < 0
"""


async def move_held(
    conn: Conn,
    claim_id: UUID,
    source: Source,
    spans: Iterable[Span],
    old_subjects: Iterable[UUID],
    now: datetime,
    hold_until: datetime,
) -> None:
    """Moves a claim to a time that is held until then, and not yet sure. Raises TimeTaken."""
    subjects, starts, ends = _columns(spans)
    old = sorted(old_subjects)
    await queue(conn, SELECT_MOVE_HELD, claim_id, source, subjects, starts, ends, old, now, hold_until, means=_MEANS)


SELECT_RELEASE = """
select claim_release($1, $2)
"""


async def release(conn: Conn, claim_id: UUID, subjects: Iterable[UUID]) -> int:
    """Gives the time back. Returns how many spans were freed; repeating it frees none."""
    return await value(conn, SELECT_RELEASE, claim_id, sorted(subjects))


SELECT_RELEASE_MANY = """
select claims_release($1, $2)
"""


async def release_many(conn: Conn, claims: Iterable[UUID], subjects: Iterable[UUID]) -> int:
    """Gives the time of several claims back. `subjects`: all that they take. Returns how many spans were freed."""
    return await value(conn, SELECT_RELEASE_MANY, sorted(claims), sorted(set(subjects)))


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A claim whose new subject is taken at that time."""

    held_id: UUID


SELECT_HAND_OVER = """
select held_id from claims_hand_over($1, $2, $3, $4)
"""


async def hand_over(conn: Conn, over: Iterable[tuple[UUID, UUID, UUID | None]], now: datetime) -> frozenset[UUID]:
    """Takes the time of claims from one subject each and gives it to another, or to nobody. At most one call a transaction.

    Claims whose new subject has no time then are returned; their old subject has given its time back all the same.
    """
    rows = list(over)
    columns = [claim for claim, _, _ in rows], [old for _, old, _ in rows], [new for _, _, new in rows]
    return frozenset(held.held_id for held in await many(conn, Held, SELECT_HAND_OVER, *columns, now))


SELECT_BUSY = """
select subject_id, starts_at, ends_at from claim_busy($1, $2, $3, $4)
"""


async def busy(
    conn: ReadConn, subjects: Iterable[UUID], start: datetime, end: datetime, now: datetime
) -> list[BusySpan]:
    """When the subjects are taken between two instants, across all organisations."""
    return await many(conn, BusySpan, SELECT_BUSY, sorted(subjects), start, end, now)


def by_person(
    taken: Iterable[BusySpan], people: Iterable[UUID], own: tuple[datetime, datetime] | None = None
) -> dict[UUID, list[tuple[datetime, datetime]]]:
    """When each of these people is taken. `own`: a claim's own time, left out; claims never overlap, so what spans just that time is it."""
    found: dict[UUID, list[tuple[datetime, datetime]]] = {one: [] for one in people}
    for busy in taken:
        span = busy.starts_at, busy.ends_at
        if busy.subject_id in found and span != own:
            found[busy.subject_id].append(span)
    return found


def _columns(spans: Iterable[Span]) -> tuple[list[UUID], list[datetime], list[datetime]]:
    rows = sorted(spans)
    return [s.subject_id for s in rows], [s.starts_at for s in rows], [s.ends_at for s in rows]
