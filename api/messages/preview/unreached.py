"""Families and staff whom no channel reaches. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Set
from uuid import UUID

from api.core.natural_order import natural_key
from schemas.messages.preview import TiedRow, Unreached, UnreachedFamily


def unreached(rows: Iterable[TiedRow], reached: Set[UUID]) -> Unreached:
    """Whom it has to be given on paper. A family is reached once one of its people is, or has read it."""
    families: dict[UUID, list[TiedRow]] = defaultdict(list)
    staff: dict[UUID, str] = {}
    for row in rows:
        if row.student_id is not None:
            families[row.student_id].append(row)
        elif not _reached(row, reached):
            staff[row.account_id] = row.name
    missed = [_family(people) for people in families.values() if not any(_reached(row, reached) for row in people)]
    return Unreached(families=sorted(missed, key=_order), staff=sorted(staff.values()))


def _reached(row: TiedRow, reached: Set[UUID]) -> bool:
    return row.opened or row.account_id in reached


def _family(people: list[TiedRow]) -> UnreachedFamily:
    first = people[0]
    return UnreachedFamily(
        student_id=first.student_id or first.account_id,
        student_name=first.student_name or "",
        student_number=first.student_number,
        class_id=first.class_id,
        grade=first.grade,
        class_name=first.class_name,
        people=sorted(row.name for row in people if row.part == "guardian"),
    )


def _order(family: UnreachedFamily) -> tuple[object, ...]:
    by_class = natural_key(family.grade), natural_key(family.class_name)
    return (*by_class, family.student_number, family.student_id)
