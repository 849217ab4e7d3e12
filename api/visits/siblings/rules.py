"""Which siblings a visit may be made to as well, and what its proposer learns of them. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from api.core.households import households, of_student
from schemas.visits.rows import SiblingRow


def at_home(student_id: UUID, rows: Iterable[SiblingRow], addresses: Mapping[UUID, str]) -> list[SiblingRow]:
    """Siblings who live with the student and are due a visit."""
    known = list(rows)
    home = of_student(student_id, households(known, addresses))
    return [row for row in known if row.student_id in home and row.student_id != student_id and row.due]


def visitable(rows: Iterable[SiblingRow], team: Collection[UUID]) -> list[SiblingRow]:
    """Those of whom nobody who visits is family, nor was and is barred from them."""
    return [row for row in rows if not {*row.guardian_ids, *row.barred_ids} & set(team)]


def named(rows: Sequence[SiblingRow], class_ids: Collection[UUID]) -> list[str]:
    """Names of those in these classes. A class teacher learns of a child in another class when the visit is proposed, not before."""
    return [row.name for row in rows if row.class_id in class_ids]
