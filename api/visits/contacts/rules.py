"""What a logged contact must be like, and who is owed a visit this school year. Pure."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import Literal, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

from api.counselling.slots.rules import instant
from schemas.visit_rows import CoverageRow
from schemas.visits import ContactNew, Coverage, PupilCoverage

BACK = timedelta(days=366)
"""Nobody logs what is longer ago."""
NOTE_KEPT = timedelta(days=365)
"""How long its writer and the class teacher may open a contact's note."""

Wrong: TypeAlias = tuple[str, Literal["future", "too-far", "not-found"]]
"""The field that is wrong, and a code."""


def wrong_contact(new: ContactNew, guardian_ids: Collection[UUID], now: datetime) -> Wrong | None:
    """What is wrong, or None."""
    if new.at > now:
        return "$.at", "future"
    if new.at < now - BACK:
        return "$.at", "too-far"
    if new.guardian_id is not None and new.guardian_id not in guardian_ids:
        return "$.guardianId", "not-found"
    return None


def school_year(now: datetime, zone: ZoneInfo) -> datetime:
    """When the school year began: 1 September, 00:00 in the organisation's zone."""
    today = now.astimezone(zone).date()
    year = today.year if today.month >= 9 else today.year - 1
    return instant(date(year, 9, 1), time(0), zone)


def owed(*, needs_on_site: bool, on_site_at: datetime | None, online_at: datetime | None, since: datetime) -> bool:
    """Whether a pupil has yet to be visited since then (V1); with needs for support only on-site counts (V2, V3)."""
    counting = [on_site_at] if needs_on_site else [on_site_at, online_at]
    return not any(at is not None and at >= since for at in counting)


def coverage(class_id: UUID, rows: Sequence[CoverageRow], now: datetime) -> Coverage:
    """The class in the school year."""
    zone = rows[0].time_zone
    since = school_year(now, ZoneInfo(zone))
    pupils = [_pupil(row, row.student_id, since) for row in rows if row.student_id is not None]
    return Coverage(
        class_id=class_id,
        time_zone=zone,
        since=since,
        visited=sum(_since(p.on_site_at, since) or _since(p.online_at, since) for p in pupils),
        contacted=sum(_since(p.contacted_at, since) for p in pupils),
        owed=sum(p.owed for p in pupils),
        pupils=pupils,
    )


def _since(at: datetime | None, since: datetime) -> bool:
    return at is not None and at >= since


def _pupil(row: CoverageRow, student_id: UUID, since: datetime) -> PupilCoverage:
    return PupilCoverage(
        student_id=student_id,
        student_number=row.student_number or "",
        name=row.name or "",
        needs_on_site=row.needs_on_site,
        on_site_at=row.on_site_at,
        online_at=row.online_at,
        contacted_at=row.contacted_at,
        next_at=row.next_at,
        owed=owed(needs_on_site=row.needs_on_site, on_site_at=row.on_site_at, online_at=row.online_at, since=since),
    )
