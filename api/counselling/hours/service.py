"""A counsellor's weekly hours and dated exceptions. Changing them never touches a booking: those left outside are named."""

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from api.core import access
from api.core.access import Resource
from api.core.db import uuid7
from api.core.errors import NotFound, check_version
from api.core.local_time import local_day
from api.core.orgs import get_zone
from api.core.unit_of_work import Reading, UnitOfWork
from api.counselling import actions
from api.counselling.errors import missing, wrong
from api.counselling.hours import queries, rules
from api.counselling.providers.service import list_providers
from api.counselling.slots import rules as slot_rules
from api.counselling.slots.service import offers
from api.school_calendar import service as school_calendar
from schemas.counselling.hours.wire import BookedTime
from schemas.counselling.wire import (
    ExceptionChanged,
    ExceptionNew,
    Hours,
    HoursChanged,
    HoursEdit,
    HoursEnd,
    HoursNew,
    Timetable,
)

_DAY = timedelta(days=1)


async def list_timetable(uow: Reading, counsellor_id: UUID | None) -> Timetable:
    """Hours in force or to come and coming exceptions: a counsellor's own, an administrator's whole school."""
    uow.require_org(actions.HOURS_READ, "hours")
    reach = access.reach(uow.actor, actions.HOURS_READ)
    zone = await get_zone(uow)
    where = (uow.actor.org_id, reach.everything, reach.account_id, counsellor_id, local_day(uow.now, zone))
    return Timetable(
        time_zone=zone.key,
        places=await list_providers(uow),
        hours=await queries.list_hours(uow.conn, *where),
        exceptions=await queries.list_exceptions(uow.conn, *where),
        outside=await _outside(uow, uow.actor.account_id) if counsellor_id == uow.actor.account_id else [],
    )


async def add_hours(uow: UnitOfWork, new: HoursNew) -> HoursChanged:
    """Opens weekly hours. Raises NotFound, Invalid (an overlap with own hours among others)."""
    _require_edit(uow, None, new.counsellor_id)
    hours_id = uuid7()
    await _check_hours(uow, hours_id, new.counsellor_id, new)
    await queries.add_hours(uow.conn, uow.actor.org_id, hours_id, new.counsellor_id, new, uow.now)
    uow.changed(actions.HOURS_EDIT, "hours", hours_id)
    return await get_changed(uow, hours_id)


async def set_hours(uow: UnitOfWork, hours_id: UUID, edit: HoursEdit, version: int) -> HoursChanged:
    """Changes weekly hours from now on. Raises NotFound, Stale, Invalid."""
    hours = await _current(uow, hours_id, version)
    await _check_hours(uow, hours_id, hours.counsellor_id, edit)
    await queries.set_hours(uow.conn, uow.actor.org_id, hours_id, edit, uow.now)
    uow.changed(actions.HOURS_EDIT, "hours", hours_id)
    return await get_changed(uow, hours_id)


async def end_hours(uow: UnitOfWork, hours_id: UUID, end: HoursEnd, version: int) -> HoursChanged:
    """Ends weekly hours after a last day; hours that end sooner stay as they are. Raises NotFound, Stale, Invalid."""
    hours = await _current(uow, hours_id, version)
    zone = await get_zone(uow)
    if end.last_day < local_day(uow.now, zone) - _DAY:
        raise wrong(uow, "$.lastDay", "past")
    last_day = min(end.last_day, hours.valid_until or end.last_day)
    await queries.end_hours(uow.conn, uow.actor.org_id, hours_id, last_day, uow.now)
    uow.changed(actions.HOURS_EDIT, "hours", hours_id)
    return await get_changed(uow, hours_id)


async def get_changed(uow: UnitOfWork, hours_id: UUID) -> HoursChanged:
    """Hours as a change answers them. Raises NotFound."""
    hours = await queries.lock_hours(uow.conn, uow.actor.org_id, hours_id)
    _require_edit(uow, hours_id, hours.counsellor_id if hours else None)
    if hours is None:
        raise NotFound
    return HoursChanged(hours=hours, version=hours.version, outside=await _outside(uow, hours.counsellor_id))


async def add_exception(uow: UnitOfWork, new: ExceptionNew) -> ExceptionChanged:
    """Closes or opens a span of one day. Raises NotFound, Invalid."""
    _require_edit(uow, None, new.counsellor_id)
    await _lock_counsellor(uow, new.counsellor_id)
    await _check_exception(uow, new)
    exception_id = uuid7()
    await queries.add_exception(uow.conn, uow.actor.org_id, exception_id, new, uow.now)
    uow.changed(actions.HOURS_EDIT, "hours_exception", exception_id)
    return await get_exception_changed(uow, exception_id)


async def get_exception_changed(uow: Reading, exception_id: UUID) -> ExceptionChanged:
    """An exception as its adding answers it. Raises NotFound."""
    owner = await queries.find_exception(uow.conn, uow.actor.org_id, exception_id)
    _require_edit(uow, exception_id, owner.counsellor_id if owner else None)
    if owner is None:
        raise NotFound
    return ExceptionChanged(exception_id=exception_id, outside=await _outside(uow, owner.counsellor_id))


async def remove_exception(uow: UnitOfWork, exception_id: UUID) -> ExceptionChanged:
    """Takes an exception back. Raises NotFound."""
    owner = await queries.find_exception(uow.conn, uow.actor.org_id, exception_id)
    _require_edit(uow, exception_id, owner.counsellor_id if owner else None)
    if owner is None:
        raise NotFound
    await queries.remove_exception(uow.conn, uow.actor.org_id, exception_id)
    uow.object_id = owner.counsellor_id  # the exception is gone: a repeated request is answered by its counsellor
    uow.changed(actions.HOURS_EDIT, "hours_exception", exception_id)
    return await get_exception_removed(uow, owner.counsellor_id)


async def get_exception_removed(uow: Reading, counsellor_id: UUID) -> ExceptionChanged:
    """What removing an exception of this counsellor answers."""
    _require_edit(uow, None, counsellor_id)
    return ExceptionChanged(exception_id=None, outside=await _outside(uow, counsellor_id))


def _require_edit(uow: Reading, resource_id: UUID | None, counsellor_id: UUID | None) -> None:
    people = frozenset({counsellor_id} if counsellor_id else ())
    uow.require(
        actions.HOURS_EDIT, Resource(org_id=uow.actor.org_id, kind="hours", resource_id=resource_id, people=people)
    )


async def _current(uow: UnitOfWork, hours_id: UUID, version: int) -> Hours:
    hours = await queries.lock_hours(uow.conn, uow.actor.org_id, hours_id)
    _require_edit(uow, hours_id, hours.counsellor_id if hours else None)
    if hours is None:
        raise NotFound
    check_version(hours.version, version)
    return hours


async def _lock_counsellor(uow: UnitOfWork, counsellor_id: UUID) -> None:
    if not await queries.lock_counsellor(uow.conn, uow.actor.org_id, counsellor_id):
        raise missing(uow, "$.counsellorId", "not-found")


async def _check_hours(uow: UnitOfWork, hours_id: UUID, counsellor_id: UUID, edit: HoursEdit) -> None:
    place = await queries.find_provider_room(uow.conn, uow.actor.org_id, edit.provider_id, edit.room_id)
    if found := rules.wrong_hours(edit, nights=place.nights):
        raise wrong(uow, found[0], found[1])
    await _lock_counsellor(uow, counsellor_id)
    if not place.provider_ok:
        raise missing(uow, "$.providerId", "not-found")
    if edit.room_id is not None and not place.room_ok:
        raise missing(uow, "$.roomId", "not-found")
    others = await queries.list_others(uow.conn, uow.actor.org_id, counsellor_id, hours_id, edit)
    if rules.overlaps(edit, others):
        raise wrong(uow, "$.fromTime", "overlap")


async def _check_exception(uow: UnitOfWork, new: ExceptionNew) -> None:
    zone = await get_zone(uow)
    nights = await queries.has_nights(uow.conn, uow.actor.org_id)
    if found := rules.wrong_exception(new, local_day(uow.now, zone), nights=nights):
        raise wrong(uow, found[0], found[1])
    if new.hours_id is None:
        return
    hours = await queries.lock_hours(uow.conn, uow.actor.org_id, new.hours_id)
    if hours is None or hours.counsellor_id != new.counsellor_id:
        raise missing(uow, "$.hoursId", "not-found")
    if rules.minutes(new.from_time, new.to_time) < hours.slot_minutes:
        raise wrong(uow, "$.toTime", "too-short")
    if rules.overlaps_open(new, await queries.list_open(uow.conn, uow.actor.org_id, new)):
        raise wrong(uow, "$.fromTime", "overlap")


async def _outside(uow: Reading, counsellor_id: UUID) -> list[BookedTime]:
    coming = await queries.list_coming(uow.conn, uow.actor.org_id, counsellor_id, uow.now, uow.actor.account_id)
    if not coming:
        return []
    calendar = await school_calendar.load(uow)
    hours, exceptions = await offers(uow, counsellor_id, uow.now, coming[-1].starts_at)
    weekday_of = school_calendar.weekday_of(calendar)
    return slot_rules.outside(coming, hours, exceptions, ZoneInfo(calendar.time_zone), weekday_of)
