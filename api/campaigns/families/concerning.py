"""What leads to the times of a student who is to be visited is about that student."""

from collections.abc import Sequence
from uuid import UUID

from api.core.unit_of_work import Reading
from schemas.concerned import Concerned


async def list_concerned(uow: Reading, student_ids: Sequence[UUID]) -> list[Concerned]:
    """Those who are the actor's children."""
    return [Concerned(resource_id=one, child_ids=[one]) for one in student_ids if one in uow.actor.child_ids]
