"""Applies a calendar's answer to a registration, with the rights of the person who answered."""

from api.core.unit_of_work import UnitOfWork
from api.lectures.seats import service as seats
from schemas.calendar.replies.rows import Taken


async def answered(me: UnitOfWork, taken: Taken) -> None:
    """A no gives the seat back. A yes changes nothing: the seat was asked for."""
    if taken.answer == "declined":
        await seats.decline(me, taken.event_id)
