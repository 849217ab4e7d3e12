"""The order of a day's visits, the ways between them, and how late they may become. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from math import ceil, cos, hypot, radians
from typing import Literal, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from api.core.local_time import local_day
from schemas.travelling import Travel
from schemas.visits.rows import VisitRow
from schemas.visits.wire import Family, VisitState

SHOWN: frozenset[VisitState] = frozenset({"confirmed", "recorded", "missed"})
"""Only what is agreed is on a run sheet."""
_LATITUDE, _LONGITUDE = 110.57, 111.32
"""Kilometres of a degree; of longitude at the equator."""

Wrong: TypeAlias = tuple[Literal["$.minutes"], Literal["past", "too-far"]]


def own(rows: Iterable[VisitRow], account_id: UUID) -> list[VisitRow]:
    """The visits that this person makes themself, in order."""
    mine = (row for row in rows if account_id in row.reader_ids and row.state in SHOWN)
    return sorted(mine, key=lambda row: (row.starts_at, row.visit_id))


def may_be_late(row: VisitRow, now: datetime) -> bool:
    """An agreed visit of today whose time is not over."""
    return row.state == "confirmed" and now < row.ends_at and is_today(row, now)


def is_today(row: VisitRow, now: datetime) -> bool:
    """Whether a visit begins today, where the school is."""
    zone = ZoneInfo(row.time_zone)
    return local_day(row.starts_at, zone) == local_day(now, zone)


def still_waiting(rows: Iterable[VisitRow], late: VisitRow, account_id: UUID, at: datetime) -> list[VisitRow]:
    """The late visit and this person's agreed ones after it on that day, the last one first: each makes way for the one before.

    `at`: when it was said. A later visit that got another time since then keeps it.
    """
    zone = ZoneInfo(late.time_zone)
    day = local_day(late.starts_at, zone)
    after = [
        row
        for row in own(rows, account_id)
        if row.state == "confirmed"
        and row.starts_at >= late.starts_at
        and local_day(row.starts_at, zone) == day
        and (row.visit_id == late.visit_id or row.updated_at <= at)
    ]
    return after[::-1]


def later(row: VisitRow, by: timedelta) -> VisitRow:
    """The visit at its new time."""
    return msgspec.structs.replace(row, starts_at=row.starts_at + by, ends_at=row.ends_at + by)


def of_use(moved: Iterable[VisitRow], now: datetime) -> list[VisitRow]:
    """Those whose new time is still to come: nobody is told a time that is over."""
    return [row for row in moved if row.starts_at > now]


def wrong_shift(moved: Sequence[VisitRow], at: datetime) -> Wrong | None:
    """What is wrong with the new times: past when it was said, or no longer on that day, when no team sees an address."""
    if any(row.starts_at <= at for row in moved):
        return "$.minutes", "past"
    if any(local_day(row.ends_at, row.time_zone) != local_day(at, row.time_zone) for row in moved):
        return "$.minutes", "too-far"
    return None


def travel_minutes(a: Family | None, b: Family | None, travel: Travel) -> int | None:
    """From one home to the next, rounded up; None where one of them has no coordinates. Between two visits at one address nobody travels."""
    if a is None or b is None or None in (a.latitude, a.longitude, b.latitude, b.longitude):
        return None
    north = ((b.latitude or 0) - (a.latitude or 0)) * _LATITUDE
    east = ((b.longitude or 0) - (a.longitude or 0)) * _LONGITUDE * cos(radians(a.latitude or 0))
    way = hypot(north, east)
    return ceil(way * travel.detour / travel.speed * 60 + travel.overhead) if way else 0
