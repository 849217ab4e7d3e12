"""What may be shown of counts, and sums over schools. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from schemas.figures.rows import Counselled, FiguresRow, FiguresShown, Notified
from schemas.figures.wire import BookingFigures, Figures, FigureTargets, Numbers, SchoolFigures
from schemas.visits.coverage.wire import SchoolCoverage

FEWEST = 10
"""Fewer persons than this in a confidential matter are nobody's to count from outside (DESIGN 7)."""


def shown(count: int) -> int | None:
    """A single count of persons."""
    return count if count >= FEWEST else None


def shown_parts(parts: Sequence[int]) -> tuple[list[int | None], int | None]:
    """Counts of persons and their sum, so that none that is hidden can be calculated from what is shown.

    Hidden is what is under FEWEST. The shown sum minus the shown parts is the number of persons that the hidden
    parts hold together: these must be FEWEST or more, so two parts at least, and not so many that each part has to hold as
    many as just stays hidden. Otherwise the last part that is shown is hidden too: the last, whatever it holds, since a
    choice by size would tell sizes.
    """
    total = sum(parts)
    if total < FEWEST:
        return [None] * len(parts), None
    hidden = {n for n, count in enumerate(parts) if count < FEWEST}
    together = sum(parts[n] for n in hidden)
    if hidden and (together < FEWEST or together == len(hidden) * (FEWEST - 1)):
        hidden.add(max((n for n in range(len(parts)) if n not in hidden), default=0))
    return [None if n in hidden else count for n, count in enumerate(parts)], total


def counted(
    school: SchoolCoverage, notified: Notified, counselled: Counselled, observed: int, school_id: int, now: datetime
) -> FiguresRow:
    """A school's own numbers as they may leave it."""
    modes = (counselled.in_person, counselled.phone, counselled.video, counselled.text)
    (in_person, phone, video, text), everyone = shown_parts(modes)
    return FiguresRow(
        school_id=school_id,
        since=school.since,
        counted_at=now,
        students=school.students,
        visited=school.visited,
        contacted=school.contacted,
        owed=school.owed,
        notices_sent=notified.notices,
        people_reached=notified.people,
        bookings_in_person=in_person,
        bookings_phone=phone,
        bookings_video=video,
        bookings_text=text,
        bookings_all=everyone,
        observations_open=shown(observed),
    )


def of_bureau(rows: Sequence[FiguresShown], zone: str, since: datetime, targets: FigureTargets) -> Figures:
    """The schools, and the sums of what they show."""
    return Figures(
        time_zone=zone,
        since=since,
        counted_at=min((row.counted_at for row in rows), default=None),
        schools=[_school(row) for row in rows],
        total=_total(rows),
        targets=targets,
    )


def _school(row: FiguresShown) -> SchoolFigures:
    return SchoolFigures(
        school_id=row.school_id,
        name_zh=row.name_zh,
        name_en=row.name_en,
        counted_at=row.counted_at,
        students=row.students,
        visited=row.visited,
        contacted=row.contacted,
        owed=row.owed,
        notices_sent=row.notices_sent,
        people_reached=row.people_reached,
        bookings=BookingFigures(
            in_person=row.bookings_in_person,
            phone=row.bookings_phone,
            video=row.bookings_video,
            text=row.bookings_text,
            all=row.bookings_all,
        ),
        observations=row.observations_open,
    )


def _total(rows: Sequence[FiguresRow]) -> Numbers:
    return Numbers(
        students=sum(row.students for row in rows),
        visited=sum(row.visited for row in rows),
        contacted=sum(row.contacted for row in rows),
        owed=sum(row.owed for row in rows),
        notices_sent=sum(row.notices_sent for row in rows),
        people_reached=sum(row.people_reached for row in rows),
        bookings=BookingFigures(
            in_person=_sum(row.bookings_in_person for row in rows),
            phone=_sum(row.bookings_phone for row in rows),
            video=_sum(row.bookings_video for row in rows),
            text=_sum(row.bookings_text for row in rows),
            all=_sum(row.bookings_all for row in rows),
        ),
        observations=_sum(row.observations_open for row in rows),
    )


def _sum(counts: Iterable[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None
