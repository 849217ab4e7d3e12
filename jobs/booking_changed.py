"""Follows a booking: everybody's calendar, what they are told, and their reminders, by how the booking stands now.

All of it is written in one transaction with the end of the task. What people are told comes from what changed in their
calendar, so that running again, or several changes in a row, tells nobody twice.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from api.calendar import service as calendar
from api.core.errors import NotFound
from api.core.unit import Unit
from api.counselling.bookings import service as bookings
from api.messages import service as messages
from jobs.reminders import forget, remind
from jobs.runner import Handler, Job
from schemas.counselling import Booking
from schemas.messages import AppointmentParams, Tell
from schemas.tasks import BookingChanged


async def booking_changed(job: Job[BookingChanged], payload: BookingChanged) -> None:
    """Brings calendars, messages and reminders to how the booking stands."""
    async with job.last() as unit:
        try:
            booking = await bookings.get_booking(unit, payload.booking_id)
        except NotFound:
            return
        if booking.state == "cancelled":
            await _cancelled(unit, booking)
        elif booking.state == "confirmed":
            await _confirmed(unit, booking)


def people(booking: Booking) -> frozenset[UUID]:
    """Who is told: those who attend and who arranged it; of a private booking the pupil and the counsellor alone."""
    parts = {"student", "counsellor"} if booking.private else {"student", "guardian", "counsellor", "booker"}
    return frozenset(p.account_id for p in booking.people if p.part in parts and (p.attends or p.part == "booker"))


async def _confirmed(unit: Unit, booking: Booking) -> None:
    everybody = people(booking)
    place = " ".join(part for part in (booking.provider_name_zh, booking.room_name, booking.address) if part)
    span = booking.starts_at, booking.ends_at
    change = await calendar.put_event(unit, booking.booking_id, "counselling", *span, place, everybody)
    await _tell(unit, booking, "booked", change.added)
    await _tell(unit, booking, "cancelled", change.removed, at=change.was)
    if change.moved:
        await _tell(unit, booking, "moved", everybody - change.added)
    params = AppointmentParams(booking_id=booking.booking_id, starts_at=booking.starts_at)
    await remind(unit, f"booking:{booking.booking_id}", "appointment", params, booking.starts_at, everybody)


async def _cancelled(unit: Unit, booking: Booking) -> None:
    await forget(unit, f"booking:{booking.booking_id}")
    await _tell(unit, booking, "cancelled", await calendar.cancel_event(unit, booking.booking_id))


async def _tell(unit: Unit, booking: Booking, what: str, whom: Iterable[UUID], *, at: datetime | None = None) -> None:
    if not (told := frozenset(whom)):
        return
    news = Tell(
        template=f"appointment_{what}",
        people=told,
        params=AppointmentParams(booking_id=booking.booking_id, starts_at=at or booking.starts_at),
        key=f"booking:{booking.booking_id}:v{booking.version}:{what}",
        importance="normal",
        expires_at=booking.ends_at,
    )
    await messages.tell(unit, news)


HANDLER = Handler(payload=BookingChanged, handle=booking_changed)
