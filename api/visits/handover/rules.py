"""Which visits of an evening can be handed over, and who is free for them. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from api.visits.joint.rules import claim_of
from api.visits.visits import rules as visit_rules
from schemas.visits.rows import VisitRow


def to_come(rows: Iterable[VisitRow], account_id: UUID, now: datetime) -> list[VisitRow]:
    """This person's open visits that have not begun, in order. A proposal whose time is not held any more is none."""
    mine = (
        row
        for row in rows
        if account_id in row.reader_ids
        and row.state in visit_rules.OPEN
        and row.starts_at > now
        and row.class_id is not None
        and row.asked_at is None
        and (row.held_until is None or row.held_until > now)
    )
    return sorted(mine, key=lambda row: (row.starts_at, row.visit_id))


def has_begun(rows: Iterable[VisitRow], account_id: UUID, now: datetime) -> bool:
    """Whether a visit of this person has begun and is not over."""
    return any(
        account_id in row.reader_ids and row.state == "confirmed" and row.starts_at <= now < row.ends_at for row in rows
    )


def is_free(person: UUID, rows: Sequence[VisitRow], busy: Sequence[tuple[datetime, datetime]]) -> bool:
    """Whether this person, who is busy then, has time for all of these visits; those that they make already take it themselves."""
    others = [row for row in rows if person not in row.team_ids]
    return not any(start < row.ends_at and row.starts_at < end for row in others for start, end in busy)


def comes_already(person: UUID, rows: Iterable[VisitRow]) -> int:
    """To how many of these visits somebody comes in any case: in place of another, fewer come than was agreed."""
    return sum(person in row.reader_ids for row in rows)


def over(rows: Iterable[VisitRow], old: UUID, new: UUID) -> list[tuple[UUID, UUID, UUID | None]]:
    """Claim, who gives the time back, and who takes it: nobody where the new person comes already. Siblings at one stop have one claim."""
    return list(dict.fromkeys((claim_of(row), old, None if new in row.team_ids else new) for row in rows))
