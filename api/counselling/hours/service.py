"""A counsellor's weekly hours and dated exceptions. Changing them never touches a booking: those left outside are named."""

from datetime import timedelta
from uuid import UUID

from api.core import access
from api.core.access import Action, Thing
from api.core.db import uuid7
from api.core.errors import FieldError, NotFound, Stale
from api.core.unit import Unit
from api.counselling.errors import wrong
from api.counselling.hours import queries, rules
from api.counselling.providers.service import list_providers
from api.counselling.slots import rules as slot_rules
from api.counselling.slots.service import find_zone, offers
from schemas.counselling import (
    ExceptionChanged,
    ExceptionNew,
    Hours,
    HoursChanged,
    HoursEdit,
    HoursEnd,
    HoursNew,
    Timetable,
)
from schemas.hours import BookedTime

_DAY = timedelta(days=1)


async def list_timetable(unit: Unit, counsellor_id: UUID | None) -> Timetable:
    """Hours in force or to come and coming exceptions: a counsellor's own, an administrator's whole school."""
    unit.require_org(Action.HOURS_READ, "hours")
    reach = access.reach(unit.actor, Action.HOURS_READ)
    zone = await find_zone(unit)
    where = (unit.actor.org_id, reach.everything, reach.account_id, counsellor_id, unit.now.astimezone(zone).date())
    return Timetable(
        time_zone=zone.key,
        places=await list_providers(unit),
        hours=await queries.list_hours(unit.conn, *where),
        exceptions=await queries.list_exceptions(unit.conn, *where),
        outside=await _outside(unit, unit.actor.account_id) if counsellor_id == unit.actor.account_id else [],
    )


async def add_hours(unit: Unit, new: HoursNew) -> HoursChanged:
    """Opens weekly hours. Raises NotFound, Invalid (an overlap with own hours among others)."""
    _require_edit(unit, None, new.counsellor_id)
    hours_id = uuid7()
    await _check_hours(unit, hours_id, new.counsellor_id, new)
    await queries.add_hours(unit.conn, unit.actor.org_id, hours_id, new.counsellor_id, new, unit.now)
    unit.changed(Action.HOURS_EDIT, "hours", hours_id)
    return await get_changed(unit, hours_id)


async def set_hours(unit: Unit, hours_id: UUID, edit: HoursEdit, version: int) -> HoursChanged:
    """Changes weekly hours from now on. Raises NotFound, Stale, Invalid."""
    hours = await _current(unit, hours_id, version)
    await _check_hours(unit, hours_id, hours.counsellor_id, edit)
    await queries.set_hours(unit.conn, unit.actor.org_id, hours_id, edit, unit.now)
    unit.changed(Action.HOURS_EDIT, "hours", hours_id)
    return await get_changed(unit, hours_id)


async def end_hours(unit: Unit, hours_id: UUID, end: HoursEnd, version: int) -> HoursChanged:
    """Ends weekly hours after a last day; hours that end sooner stay as they are. Raises NotFound, Stale, Invalid."""
    hours = await _current(unit, hours_id, version)
    zone = await find_zone(unit)
    if end.last_day < unit.now.astimezone(zone).date() - _DAY:
        raise wrong(unit, "$.lastDay", "past")
    last_day = min(end.last_day, hours.valid_until or end.last_day)
    await queries.end_hours(unit.conn, unit.actor.org_id, hours_id, last_day, unit.now)
    unit.changed(Action.HOURS_EDIT, "hours", hours_id)
    return await get_changed(unit, hours_id)


async def get_changed(unit: Unit, hours_id: UUID) -> HoursChanged:
    """Hours as a change answers them. Raises NotFound."""
    hours = await queries.lock_hours(unit.conn, unit.actor.org_id, hours_id)
    _require_edit(unit, hours_id, hours.counsellor_id if hours else None)
    if hours is None:
        raise NotFound
    return HoursChanged(hours=hours, version=hours.version, outside=await _outside(unit, hours.counsellor_id))


async def add_exception(unit: Unit, new: ExceptionNew) -> ExceptionChanged:
    """Closes or opens a span of one day. Raises NotFound, Invalid."""
    _require_edit(unit, None, new.counsellor_id)
    await _lock_counsellor(unit, new.counsellor_id)
    await _check_exception(unit, new)
    exception_id = uuid7()
    await queries.add_exception(unit.conn, unit.actor.org_id, exception_id, new, unit.now)
    unit.changed(Action.HOURS_EDIT, "hours_exception", exception_id)
    return await get_exception_changed(unit, exception_id)


async def get_exception_changed(unit: Unit, exception_id: UUID) -> ExceptionChanged:
    """An exception as its adding answers it. Raises NotFound."""
    owner = await queries.find_exception(unit.conn, unit.actor.org_id, exception_id)
    _require_edit(unit, exception_id, owner.counsellor_id if owner else None)
    if owner is None:
        raise NotFound
    return ExceptionChanged(exception_id=exception_id, outside=await _outside(unit, owner.counsellor_id))


async def remove_exception(unit: Unit, exception_id: UUID) -> ExceptionChanged:
    """Takes an exception back. Raises NotFound."""
    owner = await queries.find_exception(unit.conn, unit.actor.org_id, exception_id)
    _require_edit(unit, exception_id, owner.counsellor_id if owner else None)
    if owner is None:
        raise NotFound
    await queries.remove_exception(unit.conn, unit.actor.org_id, exception_id)
    unit.object_id = owner.counsellor_id  # the exception is gone: a repeated request is answered by its counsellor
    unit.changed(Action.HOURS_EDIT, "hours_exception", exception_id)
    return await get_exception_removed(unit, owner.counsellor_id)


async def get_exception_removed(unit: Unit, counsellor_id: UUID) -> ExceptionChanged:
    """What removing an exception of this counsellor answers."""
    _require_edit(unit, None, counsellor_id)
    return ExceptionChanged(exception_id=None, outside=await _outside(unit, counsellor_id))


def _require_edit(unit: Unit, thing_id: UUID | None, counsellor_id: UUID | None) -> None:
    people = frozenset({counsellor_id} if counsellor_id else ())
    unit.require(Action.HOURS_EDIT, Thing(org_id=unit.actor.org_id, kind="hours", thing_id=thing_id, people=people))


async def _current(unit: Unit, hours_id: UUID, version: int) -> Hours:
    hours = await queries.lock_hours(unit.conn, unit.actor.org_id, hours_id)
    _require_edit(unit, hours_id, hours.counsellor_id if hours else None)
    if hours is None:
        raise NotFound
    if hours.version != version:
        raise Stale
    return hours


async def _lock_counsellor(unit: Unit, counsellor_id: UUID) -> None:
    if not await queries.lock_counsellor(unit.conn, unit.actor.org_id, counsellor_id):
        raise _missing(unit, "$.counsellorId")


async def _check_hours(unit: Unit, hours_id: UUID, counsellor_id: UUID, edit: HoursEdit) -> None:
    if found := rules.wrong_hours(edit):
        raise wrong(unit, found[0], found[1])
    await _lock_counsellor(unit, counsellor_id)
    place = await queries.find_place(unit.conn, unit.actor.org_id, edit.provider_id, edit.room_id)
    if place is None or not place.provider_ok:
        raise _missing(unit, "$.providerId")
    if edit.room_id is not None and not place.room_ok:
        raise _missing(unit, "$.roomId")
    if await queries.overlaps(unit.conn, unit.actor.org_id, counsellor_id, hours_id, edit):
        raise wrong(unit, "$.fromTime", "overlap")


async def _check_exception(unit: Unit, new: ExceptionNew) -> None:
    zone = await find_zone(unit)
    if found := rules.wrong_exception(new, unit.now.astimezone(zone).date()):
        raise wrong(unit, found[0], found[1])
    if new.hours_id is None:
        return
    hours = await queries.lock_hours(unit.conn, unit.actor.org_id, new.hours_id)
    if hours is None or hours.counsellor_id != new.counsellor_id:
        raise _missing(unit, "$.hoursId")
    if rules.minutes(new.from_time, new.to_time) < hours.slot_minutes:
        raise wrong(unit, "$.toTime", "too-short")
    if await queries.overlaps_open(unit.conn, unit.actor.org_id, new):
        raise wrong(unit, "$.fromTime", "overlap")


def _missing(unit: Unit, path: str) -> NotFound:
    message = wrong(unit, path, "not-found").fields[0].message
    return NotFound(fields=(FieldError(path=path, code="not-found", message=message),))


async def _outside(unit: Unit, counsellor_id: UUID) -> list[BookedTime]:
    coming = await queries.list_coming(unit.conn, unit.actor.org_id, counsellor_id, unit.now)
    if not coming:
        return []
    zone = await find_zone(unit)
    hours, exceptions = await offers(unit, counsellor_id, unit.now, coming[-1].starts_at)
    return slot_rules.outside(coming, hours, exceptions, zone)
