"""A tie ended at a school: the centres that serve it follow, each in a transaction of its own.

A centre learns that the tie ended and not why. Today's tie decides when the task runs; a repetition finds nothing left to do.
"""

from collections.abc import Iterable

from api.core import orgs, tasks
from api.core.parts import PartsEnded
from api.core.services import Services
from api.core.unit_of_work import UnitOfWork, system_uow
from api.counselling.clients import queries
from api.counselling.clients.queries import Tie
from api.counselling.ending import service as ending
from api.messages.ending import service as inbox
from schemas.counselling.tasks import BookingChanged, ClientTiesEnded

AT_ONCE = 200
"""Ties that one task goes through."""


async def end_ties(uow: UnitOfWork, event: PartsEnded) -> None:
    """Has the centres told of guardians whose tie ended. What follows from a student who left is not this: the family stays one."""
    left = {one.account_id for one in event.of("student")}
    ties = sorted(
        (one.student_id, one.account_id)
        for one in event.of("guardianship")
        if one.student_id is not None and one.student_id not in left
    )
    for at in range(0, len(ties), AT_ONCE):
        some = ties[at : at + AT_ONCE]
        payload = ClientTiesEnded(student_ids=[s for s, _ in some], guardian_ids=[g for _, g in some])
        key = f"{some[0][0]}:{some[0][1]}:{uow.now.timestamp()}"
        await tasks.enqueue(uow, ClientTiesEnded.kind, key, payload, uow.now)


async def tell_centres(services: Services, school_id: int, payload: ClientTiesEnded) -> None:
    """The task, in the school."""
    pairs = zip(payload.student_ids, payload.guardian_ids, strict=True)
    ties = [Tie(student_id=student_id, guardian_id=guardian_id) for student_id, guardian_id in pairs]
    async with system_uow(services, school_id) as uow:
        ended = await queries.list_ended(uow.conn, school_id, ties)
        centres = await orgs.list_centres(uow.conn, school_id) if ended else []
    for centre_id in centres:
        async with system_uow(services, centre_id) as uow:
            await _end_here(uow, ended)


async def _end_here(uow: UnitOfWork, ended: Iterable[Tie]) -> None:
    known = await queries.list_known(uow.conn, uow.actor.org_id, list(ended))
    if not known:
        return
    for tie in known:
        await queries.set_ended(uow.conn, uow.actor.org_id, tie, uow.now)
    for booking_id in await ending.cancel_untied(uow):
        await tasks.enqueue(uow, BookingChanged.kind, f"{booking_id}", BookingChanged(booking_id=booking_id), uow.now)
    await inbox.hide(uow, sorted({tie.guardian_id for tie in known}))
