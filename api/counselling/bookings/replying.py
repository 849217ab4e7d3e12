"""Applies a calendar's answer to a booking, with the rights of the person who answered (V9)."""

from api.core.unit_of_work import UnitOfWork
from api.counselling.bookings import service as bookings
from schemas.calendar.replies.rows import Taken


async def answered(me: UnitOfWork, taken: Taken) -> None:
    """Cancels the booking when an attendee declines; an accept changes nothing."""
    booking = await bookings.get_booking(me, taken.event_id)
    attends = any(p.account_id == taken.account_id and p.attends for p in booking.people)
    if taken.answer == "declined" and attends and booking.state == "confirmed":
        await bookings.cancel_booking(me, taken.event_id, booking.version)
