"""What a team says on the day may wait on a phone for the network: when it was said, and about which visit. Pure."""

from datetime import datetime, timedelta
from uuid import UUID

from schemas.visits.rows import VisitRow

WAITS = timedelta(days=3)
"""How long a phone may hold it: as long as its key is known."""
CLOCK = timedelta(minutes=15)
"""By how much a phone's clock may be wrong."""
EARLY = timedelta(minutes=30)
"""How long before its time a visit may begin."""


def is_wrong(said_at: datetime | None, now: datetime) -> bool:
    """Whether it is longer ago than a phone holds it."""
    return said_at is not None and said_at < now - WAITS


def when(said_at: datetime | None, now: datetime) -> datetime:
    """The time that counts: never later than now."""
    return min(said_at or now, now)


def is_about(row: VisitRow, at: datetime) -> bool:
    """Whether what was said then can be about the visit at its time of now: it may have been moved to a later one meanwhile."""
    return row.starts_at <= at + CLOCK


def has_seen(row: VisitRow, version: int, account_id: UUID) -> bool:
    """Whether somebody knows the visit as it is: its version, or the one before when they moved it themselves by running late."""
    own = row.changed_for == "late" and row.changed_by == account_id
    return version == row.version or (own and version == row.version - 1)


def has_started(row: VisitRow, said_at: datetime | None) -> bool:
    """Whether the team said that it began, at the time it has now."""
    return said_at is not None and said_at >= row.starts_at - EARLY
