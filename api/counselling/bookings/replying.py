"""Applies a calendar's answer to a booking, with the rights of the person who answered (V9)."""

from datetime import datetime

from api.core.unit_of_work import UnitOfWork
from api.counselling.bookings import service as bookings
from api.messages import service as messages
from schemas.calendar.replies.rows import Taken
from schemas.counselling.messages import AppointmentWishParams
from schemas.counselling.wire import Booking
from schemas.messages.rows import MessageNew


async def answered(me: UnitOfWork, taken: Taken) -> None:
    """Cancels the booking when an attendee declines; an accept changes nothing. Another time is told to the other side."""
    booking = await bookings.get_booking(me, taken.event_id)
    attending = frozenset(p.account_id for p in booking.people if p.attends)
    if taken.account_id not in attending or booking.state != "confirmed":
        return
    if taken.wished_at:
        if taken.wished_at != booking.starts_at:
            await _tell_wish(me, booking, taken, taken.wished_at)
    elif taken.answer == "declined":
        await bookings.cancel_booking(me, taken.event_id, booking.version)


async def _tell_wish(me: UnitOfWork, booking: Booking, taken: Taken, wished_at: datetime) -> None:
    others = frozenset(p.account_id for p in booking.people if p.attends) - {taken.account_id}
    news = MessageNew(
        template="appointment_other_time",
        people=others,
        params=AppointmentWishParams(booking_id=booking.booking_id, starts_at=booking.starts_at, wished_at=wished_at),
        key=f"booking:{booking.booking_id}:wish:{taken.account_id}",
        importance="normal",
        expires_at=booking.ends_at,
    )
    await messages.tell(me, news)
