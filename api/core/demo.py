"""What a feature adds to the demo: places for an organisation, and some school life for one class."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

import msgspec

from api.core.unit_of_work import UnitOfWork


class Home(msgspec.Struct, frozen=True, kw_only=True):
    """A student of the class, and the guardian to be contacted first."""

    student_id: UUID
    guardian_id: UUID
    guardian_name: str


class Cast(msgspec.Struct, frozen=True, kw_only=True):
    """`ours`: the student and the mother in the printed table. `others`: classmates by number."""

    class_id: UUID
    teacher_id: UUID
    counsellor_id: UUID
    ours: Home
    others: list[Home]


async def _no_place(_: UnitOfWork) -> None:
    """Most features need none."""


async def _no_life(_: UnitOfWork, cast: Cast) -> None:
    """Some features have none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """Each piece knows by itself whether it was there.

    `place` runs in every organisation that was just loaded, `life` at each start for the class of the sign-in table.
    """

    place: Callable[[UnitOfWork], Awaitable[None]] = _no_place
    life: Callable[[UnitOfWork, Cast], Awaitable[None]] = _no_life


NO_DEMO = Demo()
