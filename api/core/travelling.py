"""How teams travel to the homes of students: a feature that knows it registers `Feature.travels`, and others ask here."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import TypeAlias
from uuid import UUID

from api.core.unit_of_work import Reading
from schemas.travelling import StudentTravel, Travel

Travels: TypeAlias = Callable[[Reading, Sequence[UUID], date], Awaitable[list[StudentTravel]]]
"""How one travels to these students on a day. The caller has checked who asks."""


async def list_travel(uow: Reading, student_ids: Sequence[UUID], day: date) -> dict[UUID, Travel]:
    """By student, as far as a feature knows it."""
    found: dict[UUID, Travel] = {}
    for travels in uow.services.registry.travels:
        found |= {one.student_id: one.travel for one in await travels(uow, student_ids, day)}
    return found
