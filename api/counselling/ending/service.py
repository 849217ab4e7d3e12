"""What counselling does when somebody's part ends: talks that cannot take place are cancelled, and free hours close.

It is decided by today's roster and not by each ended part: so a repetition changes nothing, and a talk that was booked
while an import ran is found by the task that follows every booking.
"""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from api.core import claims, tasks
from api.core.local_time import local_day
from api.core.orgs import get_zone
from api.core.parts import PartsEnded
from api.core.unit_of_work import Reading, UnitOfWork
from api.counselling import actions
from api.counselling.closing.queries import Standing
from api.counselling.ending import queries
from api.counselling.ending.queries import Untied, Why
from schemas.counselling.tasks import BookingChanged, CancelAway

_TAKEN_BACK = timedelta(hours=1)
"""So long a leave can be taken back, or corrected, before talks in it are cancelled. Those that start soon are cancelled at once."""


async def end_parts(uow: UnitOfWork, event: PartsEnded) -> None:
    """Cancels open talks of who left as counsellor, student or attending guardian, or is barred from the student, and closes hours of who counsels no more."""
    if not event.of("staff", "role", "student", "guardianship", "guardian", "reader"):
        return
    await _cancel_all(uow)
    if any(part.how == "on_leave" for part in event.ended):
        await tasks.enqueue(uow, CancelAway.kind, f"{event.cause_id}", CancelAway(), uow.now + _TAKEN_BACK)
    if event.of("staff", "role"):
        today = local_day(uow.now, await get_zone(uow))
        await queries.close_hours(uow.conn, uow.actor.org_id, today, uow.now)


async def cancel_away(uow: UnitOfWork, _: CancelAway) -> None:
    """The task. A leave that was taken back or changed meanwhile is not one any more, or has its own."""
    uow.require_system()
    await _cancel_all(uow)


async def _cancel_all(uow: UnitOfWork) -> None:
    for booking_id in await cancel_untied(uow):
        await tasks.enqueue(uow, BookingChanged.kind, f"{booking_id}", BookingChanged(booking_id=booking_id), uow.now)


async def cancel_untied(uow: UnitOfWork, booking_id: UUID | None = None) -> list[UUID]:
    """Cancels open talks that cannot take place, or this one if it cannot, and frees their time. Returns which they were.

    The caller has calendars and people follow.
    """
    untied = await queries.lock_untied(uow.conn, uow.actor.org_id, uow.now, booking_id)
    if not untied:
        return []
    ids = [talk.booking_id for talk in untied]
    await queries.cancel_bookings(uow.conn, uow.actor.org_id, ids, [talk.why for talk in untied], uow.now)
    await claims.release_many(uow.conn, ids, [subject for talk in untied for subject in subjects(talk)])
    for talk in untied:
        gone = frozenset([talk.counsellor_id] if talk.why == "counsellor_left" else ())
        uow.changed(actions.BOOKING_CHANGE, "booking", talk.booking_id, gone)
    return ids


async def find_why(uow: Reading, booking_id: UUID) -> Why | None:
    """Why a talk was cancelled, if somebody's part had ended. For the worker alone."""
    uow.require_system()
    found = await queries.find_cancelled_for(uow.conn, uow.actor.org_id, booking_id)
    return found.cancelled_for if found else None


def subjects(talk: Untied | Standing) -> Iterator[UUID]:
    """Everybody and everything whose time a talk takes: a private one takes another subject than the student."""
    yield talk.counsellor_id
    if talk.room_id is not None:
        yield talk.room_id
    for person in talk.attending:
        yield claims.private(person) if talk.private and person == talk.student_id else person
