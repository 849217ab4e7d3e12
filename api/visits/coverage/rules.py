"""When a school year began, and coverage put together. Pure; what counts as visited is said in `queries`."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from api.core.local_time import day_begins, school_year
from api.core.natural_order import natural_key
from schemas.visits.coverage.rows import CoverageRow, Since
from schemas.visits.coverage.wire import ClassCoverage, Coverage, SchoolCoverage, StudentCoverage, VisitDay


def began(now: datetime, zone: ZoneInfo) -> Since:
    """When school year and term began: the first term with the year, the second on 1 February."""
    year = school_year(now, zone)
    second = day_begins(date(year.astimezone(zone).year + 1, 2, 1), zone)
    return Since(year=year, term=second if second <= now else year)


def of_class(class_id: UUID, rows: Sequence[CoverageRow], zone: str, since: datetime) -> Coverage:
    """A class, student by student."""
    students = [row for row in rows if row.student_id is not None]
    return Coverage(
        class_id=class_id,
        time_zone=zone,
        since=since,
        visited=sum(row.visited for row in students),
        contacted=sum(row.contacted for row in students),
        owed=sum(row.owed for row in students),
        students=[_student(row, row.student_id) for row in students if row.student_id is not None],
    )


def of_school(classes: list[ClassCoverage], days: list[VisitDay], zone: str, since: datetime) -> SchoolCoverage:
    """The classes, in the order people count them, and their sums."""
    return SchoolCoverage(
        time_zone=zone,
        since=since,
        students=sum(c.students for c in classes),
        visited=sum(c.visited for c in classes),
        contacted=sum(c.contacted for c in classes),
        owed=sum(c.owed for c in classes),
        classes=sorted(classes, key=lambda c: (natural_key(c.grade), natural_key(c.name))),
        days=days,
    )


def _student(row: CoverageRow, student_id: UUID) -> StudentCoverage:
    return StudentCoverage(
        student_id=student_id,
        student_number=row.student_number or "",
        name=row.name or "",
        needs_onsite=row.needs_onsite,
        onsite_at=row.onsite_at,
        video_at=row.video_at,
        contacted_at=row.contacted_at,
        contacted=row.contacted,
        next_at=row.next_at,
        owed=row.owed,
    )
