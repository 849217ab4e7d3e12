"""People of an organisation were renamed: one event, written where the roster changes, and answered by every feature that keeps names."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Literal, TypeAlias
from uuid import UUID

import msgspec

from api.core.unit_of_work import UnitOfWork

Part: TypeAlias = Literal["student", "guardian", "staff"]


class Renamed(msgspec.Struct, frozen=True, kw_only=True):
    """A person with the new name. Somebody who is colleague and guardian has a name as each of them."""

    account_id: UUID
    part: Part
    name: str


PeopleRenamed: TypeAlias = Callable[[UnitOfWork, Sequence[Renamed]], Awaitable[None]]
"""What a feature does about it: it writes the name wherever it keeps a copy. Called once for a transaction."""


async def rename(uow: UnitOfWork, people: Sequence[Renamed]) -> None:
    """Has every feature that keeps names write the new ones. The roster's rows are written, or queued, before."""
    if not people:
        return
    for answer in uow.services.registry.people_renamed:
        await answer(uow, people)
