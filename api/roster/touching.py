"""What a change of people touches elsewhere: how much of each kind, and which, where features name theirs."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from api.core.touching import TouchedOne
from api.core.unit_of_work import UnitOfWork
from schemas.roster.persons.wire import Touched
from schemas.roster.touching import TouchedKind, TouchedName

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


async def list_touched(
    uow: UnitOfWork, noted: Iterable[tuple[str, UUID | None]], kinds: Collection[TouchedKind]
) -> list[Touched]:
    """What of these kinds was changed, each once. It is asked in the transaction of the change, also of one that is only tried."""
    ids: dict[str, set[UUID]] = {}
    for resource, resource_id in noted:
        if resource_id is not None:
            ids.setdefault(resource, set()).add(resource_id)
    found: list[Touched] = []
    for resource, kind in _KINDS.items():
        changed = sorted(ids.get(resource, ()))
        if kind in kinds and (changed or resource in _FOUND):
            names = await _names(uow, resource, changed)
            count = len(names) if resource in _FOUND else len(changed)
            found += [Touched(kind=kind, count=count, names=[_shown(one) for one in names[:NAMES]])] if count else []
    return sorted(found, key=lambda one: one.kind)


async def _names(uow: UnitOfWork, resource: str, ids: list[UUID]) -> list[TouchedOne]:
    name = uow.services.registry.touched.get(resource)
    return await name(uow, ids) if name else []


def _shown(one: TouchedOne) -> TouchedName:
    return TouchedName(name=one.name, detail=one.detail, starts_at=one.starts_at)
