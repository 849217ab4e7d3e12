"""When a visit counts as not over, and whom that concerns. Pure."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from schemas.visits.alerts.rows import Alert, DutyPerson
from schemas.visits.rows import VisitRow

ASKED_AFTER = timedelta(minutes=15)
"""After its end the team is asked whether all is well."""
TOLD_AFTER = timedelta(minutes=30)
"""After its end the first duty person is told."""
NEXT_AFTER = timedelta(minutes=10)
"""How long a duty person has to look, before the next one is told."""
EXPIRES_AFTER = timedelta(hours=12)
READ_FOR = timedelta(days=1)
"""How long a duty person who was told may look."""
_ORDER = ("leader", "counsellor", "custodian", "school_admin")
"""Those who own what is urgent at the school first, then who else answers for it."""


def is_open(row: VisitRow, said_at: datetime | None) -> bool:
    """Whether a team may still be with a family: an agreed visit that is neither written down nor said to be over."""
    return row.state == "confirmed" and row.mode == "onsite" and (said_at is None or said_at < row.starts_at)


def in_order(duty: Sequence[DutyPerson]) -> list[UUID]:
    """Who is told first."""
    return [one.staff_id for one in sorted(duty, key=lambda one: (_rank(one), one.staff_id))]


def _rank(person: DutyPerson) -> int:
    return min(at for at, role in enumerate(_ORDER) if role in person.roles)


def is_read(alerts: Sequence[Alert], duty: Collection[UUID]) -> bool:
    """Whether somebody who is on duty today has looked."""
    return any(one.opened_at is not None and one.staff_id in duty for one in alerts)


def waits_until(alerts: Sequence[Alert], duty: Collection[UUID]) -> datetime | None:
    """Until when the last one who was told has time to look; None: nobody of today was told."""
    return max((one.told_at + NEXT_AFTER for one in alerts if one.staff_id in duty), default=None)


def again(row: VisitRow, now: datetime) -> datetime | None:
    """When to look again, since who looked may leave, and who was away may come back; None: it is too long ago."""
    return now + NEXT_AFTER if now < row.ends_at + EXPIRES_AFTER else None


def told_today(alerts: Sequence[Alert], duty: Collection[UUID], now: datetime) -> frozenset[UUID]:
    """Which duty persons were told and may look: by their part of now."""
    return frozenset(one.staff_id for one in alerts if one.staff_id in duty and now < one.told_at + READ_FOR)


def team_key(visit_id: UUID) -> str:
    """Under which key a team is asked."""
    return f"visit:{visit_id}:over"


def duty_key(visit_id: UUID, staff_id: UUID) -> str:
    """Under which key a duty person is told."""
    return f"visit:{visit_id}:alert:{staff_id}"
