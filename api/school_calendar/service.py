"""School calendars: which days are what, and who edits them. Other features ask here which hours run on a day."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID

import msgspec

from api.core import access
from api.core.access import Resource
from api.core.db import uuid7
from api.core.errors import NotFound, Stale, check_version
from api.core.local_time import local_day
from api.core.unit_of_work import Reading, UnitOfWork
from api.school_calendar import actions, national, queries, rules
from api.school_calendar.errors import wrong
from schemas.school_calendar.rows import CalendarDay, OrgCalendar
from schemas.school_calendar.wire import (
    CalendarEntriesNew,
    CalendarSettings,
    CalendarSettingsEdit,
    NationalTable,
    SchoolCalendar,
    SchoolCalendarEntry,
)

CALENDAR = queries.CALENDAR
"""A column for other features' queries over `orgs o` with `$1` the organisation: so a calendar costs no round trip."""

WeekdayOf: TypeAlias = Callable[[date], int | None]
"""Whose weekday's hours run on a day (ISO 8601); None when the organisation is closed on it."""

decode = msgspec.json.Decoder(OrgCalendar).decode
"""A calendar out of the column `CALENDAR`."""

LAST_YEAR = national.LAST_YEAR
"""The last year whose public holidays are published."""


def weekday_of(calendar: OrgCalendar) -> WeekdayOf:
    """Which weekday's hours run on a day of this calendar."""
    return lambda day: rules.day_of(day, calendar, national.TABLE).weekday


def day_of(calendar: OrgCalendar, day: date) -> CalendarDay:
    """What a day is in this organisation, and why."""
    return rules.day_of(day, calendar, national.TABLE)


def is_closed(calendar: OrgCalendar, day: date) -> bool:
    """Whether the organisation is closed: a public holiday or an entry of its own. Vacations and weekends are not."""
    return rules.day_of(day, calendar, national.TABLE).kind in {"holiday", "closed"}


def within_visit_hours(calendar: OrgCalendar, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether a visit lies between the hours that the organisation set for visits."""
    return rules.within_visit_hours(starts_at, ends_at, calendar)


async def end_of_working_days(uow: Reading, start: datetime, count: int) -> datetime:
    """The end of the last of so many working days after the day of `start`; also for an organisation that has ended."""
    found = await queries.find_calendar(uow.conn, uow.actor.org_id)
    if found is None:
        raise NotFound
    return rules.end_of_working_days(start, count, decode(found.calendar), national.TABLE)


async def load(uow: Reading) -> OrgCalendar:
    """The organisation's calendar, for features that act in it. Raises NotFound when it is closed."""
    return (await _load(uow))[0]


async def get_calendar(uow: Reading, year: int | None) -> SchoolCalendar:
    """A school year at a glance, by default the current one. Raises NotFound."""
    uow.require_org(actions.SCHOOL_CALENDAR_READ, "school_calendar")
    calendar, version = await _load(uow)
    today = local_day(uow.now, calendar.time_zone)
    year = year if year is not None else today.year - (today.month < 9)
    first, last = date(year, 9, 1), date(year + 1, 8, 31)
    return SchoolCalendar(
        year=year,
        today=today,
        first_day=first,
        last_day=last,
        can_edit=access.reach(uow.actor, actions.SCHOOL_CALENDAR_EDIT).everything,
        settings=_settings(calendar, version),
        entries=await queries.list_entries(uow.conn, uow.actor.org_id, first, last),
        spans=rules.spans(first, last, calendar, national.TABLE, uow.actor.language),
        national=NationalTable(
            source=national.SOURCE, last_year=national.LAST_YEAR, missing=year + 1 > national.LAST_YEAR
        ),
    )


async def add_entries(uow: UnitOfWork, new: CalendarEntriesNew) -> list[SchoolCalendarEntry]:
    """Adds entries together, or none of them. Raises Invalid."""
    calendar, today = await _editing(uow)
    if found := rules.wrong_entries(new.entries, calendar.entries, today):
        raise wrong(uow, *found)
    batch_id, ids = uuid7(), [uuid7() for _ in new.entries]
    await queries.add_entries(uow.conn, uow.actor.org_id, batch_id, ids, new.entries, uow.now)
    await queries.remove_old(uow.conn, uow.actor.org_id, today - rules.BACK)
    uow.changed(actions.SCHOOL_CALENDAR_EDIT, "school_calendar", batch_id)
    return await get_added(uow, batch_id)


async def get_added(uow: Reading, batch_id: UUID) -> list[SchoolCalendarEntry]:
    """Entries that were added together, as far as they are still there."""
    _require_edit(uow)
    return await queries.list_entries(uow.conn, uow.actor.org_id, batch_id=batch_id)


async def end_entry(uow: UnitOfWork, entry_id: UUID) -> SchoolCalendarEntry:
    """Takes an entry out of the calendar; a second time changes nothing. Raises NotFound."""
    _require_edit(uow, entry_id)
    if await queries.end_entry(uow.conn, uow.actor.org_id, entry_id, uow.now):
        uow.changed(actions.SCHOOL_CALENDAR_EDIT, "school_calendar", entry_id)
    uow.object_id = entry_id
    return await get_entry(uow, entry_id)


async def get_entry(uow: Reading, entry_id: UUID) -> SchoolCalendarEntry:
    """An entry, ended or not, for a repeated request. Raises NotFound."""
    _require_edit(uow, entry_id)
    found = await queries.find_entry(uow.conn, uow.actor.org_id, entry_id)
    if found is None:
        raise NotFound
    return found


async def set_settings(uow: UnitOfWork, edit: CalendarSettingsEdit, version: int) -> CalendarSettings:
    """Replaces the settings. Raises Invalid, Stale."""
    _require_edit(uow)
    visit_from, visit_until = rules.minutes(edit.visit_from), rules.minutes(edit.visit_until)
    if visit_until <= visit_from:
        raise wrong(uow, "$.visitUntil", "order")
    check_version((await _load(uow))[1], version)
    span = visit_from, visit_until
    if not await queries.set_settings(uow.conn, uow.actor.org_id, edit.national_days, *span, version, uow.now):
        raise Stale
    settings_id = uuid7()
    uow.changed(actions.SCHOOL_CALENDAR_EDIT, "school_calendar", settings_id)
    return await get_settings(uow, settings_id)


async def get_settings(uow: Reading, _: UUID) -> CalendarSettings:
    """The settings as a change answers them."""
    _require_edit(uow)
    return _settings(*await _load(uow))


async def _load(uow: Reading) -> tuple[OrgCalendar, int]:
    found = await queries.find_calendar(uow.conn, uow.actor.org_id)
    if found is None or found.ended:
        raise NotFound
    return decode(found.calendar), found.version


async def _editing(uow: UnitOfWork) -> tuple[OrgCalendar, date]:
    _require_edit(uow)
    calendar = await load(uow)
    return calendar, local_day(uow.now, calendar.time_zone)


def _require_edit(uow: Reading, entry_id: UUID | None = None) -> None:
    resource = Resource(org_id=uow.actor.org_id, kind="school_calendar", resource_id=entry_id)
    uow.require(actions.SCHOOL_CALENDAR_EDIT, resource)


def _settings(calendar: OrgCalendar, version: int) -> CalendarSettings:
    return CalendarSettings(
        national_days=calendar.national_days,
        visit_from=rules.clock(calendar.visit_from),
        visit_until=rules.clock(calendar.visit_until),
        version=version,
    )
