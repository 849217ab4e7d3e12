"""Who may serve, and for how long: pure functions."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from api.core.access import Resource
from api.core.local_time import local_day
from schemas.observations.rows import Fault, MemberRow, Seat
from schemas.observations.wire import Member, MemberNew

SEATS = (1, 2)
"""For each sex (R2)."""
LONGEST = timedelta(days=200)
CONSENT_VERSION = "2026-11"
"""Of the wording that a guardian consents to (P4): a new wording is a new version."""


def today(now: datetime, time_zone: str) -> date:
    """The day that it is at the school."""
    return local_day(now, time_zone)


def wrong_term(new: MemberNew, day: date) -> tuple[str, Fault] | None:
    """What is wrong with a term, as path and code."""
    if new.starts_on < day:
        return "$.startsOn", "past"
    if new.ends_on <= new.starts_on:
        return "$.endsOn", "order"
    return ("$.endsOn", "too-long") if new.ends_on - new.starts_on > LONGEST else None


def free_seat(taken: Iterable[Seat], sex: str) -> int | None:
    """The first seat of that sex that nobody has."""
    gone = {t.seat for t in taken if t.sex == sex}
    return next((seat for seat in SEATS if seat not in gone), None)


def resource_of(row: MemberRow | None, org_id: int, member_id: UUID) -> Resource:
    """What the rule looks at: the class for its teacher, the student for themself and the guardians."""
    if row is None:
        return Resource(org_id=org_id, kind="committee_member", resource_id=member_id)
    return Resource(
        org_id=org_id, kind="committee_member", resource_id=member_id, student_id=row.student_id, class_id=row.class_id
    )


def to_wire(rows: Sequence[MemberRow], org_id: int) -> list[Member]:
    """Rows as the wire has them."""
    return [
        Member(
            org_id=org_id,
            member_id=row.member_id,
            class_id=row.class_id,
            class_name=row.class_name,
            student_id=row.student_id,
            student_name=row.student_name,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            state=row.state,
            consent_version=CONSENT_VERSION,
            version=row.version,
        )
        for row in rows
    ]
