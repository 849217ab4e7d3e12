"""Seats: given in the order of asking, given back, and passed on to who waits longest (N2).

Every change of a lecture's seats waits for the lecture's row, so that no seat is given twice however many ask at once.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from api.core import tasks
from api.core.db import uuid7
from api.core.parts import PartsEnded
from api.core.touching import TouchedOne
from api.core.unit_of_work import Reading, UnitOfWork
from api.lectures import actions, queries, rules
from api.lectures.editing.service import check_reach
from api.lectures.errors import LectureBegun, RegistrationClosed
from api.lectures.seats import queries as seats
from api.messages.broadcasts import service as broadcasts
from schemas.lectures.rows import LectureRow, RegistrationRow
from schemas.lectures.tasks import RegistrationChanged, SettleLecture
from schemas.lectures.wire import LectureRegistration


async def list_registrations(uow: Reading, lecture_id: UUID, after: int, limit: int) -> list[LectureRegistration]:
    """Who comes or waits, in the order of asking. Raises Forbidden, NotFound."""
    check_reach(
        uow, actions.LECTURE_FOLLOW, lecture_id, await queries.find_lecture(uow.conn, uow.actor.org_id, lecture_id)
    )
    return await seats.list_registrations(uow.conn, uow.actor.org_id, lecture_id, after, limit, uow.actor.barred_ids)


async def ask(uow: UnitOfWork, lecture_id: UUID) -> None:
    """Gives the actor a seat, or a place in line; again changes nothing. The caller has checked that it is for them.

    Raises RegistrationClosed.
    """
    org_id, account_id = uow.actor.org_id, uow.actor.account_id
    row = await queries.lock_lecture(uow.conn, org_id, lecture_id)
    if await seats.find_open(uow.conn, org_id, lecture_id, account_id):
        return
    if row is None or not rules.takes(row, uow.now):
        raise RegistrationClosed
    registration_id = uuid7()
    await seats.add_registration(uow.conn, org_id, registration_id, lecture_id, account_id, rules.seat(row), uow.now)
    for announcement in row.broadcast_ids[-1:]:  # who asks knows of it
        await broadcasts.read(uow, announcement)
    uow.changed(actions.LECTURE_REGISTER, "lecture", lecture_id)
    await _follow(uow, [registration_id])


async def give_back(uow: UnitOfWork, lecture_id: UUID) -> None:
    """Gives the actor's seat to who waits longest; again changes nothing. Raises LectureBegun."""
    org_id = uow.actor.org_id
    row = await queries.lock_lecture(uow.conn, org_id, lecture_id)
    own = await seats.find_open(uow.conn, org_id, lecture_id, uow.actor.account_id)
    if row is None or own is None:
        return
    if row.starts_at <= uow.now:
        raise LectureBegun
    await seats.set_states(uow.conn, org_id, [own.registration_id], "withdrawn", uow.now)
    uow.changed(actions.LECTURE_REGISTER, "lecture", lecture_id)
    await _follow(uow, [own.registration_id, *await _pass_on(uow, lecture_id)])


async def decline(uow: UnitOfWork, registration_id: UUID) -> None:
    """The actor's calendar said no: gives the seat back. Raises LectureBegun."""
    own = await seats.find_own(uow.conn, uow.actor.org_id, registration_id, uow.actor.account_id)
    if own is not None:
        await give_back(uow, own.lecture_id)


async def end_if_gone(uow: UnitOfWork, registration: RegistrationRow) -> bool:
    """Ends a registration if the lecture is not for its person any more. Returns whether it did."""
    where = (uow.actor.org_id, registration.lecture_id)
    if not await seats.list_gone(uow.conn, *where, registration.registration_id):
        return False
    changed = await _settle(uow, registration.lecture_id)
    await _follow(uow, (other for other in changed if other != registration.registration_id))
    return True


async def settle_lecture(uow: UnitOfWork, payload: SettleLecture) -> None:
    """Brings a lecture's seats in step with today's roster and its number of seats, and tells all who are touched."""
    lecture_id = payload.lecture_id
    row = await queries.find_lecture(uow.conn, uow.actor.org_id, lecture_id)
    if row is None or row.state == "draft" or row.starts_at <= uow.now:
        return
    if row.state == "published":
        await _settle(uow, lecture_id)  # who is touched by it is among those who follow below
    await _follow(uow, (r.registration_id for r in await seats.list_followed(uow.conn, row.org_id, lecture_id)))


async def end_parts(uow: UnitOfWork, event: PartsEnded) -> None:
    """Plans to look at every lecture to which people are coming: an import does not wait for them, nor they for the import."""
    for lecture in await seats.list_open_lectures(uow.conn, uow.actor.org_id, event.at):
        task = SettleLecture(lecture_id=lecture.lecture_id)
        await tasks.enqueue(uow, SettleLecture.kind, str(lecture.lecture_id), task, event.at)


async def name_touched(uow: Reading, _ids: Sequence[UUID]) -> list[TouchedOne]:
    """Who loses a seat by today's roster: the seats follow in a task. The caller has required its own action."""
    return await seats.list_gone_named(uow.conn, uow.actor.org_id, uow.now, uow.actor.language)


async def _settle(uow: UnitOfWork, lecture_id: UUID) -> list[UUID]:
    org_id = uow.actor.org_id
    await queries.lock_lecture(uow.conn, org_id, lecture_id)
    gone = [r.registration_id for r in await seats.list_gone(uow.conn, org_id, lecture_id, None)]
    if gone:
        await seats.set_states(uow.conn, org_id, gone, "ended", uow.now)
    return [*gone, *await _pass_on(uow, lecture_id)]


async def _pass_on(uow: UnitOfWork, lecture_id: UUID) -> list[UUID]:
    """Gives free seats to who waits longest. Returns their registrations."""
    row = await queries.find_lecture(uow.conn, uow.actor.org_id, lecture_id)
    if row is None or row.waiting == 0 or (free := _free(row)) == 0:
        return []
    lucky = [r.registration_id for r in await seats.list_next(uow.conn, row.org_id, lecture_id, free)]
    await seats.set_states(uow.conn, row.org_id, lucky, "registered", uow.now)
    return lucky


def _free(row: LectureRow) -> int | None:
    return None if row.seats is None else max(row.seats - row.registered, 0)


async def _follow(uow: UnitOfWork, registration_ids: Iterable[UUID]) -> None:
    for registration_id in registration_ids:
        task = RegistrationChanged(registration_id=registration_id)
        await tasks.enqueue(uow, RegistrationChanged.kind, str(registration_id), task, uow.now)
