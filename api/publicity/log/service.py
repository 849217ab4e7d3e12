"""A school's log of publicity and education work: what was done, with how many people (N3, N4, N9)."""

import asyncio
from datetime import date, timedelta
from uuid import UUID

from api.core.access import Resource
from api.core.db import uuid7
from api.core.errors import NotFound, Stale, check_version
from api.core.local_time import day_begins, local_day
from api.core.orgs import get_zone
from api.core.unit_of_work import Reading, UnitOfWork
from api.lectures.attendance import service as lectures
from api.publicity import actions, rules
from api.publicity import queries as shared
from api.publicity import service as periods
from api.publicity.errors import missing, wrong
from api.publicity.log import queries
from api.publicity.log import rules as log
from api.roster.files import service as files
from schemas.publicity.wire import (
    LectureToLog,
    Period,
    PublicityEvent,
    PublicityEventEdit,
    PublicityEventNew,
)

_DAY = timedelta(days=1)


async def list_events(uow: Reading, first: date, last: date) -> list[PublicityEvent]:
    """The events of some days, the latest first. Raises Forbidden."""
    _require(uow)
    return await queries.list_events(uow.conn, uow.actor.org_id, first, last)


async def export_events(uow: Reading, period: Period, day: date | None) -> bytes:
    """The events of the period in which a day lies, as a workbook. Raises Forbidden, NotFound, Invalid."""
    _require(uow)
    span = await periods.get_span(uow, period, day)
    found = await queries.list_events(uow.conn, uow.actor.org_id, span.first, span.last)
    english = uow.actor.language == "en"
    return await asyncio.to_thread(files.write_xlsx, log.HEADINGS[english], log.to_rows(found[::-1], english))


async def list_lectures(uow: Reading, first: date, last: date) -> list[LectureToLog]:
    """Lectures held on these days that are no line of the log. Raises Forbidden, NotFound."""
    _require(uow)
    zone = await get_zone(uow)
    held = await lectures.list_held(uow, day_begins(first, zone), day_begins(last + _DAY, zone))
    logged = await shared.list_logged(uow.conn, uow.actor.org_id, [one.lecture_id for one in held])
    found = (log.to_log(one, zone) for one in held if one.lecture_id not in logged)
    return [one for one in found if one]


async def get_event(uow: Reading, event_id: UUID) -> PublicityEvent:
    """An event, also one that was taken out. Raises Forbidden, NotFound."""
    _require(uow, event_id)
    found = await queries.find_event(uow.conn, uow.actor.org_id, event_id)
    if found is None:
        raise NotFound
    return found


async def add_event(uow: UnitOfWork, new: PublicityEventNew) -> PublicityEvent:
    """Adds a line. Raises Forbidden, Invalid, NotFound, LectureLogged."""
    _require(uow)
    await _check(uow, new)
    if new.lecture_id:
        await _check_held(uow, new.lecture_id, new.held_on)
    event_id = uuid7()
    where = (uow.conn, uow.actor.org_id, event_id)
    await queries.add_event(*where, new, new.lecture_id, uow.actor.account_id, uow.now)
    return await _changed(uow, event_id)


async def set_event(uow: UnitOfWork, event_id: UUID, edit: PublicityEventEdit, version: int) -> PublicityEvent:
    """Replaces a line; the lecture that it stands for stays. Raises Forbidden, NotFound, Invalid, Stale."""
    before = await get_event(uow, event_id)
    await _check(uow, edit)
    check_version(before.version, version)
    if not await queries.set_event(uow.conn, uow.actor.org_id, event_id, version, edit, uow.now):
        raise Stale
    return await _changed(uow, event_id)


async def end_event(uow: UnitOfWork, event_id: UUID) -> PublicityEvent:
    """Takes a line out of the log; again changes nothing. Raises Forbidden, NotFound."""
    await get_event(uow, event_id)
    if await queries.end_event(uow.conn, uow.actor.org_id, event_id, uow.now):
        return await _changed(uow, event_id)
    uow.object_id = event_id
    return await get_event(uow, event_id)


async def _check(uow: Reading, edit: PublicityEventEdit) -> None:
    if code := rules.wrong_event(edit, await _today(uow)):
        raise wrong(uow, "$.heldOn", code)


async def _check_held(uow: Reading, lecture_id: UUID, held_on: date) -> None:
    """Lectures of other days are not found either: a line is of the day on which the lecture was."""
    zone = await get_zone(uow)
    held = await lectures.list_held(uow, day_begins(held_on, zone), day_begins(held_on + _DAY, zone))
    if lecture_id not in {one.lecture_id for one in held}:
        raise missing(uow, "$.lectureId", "not-found")


async def _today(uow: Reading) -> date:
    return local_day(uow.now, await get_zone(uow))


def _require(uow: Reading, event_id: UUID | None = None) -> None:
    uow.require(actions.PUBLICITY_LOG, Resource(org_id=uow.actor.org_id, kind="publicity_event", resource_id=event_id))


async def _changed(uow: UnitOfWork, event_id: UUID) -> PublicityEvent:
    uow.changed(actions.PUBLICITY_LOG, "publicity_event", event_id)
    return await get_event(uow, event_id)
