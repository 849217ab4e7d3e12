"""Whom today's ties let know of a booking: the worker asks before each message and each calendar mail."""

from collections.abc import Sequence
from uuid import UUID

from api.core.unit_of_work import Reading
from api.counselling.bookings import hidden, queries
from schemas.counselling.messages import AppointmentParams


async def list_taking_part(uow: Reading, params: AppointmentParams) -> frozenset[UUID] | None:
    """Who takes part in a booking and still belongs to it: staff who work here, the student, guardians who are so today."""
    return await _find(uow, params.booking_id, also_counsellors=False)


async def list_tellable(uow: Reading, params: AppointmentParams) -> frozenset[UUID] | None:
    """Who may hear that a booking is theirs no more: also a counsellor who was taken off it, but nobody who is barred."""
    return await _find(uow, params.booking_id, also_counsellors=True)


async def list_event_people(uow: Reading, booking_id: UUID) -> frozenset[UUID] | None:
    """The same for calendars, and counsellors who are barred: an entry that nobody takes back would stay in theirs."""
    return await _find(uow, booking_id, also_counsellors=True, barred_too=True)


async def list_hidden(uow: Reading, account_id: UUID, booking_ids: Sequence[UUID]) -> frozenset[UUID]:
    """Which of these a person's feed shows nothing of: they have no tie to them any more."""
    found = await hidden.list_hidden(uow.conn, uow.actor.org_id, account_id, booking_ids)
    return frozenset(one.booking_id for one in found)


async def _find(
    uow: Reading, booking_id: UUID, *, also_counsellors: bool, barred_too: bool = False
) -> frozenset[UUID] | None:
    found = await queries.find_tied(
        uow.conn, uow.actor.org_id, booking_id, also_counsellors=also_counsellors, barred_too=barred_too
    )
    return frozenset(found.people) if found else None
