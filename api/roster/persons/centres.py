"""A court's order about a guardian reaches the centres that serve the school, each in a transaction of its own.

A centre has no roster of its schools. It learns whom an order bars from whom, and not why; it learns it of everybody, since who is
nobody there today may work there tomorrow. The order that stands when the task runs decides, so a repetition changes nothing.
"""

from uuid import UUID

from api.core import orgs, parts, tasks
from api.core.parts import EndedPart
from api.core.services import Services
from api.core.unit_of_work import UnitOfWork, system_uow
from api.roster.persons import queries
from schemas.roster.tasks import TellCentres


async def tell_later(uow: UnitOfWork, student_id: UUID, guardian_id: UUID) -> None:
    """Has the centres told that an order was recorded, or lifted."""
    payload = TellCentres(student_id=student_id, guardian_id=guardian_id)
    key = f"{student_id}:{guardian_id}:{uow.now.timestamp()}"
    await tasks.enqueue(uow, TellCentres.kind, key, payload, uow.now)


async def tell_centres(services: Services, school_id: int, payload: TellCentres) -> None:
    """The task, in the school."""
    async with system_uow(services, school_id) as uow:
        barred = await queries.is_barred(uow.conn, school_id, payload.student_id, payload.guardian_id)
        centres = await orgs.list_centres(uow.conn, school_id)
    for centre_id in centres:
        async with system_uow(services, centre_id) as uow:
            await _set_here(uow, school_id, payload, barred=barred)
        if barred:  # apart, so that the bar stands also where a part may not end
            async with system_uow(services, centre_id) as uow:
                await _end_reading(uow, payload)


async def _set_here(uow: UnitOfWork, school_id: int, of: TellCentres, *, barred: bool) -> None:
    where = (uow.actor.org_id, of.guardian_id, of.student_id, school_id)
    if barred:
        await queries.add_client_bar(uow.conn, *where)
    else:
        await queries.remove_client_bar(uow.conn, *where)


async def _end_reading(uow: UnitOfWork, payload: TellCentres) -> None:
    reader = EndedPart(account_id=payload.guardian_id, part="reader", how="barred", student_id=payload.student_id)
    await parts.end(uow, "client_bar", None, [reader])
