"""What a calendar's answer does to a booking, with the rights of whoever answered (V9)."""

from api.core.unit_of_work import UnitOfWork
from api.counselling.bookings import service as bookings
from schemas.calendar.replies.rows import Taken


async def answered(me: UnitOfWork, taken: Taken) -> None:
    """Whoever attends and declines cancels; that it stands needs no yes."""
    booking = await bookings.get_booking(me, taken.event_id)
    attends = any(p.account_id == taken.account_id and p.attends for p in booking.people)
    if taken.answer == "declined" and attends and booking.state == "confirmed":
        await bookings.cancel_booking(me, taken.event_id, booking.version)
