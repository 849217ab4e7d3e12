"""Which students of a campaign live together and are visited at one stop (V1). Pure."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias
from uuid import UUID

from schemas.campaigns.plan_rows import FamilyRow

Household: TypeAlias = tuple[UUID, ...]
"""Students who are visited at one stop; the first one stands for them in a planning problem."""


def address_key(address: str) -> str:
    """An address as it is compared: width, case and spaces make no other home."""
    return "".join(unicodedata.normalize("NFKC", address).casefold().split())


def households(rows: Iterable[FamilyRow], addresses: Mapping[UUID, str]) -> list[Household]:
    """Everybody once, alone or with siblings: each two of a household live together."""
    found: list[list[FamilyRow]] = []
    for row in sorted(rows, key=lambda row: row.student_id):
        home = next((home for home in found if all(live_together(row, one, addresses) for one in home)), None)
        if home is None:
            found.append([row])
        else:
            home.append(row)
    return [tuple(row.student_id for row in home) for home in found]


def live_together(a: FamilyRow, b: FamilyRow, addresses: Mapping[UUID, str]) -> bool:
    """One home and a guardian in common, and no guardian who is barred from the other child.

    Where an address is missing, all guardians have to be the same: parents may live apart.
    """
    ours, theirs = set(a.guardian_ids), set(b.guardian_ids)
    if not ours & theirs or ours & set(b.barred_ids) or theirs & set(a.barred_ids):
        return False
    first, second = addresses.get(a.student_id), addresses.get(b.student_id)
    return first == second if first and second else ours == theirs


def of_student(student_id: UUID, found: Iterable[Household]) -> Household:
    """The household that a student is of."""
    return next((home for home in found if student_id in home), (student_id,))


def merged(rows: Sequence[FamilyRow]) -> FamilyRow:
    """A household as one family: who teaches one of the children may visit it, nobody who belongs to it does."""
    [first, *_] = rows
    return FamilyRow(
        student_id=first.student_id,
        class_id=first.class_id,
        home_sealed=first.home_sealed,
        teacher_ids=sorted({person for row in rows for person in row.teacher_ids}),
        guardian_ids=sorted({person for row in rows for person in row.guardian_ids}),
        barred_ids=sorted({person for row in rows for person in row.barred_ids}),
    )
