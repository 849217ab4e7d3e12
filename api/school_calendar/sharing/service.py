"""A bureau's entries in the calendars of its schools and centres: copies, since row security shows an organisation its own rows only.

A school may take a copy out of its calendar, and its own entries come before copies.
"""

from datetime import datetime, timedelta

from api.core import daily, tasks
from api.core.local_time import local_day
from api.core.services import Services
from api.core.unit_of_work import UnitOfWork, system_uow
from api.school_calendar import closing
from api.school_calendar.loading import load
from api.school_calendar.sharing import queries
from schemas.school_calendar.rows import SharedEntry
from schemas.school_calendar.tasks import CalendarCopied, CalendarShared

_LATER = timedelta(days=30)
"""Entries that ended longer ago are copied no more, and their copies stay."""


async def share(uow: UnitOfWork) -> None:
    """Has the schools below copy what changed here."""
    await tasks.enqueue(uow, CalendarShared.kind, "shared", CalendarShared(), uow.now)


async def calendar_shared(services: Services, org_id: int, _: CalendarShared) -> datetime | None:
    """Has every school and centre below a bureau copy its entries now."""
    async with system_uow(services, org_id) as uow:
        schools = await queries.list_schools(uow.conn, org_id)
    for school_id in schools:
        async with system_uow(services, school_id) as uow:
            await tasks.enqueue(uow, CalendarCopied.kind, daily.KEY, CalendarCopied(), uow.now)
    return None


async def calendar_copied(services: Services, org_id: int, _: CalendarCopied) -> datetime | None:
    """Copies what the bureaus above share, and cancels with notice what stands on days that close by that."""
    async with system_uow(services, org_id) as uow:
        bureaus, since = await queries.list_bureaus(uow.conn, org_id), local_day(uow.now, "UTC") - _LATER
    shared: dict[int, list[SharedEntry]] = {}
    for bureau_id in bureaus:
        async with system_uow(services, bureau_id) as uow:
            shared[bureau_id] = await queries.list_shared(uow.conn, bureau_id, since)
    async with system_uow(services, org_id) as uow:
        before = await load(uow)
        for bureau_id, entries in shared.items():
            await queries.add_copies(uow.conn, org_id, bureau_id, entries, uow.now)
        ids = [entry.entry_id for entries in shared.values() for entry in entries]
        await queries.end_copies(uow.conn, org_id, ids, since, uow.now)
        await closing.settle(uow, before, confirmed=True)
        return uow.now + daily.EVERY
