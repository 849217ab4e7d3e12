"""Whom of the reader's own children messages are about: the features that they lead to are asked, all at once."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from uuid import UUID

from api.core.feature import Concerns
from api.core.roles import Role
from api.core.together import read_together
from api.core.unit_of_work import Reading
from schemas.concerned import Concerned
from schemas.messages.wire import About

_FAMILY = frozenset({Role.GUARDIAN, Role.CLIENT_GUARDIAN})


async def list_children(uow: Reading, abouts: Sequence[About]) -> Mapping[About, list[UUID]]:
    """The actor's children, for each of what messages lead to. None for who is nobody's guardian."""
    concerns = uow.services.registry.concerns
    asked: dict[str, list[UUID]] = defaultdict(list)
    for about in abouts:
        if about.kind in concerns:
            asked[about.kind].append(about.id)
    if not asked or not uow.actor.roles & _FAMILY:
        return {}
    found = await read_together(uow, *(_reading(concerns[kind], sorted(set(ids))) for kind, ids in asked.items()))
    return {
        About(kind=kind, id=one.resource_id): sorted(one.child_ids)
        for kind, rows in zip(asked, found, strict=True)
        for one in rows
    }


def _reading(ask: Concerns, ids: Sequence[UUID]) -> Callable[[Reading], Awaitable[list[Concerned]]]:
    return lambda uow: ask(uow, ids)
