"""Names that stand in bookings: a line of a list reads the booking alone. They are written again when somebody or a place is renamed.

A booking that is written by another transaction at that moment is not seen, and keeps the old name. So a task compares once more, for
what was written lately.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from api.core import tasks
from api.core.names import Renamed
from api.core.unit_of_work import UnitOfWork
from api.counselling.names import queries
from schemas.counselling.tasks import BookingNames

AGAIN = timedelta(minutes=10)
"""After this time every transaction that was open when the name changed has ended: an import may run for five minutes."""
BEFORE = timedelta(minutes=5)
"""A booking that was open when the name changed was begun at most this long before."""
_PARTS = {"staff": ("counsellor", "booker"), "student": ("student",), "guardian": ("guardian",)}


async def rename_people(uow: UnitOfWork, people: Sequence[Renamed]) -> None:
    """Writes the new names of people of the roster into the bookings they take part in."""
    await _write_people(uow, people)
    await _plan_repeat(uow)


async def rename_provider(uow: UnitOfWork, provider_id: UUID, name_zh: str, name_en: str) -> None:
    """Writes a provider's names into its bookings."""
    await queries.set_provider(uow.conn, uow.actor.org_id, provider_id, (name_zh, name_en), uow.now)
    await _plan_repeat(uow)


async def rename_room(uow: UnitOfWork, room_id: UUID, name: str) -> None:
    """Writes a room's name into its bookings."""
    await queries.set_room(uow.conn, uow.actor.org_id, room_id, name, uow.now)
    await _plan_repeat(uow)


async def repeat(uow: UnitOfWork, payload: BookingNames) -> None:
    """Writes the names of today into bookings that were written while a name changed. Task; a repetition changes nothing."""
    conn, org_id = uow.conn, uow.actor.org_id
    await _write_people(uow, await queries.list_renamed(conn, org_id, payload.since))
    for place in await queries.list_providers(conn, org_id, payload.since):
        await queries.set_provider(conn, org_id, place.place_id, (place.name_zh, place.name_en), uow.now)
    for place in await queries.list_rooms(conn, org_id, payload.since):
        await queries.set_room(conn, org_id, place.place_id, place.name_zh, uow.now)


async def _write_people(uow: UnitOfWork, people: Sequence[Renamed]) -> None:
    conn, org_id = uow.conn, uow.actor.org_id
    for part, parts in _PARTS.items():
        renamed = [person for person in people if person.part == part]
        ids, names = [person.account_id for person in renamed], [person.name for person in renamed]
        if not renamed:
            continue
        await queries.set_people(conn, org_id, parts, ids, names)
        if part == "staff":
            await queries.set_counsellors(conn, org_id, ids, names, uow.now)
        if part == "student":
            await queries.set_students(conn, org_id, ids, names, uow.now)


async def _plan_repeat(uow: UnitOfWork) -> None:
    payload = BookingNames(since=uow.now - BEFORE)
    await tasks.enqueue(uow, BookingNames.kind, f"{uow.now:%Y-%m-%dT%H:%MZ}", payload, uow.now + AGAIN)
