"""What a change of people touches elsewhere: how much of each kind, and which, where features name theirs."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

import msgspec

from api.core.changes import Change
from api.core.touching import TouchedOne
from api.core.unit_of_work import UnitOfWork
from api.roster.touched import service as touched
from schemas.roster.persons.wire import Touched
from schemas.roster.touching import TouchedColleague, TouchedKind, TouchedName

NAMES = 50
"""So many of a kind are named."""
_KINDS: Mapping[str, TouchedKind] = {
    "booking": "talk",
    "campaign": "campaign",
    "committee_member": "committee",
    "lecture": "lecture",
    "notice": "notice",
    "observation": "concern",
    "sign_in": "sign_in",
    "visit": "visit",
}
# These follow in tasks, so nothing of them is noted as changed: their features look.
_FOUND = {"lecture", "notice"}
OF_STAFF: frozenset[TouchedKind] = frozenset(_KINDS.values())
# A count of one student's talks or concerns would say that there are some.
OF_A_STUDENT: frozenset[TouchedKind] = OF_STAFF - {"talk", "concern"}
# A count of the talks of some days would tell, day by day, when a private one is.
OF_DAYS: frozenset[TouchedKind] = OF_STAFF - {"talk"}
ASIDE: frozenset[TouchedKind] = frozenset({"talk", "concern"})


async def list_touched(uow: UnitOfWork, noted: Iterable[Change], kinds: Collection[TouchedKind]) -> list[Touched]:
    """What of these kinds was changed, each once. It is asked in the transaction of the change, also of one that is only tried."""
    left_by: dict[str, dict[UUID, frozenset[UUID]]] = {}
    for one in noted:
        if one.resource_id is not None:
            of = left_by.setdefault(one.resource, {})
            of[one.resource_id] = of.get(one.resource_id, frozenset()) | one.left_by
    people = await _colleagues(uow, left_by, kinds)
    found: list[Touched] = []
    for resource, kind in _KINDS.items():
        of = left_by.get(resource, {})
        changed = sorted(of)
        if kind in kinds and (changed or resource in _FOUND):
            names = await _names(uow, resource, changed)
            count = len(names) if resource in _FOUND else len(changed)
            hang = _hanging(of, people)
            shown = [_shown(one) for one in names[:NAMES]]
            found += [Touched(kind=kind, count=count, names=shown, colleagues=hang)] if count else []
    return sorted(found, key=lambda one: one.kind)


async def named_as_today(uow: UnitOfWork, noted: Iterable[Change], found: Sequence[Touched]) -> list[Touched]:
    """What a trial found, by the names that hold now that it is rolled back: a student's visit has the class of today, and not the next one."""
    ids: dict[TouchedKind, set[UUID]] = {}
    for one in noted:
        if one.resource_id is not None and one.resource in _KINDS and one.resource not in _FOUND:
            ids.setdefault(_KINDS[one.resource], set()).add(one.resource_id)
    return [await _renamed(uow, one, sorted(ids.get(one.kind, ()))) for one in found]


async def _renamed(uow: UnitOfWork, found: Touched, ids: list[UUID]) -> Touched:
    resource = next(resource for resource, kind in _KINDS.items() if kind == found.kind)
    names = [_shown(one) for one in (await _names(uow, resource, ids))[:NAMES]] if ids and found.names else []
    # What the trial itself began is not there any more: it is named as it would be.
    return msgspec.structs.replace(found, names=names) if len(names) == len(found.names) else found


async def _colleagues(
    uow: UnitOfWork, left_by: Mapping[str, Mapping[UUID, frozenset[UUID]]], kinds: Collection[TouchedKind]
) -> dict[UUID, str]:
    """The names of those on whom something that is shown hangs."""
    shown = [of for resource, of in left_by.items() if _KINDS.get(resource) in kinds]
    people = {person for of in shown for hang in of.values() for person in hang}
    return await touched.list_names(uow, people) if people else {}


def _hanging(of: Mapping[UUID, frozenset[UUID]], people: Mapping[UUID, str]) -> list[TouchedColleague]:
    """How much hangs on each, the most first."""
    counts = Counter(person for hang in of.values() for person in hang if person in people)
    found = [TouchedColleague(name=people[person], count=count) for person, count in counts.items()]
    return sorted(found, key=lambda one: (-one.count, one.name))[:NAMES]


async def _names(uow: UnitOfWork, resource: str, ids: list[UUID]) -> list[TouchedOne]:
    name = uow.services.registry.touched.get(resource)
    return await name(uow, ids) if name else []


def _shown(one: TouchedOne) -> TouchedName:
    return TouchedName(name=one.name, detail=one.detail, starts_at=one.starts_at)
