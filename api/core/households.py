"""Which students live together, so that one visit is made to them (V1). Pure."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeAlias
from uuid import UUID

Household: TypeAlias = tuple[UUID, ...]
"""Students who are visited at one stop; the first one stands for them in a planning problem."""


class Kin(Protocol):
    """A student with who is family of theirs, and who is barred from them."""

    @property
    def student_id(self) -> UUID:
        """The student."""
        ...

    @property
    def guardian_ids(self) -> Sequence[UUID]:
        """Today's guardians."""
        ...

    @property
    def barred_ids(self) -> Sequence[UUID]:
        """Those whom a court keeps from the student."""
        ...


def address_key(address: str) -> str:
    """An address as it is compared: width, case and spaces make no other home."""
    return "".join(unicodedata.normalize("NFKC", address).casefold().split())


def households(rows: Iterable[Kin], addresses: Mapping[UUID, str]) -> list[Household]:
    """Everybody once, alone or with siblings: each two of a household live together. `addresses`: as `address_key` writes them."""
    found: list[list[Kin]] = []
    for row in sorted(rows, key=lambda row: row.student_id):
        home = next((home for home in found if all(live_together(row, one, addresses) for one in home)), None)
        if home is None:
            found.append([row])
        else:
            home.append(row)
    return [tuple(row.student_id for row in home) for home in found]


def live_together(a: Kin, b: Kin, addresses: Mapping[UUID, str]) -> bool:
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
