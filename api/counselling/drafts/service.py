"""What a counsellor is writing of a session, until the note is filed (C7)."""

from uuid import UUID

from api.core import drafts
from api.core.drafts import About
from api.core.errors import NotFound
from api.core.unit_of_work import Reading, UnitOfWork
from api.counselling import actions
from api.counselling.bookings import queries, rules
from api.counselling.errors import BookingClosed
from schemas.drafts.wire import Draft, DraftNew, DraftSaved


async def open_draft(uow: UnitOfWork, booking_id: UUID) -> Draft:
    """The counsellor's own draft of a note. Raises NotFound, StepUpNeeded, BookingClosed, Erased."""
    return await drafts.open_draft(uow, await _about(uow, booking_id))


async def save_draft(uow: UnitOfWork, booking_id: UUID, new: DraftNew, version: int) -> DraftSaved:
    """Saves it. Raises NotFound, StepUpNeeded, BookingClosed, Stale, DraftsFull."""
    return await drafts.save_draft(uow, await _about(uow, booking_id), new, version)


async def find_saved(uow: Reading, booking_id: UUID) -> DraftSaved:
    """When it was saved, for a repeated request. Raises NotFound, BookingClosed."""
    return await drafts.find_saved(uow, await _about(uow, booking_id))


async def _about(uow: Reading, booking_id: UUID) -> About:
    row = await queries.find_booking(uow.conn, uow.actor.org_id, booking_id)
    uow.require(actions.SESSION_NOTE_WRITE, rules.counsellor_resource(row, booking_id, uow.actor))
    if row is None:
        raise NotFound
    if row.state == "cancelled":
        raise BookingClosed
    return About(kind="session_note", subject_id=booking_id, student_id=row.student_id)
