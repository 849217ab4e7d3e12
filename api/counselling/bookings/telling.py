"""Follows a booking: everybody's calendar, messages and reminders, by the booking's current state.

All of it is written in one transaction with the end of the task. What people are told comes from what changed in their
calendar, so that running again, or several changes in a row, tells nobody twice.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from api.calendar import service as calendar
from api.core.errors import NotFound
from api.core.unit_of_work import UnitOfWork
from api.counselling.bookings import service as bookings
from api.counselling.closing import service as closing
from api.counselling.ending import service as ending
from api.messages import service as messages
from api.messages.reminders.service import forget, remind
from schemas.counselling.messages import AppointmentParams
from schemas.counselling.tasks import BookingChanged
from schemas.counselling.wire import Booking
from schemas.messages.rows import MessageNew


async def booking_changed(uow: UnitOfWork, payload: BookingChanged) -> None:
    """Updates calendars, messages and reminders to the booking's current state.

    A talk that was booked while an import ended somebody's part, or while its day was closed, was not seen by them: it is
    cancelled here.
    """
    await ending.cancel_untied(uow, payload.booking_id)
    await closing.cancel_closed(uow, payload.booking_id)
    try:
        booking = await bookings.get_booking(uow, payload.booking_id)
    except NotFound:
        return
    if booking.state == "cancelled":
        await _cancelled(uow, booking, payload.by)
    elif booking.state == "confirmed":
        await _confirmed(uow, booking, payload.by)


def people(booking: Booking) -> frozenset[UUID]:
    """Who is told: those who attend and who arranged it; of a private booking the student and the counsellor alone."""
    parts = {"student", "counsellor"} if booking.private else {"student", "guardian", "counsellor", "booker"}
    return frozenset(p.account_id for p in booking.people if p.part in parts and (p.attends or p.part == "booker"))


async def _confirmed(uow: UnitOfWork, booking: Booking, by: UUID | None) -> None:
    everybody = people(booking)
    there = (booking.provider_name_zh, booking.room_name, booking.address) if booking.mode == "in_person" else ()
    place = " ".join(part for part in there if part)  # nobody is led to a room for a call
    span = booking.starts_at, booking.ends_at
    change = await calendar.put_event(uow, booking.booking_id, "counselling", *span, place, everybody)
    await _tell(uow, booking, "booked", change.added, by)
    await _tell(uow, booking, "cancelled", change.removed, by, at=change.was)
    if change.moved:
        await _tell(uow, booking, "moved", everybody - change.added, by)
    params = AppointmentParams(booking_id=booking.booking_id, starts_at=booking.starts_at)
    await remind(uow, f"booking:{booking.booking_id}", "appointment", params, booking.starts_at, everybody)


async def _cancelled(uow: UnitOfWork, booking: Booking, by: UUID | None) -> None:
    """Tells who was invited. If somebody's part ended, everybody who sees the booking hears why, also who does not attend."""
    await forget(uow, f"booking:{booking.booking_id}")
    invited = await calendar.cancel_event(uow, booking.booking_id)
    why = await ending.find_why(uow, booking.booking_id)
    told = frozenset(p.account_id for p in booking.people if why in {"client_left", "closed"} or p.part != "counsellor")
    if why:
        await _tell(uow, booking, why, told, None)  # what follows from the end of somebody's part was done by nobody
        invited -= told
    await _tell(uow, booking, "cancelled", invited, by)


async def _tell(
    uow: UnitOfWork, booking: Booking, what: str, whom: Iterable[UUID], by: UUID | None, *, at: datetime | None = None
) -> None:
    if not (told := frozenset(whom)):
        return
    news = MessageNew(
        template=f"appointment_{what}",
        people=told,
        params=AppointmentParams(booking_id=booking.booking_id, starts_at=at or booking.starts_at),
        key=f"booking:{booking.booking_id}:v{booking.version}:{what}",
        importance="normal",
        expires_at=booking.ends_at,
        done_by=by,
    )
    await messages.tell(uow, news)
