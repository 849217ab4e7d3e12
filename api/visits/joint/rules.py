"""Visits to siblings at one stop: whose time they share, and which of them a change reaches. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from api.core.access import Action, Actor
from api.visits.visits import rules
from schemas.visits.rows import VisitRow


def claim_of(row: VisitRow) -> UUID:
    """Under which id the time of a visit is claimed: siblings share one claim."""
    return row.joint_id or row.visit_id


def subjects(rows: Iterable[VisitRow]) -> list[UUID]:
    """Whose time these visits of one stop take together. A family that is asked for another time takes none."""
    return sorted({person for row in rows if row.asked_at is None for person in rules.subjects(row)})


def by_claim(rows: Iterable[VisitRow]) -> dict[UUID, list[VisitRow]]:
    """The visits of each stop, in the order in which the stops come."""
    found: dict[UUID, list[VisitRow]] = {}
    for row in rows:
        found.setdefault(claim_of(row), []).append(row)
    return found


def reached(rows: Iterable[VisitRow], action: Action, actor: Actor) -> list[VisitRow]:
    """Those with which the actor may do the same: nobody answers or cancels for a child who is none of theirs."""
    return [row for row in rows if rules.may(actor, action, row)]


def told_before(row: VisitRow) -> list[UUID]:
    """Visits of the same stop, in the same state, of which the family and the team hear first."""
    return [one for one in row.beside if one < row.visit_id]


def siblings(row: VisitRow, names: Mapping[UUID, tuple[UUID, str]], actor: Actor) -> list[str]:
    """The reader's other children who are visited at the same stop. Of a family's, a teacher learns from their own visits only."""
    found = [names[one] for one in row.beside if one in names]
    return [name for student_id, name in found if student_id in actor.child_ids]


def fold(rows: Sequence[VisitRow], actor: Actor) -> list[VisitRow]:
    """The same with one row for a stop where a family sees it: its other children are named there."""
    own = {row.visit_id for row in rows if row.student_id in actor.child_ids}
    return [row for row in rows if row.visit_id not in own or not own.intersection(told_before(row))]
