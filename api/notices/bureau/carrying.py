"""Carries a bureau's notice to its schools, for the worker: one transaction and one broadcast for each school (N1).

The bureau knows which schools have it; a school knows its people. A school that is down or fails delays nobody else.
"""

from datetime import datetime, timedelta

from api.core.errors import NotFound
from api.core.services import Services
from api.core.unit_of_work import UnitOfWork, system_uow
from api.notices.bureau import copying, file_queries, queries, rules, schools, service
from schemas.notices.bureau import BureauNoticeRow, CarryNotice, SchoolCounts, SizeNotice, SpreadNotice

LOOK_EVERY = timedelta(hours=1)
COUNT_EVERY = timedelta(minutes=10)


async def spread(uow: UnitOfWork, payload: SpreadNotice) -> datetime | None:
    """Gives an approved notice to the schools that do not have it yet, and looks for new ones hourly.

    Who submitted and who approved it must still be officers, and its answers not be due; else it is a draft again, and the officers are told.
    """
    row = await queries.lock_notice(uow.conn, uow.actor.org_id, payload.bureau_notice_id)
    if row is None or row.state not in {"approved", "sent"} or (row.sent_at and uow.now >= _until(row)):
        return None
    if row.state == "approved":
        because = rules.back_because(row, await queries.list_officers(uow.conn, row.org_id), uow.now)
        if because is not None:
            await queries.set_state(uow.conn, row.org_id, row.bureau_notice_id, "draft", uow.now, because=because)
            key = f"bureau_notice_back:{row.bureau_notice_id}:{row.version}"
            await service.tell_others(uow, row, "bureau_notice_back", key)
            return None
        await queries.set_state(uow.conn, row.org_id, row.bureau_notice_id, "sent", uow.now)
    places = await queries.list_places(uow.conn, row.org_id)
    known = {p.school_id for p in await queries.list_progress(uow.conn, row.org_id, row.bureau_notice_id)}
    new = [s for s in rules.schools_of(places, row.places, row.except_places) if s not in known]
    await queries.add_schools(uow.conn, row.org_id, row.bureau_notice_id, new)
    for school_id in new:
        await service.enqueue_carrying(uow, row.bureau_notice_id, school_id)
    return uow.now + LOOK_EVERY


async def size(services: Services, org_id: int, payload: SizeNotice) -> None:
    """Counts whom a notice would reach at each of its schools, so that writer and approver know before it leaves."""
    async with system_uow(services, org_id) as uow:
        row = await queries.find_notice(uow.conn, org_id, payload.bureau_notice_id)
        places = await queries.list_places(uow.conn, org_id)
    if row is None or row.state not in rules.OPEN:
        return
    people: dict[int, int] = {}
    for school_id in rules.schools_of(places, row.places, row.except_places):
        try:
            async with system_uow(services, school_id) as uow:
                people[school_id] = await schools.reach(uow, row)
        except NotFound:  # the school was closed meanwhile
            continue
    async with system_uow(services, org_id) as uow:
        await queries.set_reach(uow.conn, org_id, row.bureau_notice_id, row.version, people, uow.now)


async def carry(services: Services, org_id: int, payload: CarryNotice) -> datetime | None:
    """Sends a notice at one school or takes it back there, and notes in the bureau what the school counts.

    Running it twice changes nothing. Returns when to count again.
    """
    async with system_uow(services, org_id) as uow:
        row = await queries.find_notice(uow.conn, org_id, payload.bureau_notice_id)
        bureau = await queries.find_place(uow.conn, org_id)
        files = await file_queries.list_files(uow.conn, org_id, row.bureau_notice_id) if row else []
    if row is None or bureau is None or row.state not in {"sent", "recalled"}:
        return None
    recalled = row.state == "recalled"
    enclosed = [] if recalled else await copying.enclose(services, row, payload.school_id, files)
    try:
        async with system_uow(services, payload.school_id) as uow:
            if recalled:
                await schools.take_back(uow, row, bureau)
                counts = await schools.count(uow, row)
            else:
                counts = await schools.receive(uow, row, bureau, enclosed)
    except NotFound:  # the school was closed meanwhile
        return None
    return await _note(services, payload, row, counts, recalled=recalled)


async def _note(
    services: Services, payload: CarryNotice, row: BureauNoticeRow, counts: SchoolCounts, *, recalled: bool
) -> datetime | None:
    now = services.clock.now()
    async with system_uow(services, row.org_id) as uow:
        await queries.set_progress(
            uow.conn,
            row.org_id,
            row.bureau_notice_id,
            payload.school_id,
            (counts.people, counts.opened, counts.answered),
            now,
            sent_at=None if recalled else now,
            recalled_at=now if recalled else None,
        )
    return None if recalled or now >= _until(row) else now + COUNT_EVERY


def _until(row: BureauNoticeRow) -> datetime:
    sent_at = row.sent_at or row.updated_at
    until = sent_at + rules.LASTS
    return max(until, row.answer_by) if row.answer_by else until
