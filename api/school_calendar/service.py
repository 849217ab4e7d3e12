"""School calendars: which days are what, and who edits them. Other features ask here which hours run on a day."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID

from api.core import access
from api.core.access import Resource
from api.core.db import uuid7
from api.core.errors import NotFound, Stale, check_version
from api.core.local_time import local_day, minutes
from api.core.unit_of_work import Reading, UnitOfWork
from api.school_calendar import actions, closing, loading, national, queries, rules
from api.school_calendar.errors import wrong
from api.school_calendar.loading import Loaded
from api.school_calendar.sharing import service as sharing
from schemas.closing import ClosedDays
from schemas.school_calendar.home import HomeTheme
from schemas.school_calendar.rows import CalendarDay, OrgCalendar
from schemas.school_calendar.wire import (
    CalendarEntriesNew,
    CalendarOccasion,
    CalendarSettings,
    CalendarSettingsEdit,
    CalendarTheme,
    NationalTable,
    SchoolCalendar,
    SchoolCalendarEntry,
)

CALENDAR = queries.CALENDAR
"""A column for other features' queries over `orgs o` with `$1` the organisation: so a calendar costs no round trip."""

WeekdayOf: TypeAlias = Callable[[date], int | None]
"""Whose weekday's hours run on a day (ISO 8601); None when the organisation is closed on it."""

decode, load = loading.decode, loading.load
"""A calendar out of the column `CALENDAR`, and that of the organisation acted in. `load` raises NotFound."""

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


async def closed_on(uow: Reading, at: datetime) -> ClosedDays:
    """The day of this instant, if it is closed: for what was agreed on while somebody closed it."""
    calendar = await load(uow)
    day = local_day(at, calendar.time_zone)
    what = rules.day_of(day, calendar, national.TABLE)
    without, shut = what.weekday is None, what.kind in {"holiday", "closed"}
    return ClosedDays(
        time_zone=calendar.time_zone, without_hours=(day,) if without else (), shut=(day,) if shut else ()
    )


def within_visit_hours(calendar: OrgCalendar, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether a visit lies between the hours that the organisation set for visits."""
    return rules.within_visit_hours(starts_at, ends_at, calendar)


def works_on(calendar: OrgCalendar, at: datetime) -> bool:
    """Whether people work on the day of this instant: on a school day or a make-up workday, in vacations from Monday to Friday."""
    return rules.day_of(local_day(at, calendar.time_zone), calendar, national.TABLE).works


def working_day(calendar: OrgCalendar, day: date) -> date:
    """That day, or the next one on which people work: what is due on a closed day is due then."""
    return rules.working_day(day, calendar, national.TABLE)


def working_day_before(calendar: OrgCalendar, day: date) -> date:
    """The last day before it on which people work: they are reminded then."""
    return rules.working_day_before(day, calendar, national.TABLE)


def working_day_after(calendar: OrgCalendar, day: date) -> date:
    """The next day after it on which people work."""
    return rules.working_day_after(day, calendar, national.TABLE)


async def end_of_working_days(uow: Reading, start: datetime, count: int) -> datetime:
    """The end of the last of so many working days after the day of `start`; also for an organisation that has ended."""
    found = await queries.find_calendar(uow.conn, uow.actor.org_id)
    if found is None:
        raise NotFound
    return rules.end_of_working_days(start, count, decode(found.calendar), national.TABLE)


async def get_calendar(uow: Reading, year: int | None) -> SchoolCalendar:
    """A school year at a glance, by default the current one. Raises NotFound."""
    uow.require_org(actions.SCHOOL_CALENDAR_READ, "school_calendar")
    loaded = await loading.load_all(uow)
    calendar = loaded.calendar
    today = local_day(uow.now, calendar.time_zone)
    year = year if year is not None else today.year - (today.month < 9)
    first, last = date(year, 9, 1), date(year + 1, 8, 31)
    return SchoolCalendar(
        year=year,
        today=today,
        first_day=first,
        last_day=last,
        can_edit=access.reach(uow.actor, actions.SCHOOL_CALENDAR_EDIT).everything,
        has_schools=loaded.org_kind == "bureau",
        settings=_settings(calendar, loaded.version),
        entries=await queries.list_entries(uow.conn, uow.actor.org_id, uow.actor.language, first, last),
        spans=rules.spans(first, last, calendar, national.TABLE, uow.actor.language),
        national=NationalTable(
            source=national.SOURCE, last_year=national.LAST_YEAR, missing=year + 1 > national.LAST_YEAR
        ),
    )


async def list_themes_now(uow: Reading) -> list[HomeTheme]:
    """The themes of today, for the first screen."""
    uow.require_self("school_calendar")
    return await queries.list_themes_now(uow.conn, uow.actor.org_id, uow.now)


async def list_themes(uow: Reading) -> list[CalendarTheme]:
    """The themes of today and of the next weeks in an organisation of the actor's; of a closed one none, as others are read with it."""
    uow.require_self("school_calendar")
    calendar = await queries.find_calendar(uow.conn, uow.actor.org_id)
    if calendar is None or calendar.ended:
        return []
    today = local_day(uow.now, decode(calendar.calendar).time_zone)
    found = await queries.list_entries(
        uow.conn, uow.actor.org_id, uow.actor.language, today, today + rules.THEMES_AHEAD
    )
    return [
        CalendarTheme(
            org_id=uow.actor.org_id,
            entry_id=entry.entry_id,
            name=entry.name,
            first_day=entry.first_day,
            last_day=entry.last_day,
            from_org=entry.from_org,
        )
        for entry in found
        if entry.kind == "theme"
    ]


async def list_occasions(uow: Reading) -> list[CalendarOccasion]:
    """What is planned may belong to these: themes, terms and exam weeks that are not over. The caller may plan it."""
    return await queries.list_occasions(uow.conn, uow.actor.org_id, uow.now)


async def has_occasion(uow: Reading, entry_id: UUID) -> bool:
    """Whether the calendar has such an entry today. The caller may plan what belongs to it."""
    return await queries.has_occasion(uow.conn, uow.actor.org_id, entry_id)


async def add_entries(
    uow: UnitOfWork, new: CalendarEntriesNew, *, cancel_standing: bool = True
) -> list[SchoolCalendarEntry]:
    """Adds entries together, or none of them; what stands on days that close is cancelled. Raises Invalid, DaysTaken."""
    loaded = await _editing(uow)
    before, bureau = loaded.calendar, loaded.org_kind == "bureau"
    today = local_day(uow.now, before.time_zone)
    if found := rules.wrong_entries(new.entries, before.entries, today, bureau=bureau):
        raise wrong(uow, *found)
    batch_id, ids = uuid7(), [uuid7() for _ in new.entries]
    await queries.add_entries(uow.conn, uow.actor.org_id, batch_id, ids, new, uow.now)
    await queries.remove_old(uow.conn, uow.actor.org_id, today - rules.BACK)
    await closing.settle(uow, before, confirmed=cancel_standing)
    if any(entry.for_schools for entry in new.entries):
        await sharing.share(uow)
    uow.changed(actions.SCHOOL_CALENDAR_EDIT, "school_calendar", batch_id)
    return await get_added(uow, batch_id)


async def get_added(uow: Reading, batch_id: UUID) -> list[SchoolCalendarEntry]:
    """Entries that were added together, as far as they are still there."""
    _require_edit(uow)
    return await queries.list_entries(uow.conn, uow.actor.org_id, uow.actor.language, batch_id=batch_id)


async def end_entry(uow: UnitOfWork, entry_id: UUID, *, cancel_standing: bool = True) -> SchoolCalendarEntry:
    """Takes an entry out of the calendar; a second time changes nothing. Raises NotFound, DaysTaken."""
    before = (await _editing(uow, entry_id)).calendar
    if await queries.end_entry(uow.conn, uow.actor.org_id, entry_id, uow.now):
        await closing.settle(uow, before, confirmed=cancel_standing)
        uow.changed(actions.SCHOOL_CALENDAR_EDIT, "school_calendar", entry_id)
    entry = await get_entry(uow, entry_id)
    if entry.for_schools:
        await sharing.share(uow)
    uow.object_id = entry_id
    return entry


async def get_entry(uow: Reading, entry_id: UUID) -> SchoolCalendarEntry:
    """An entry, ended or not, for a repeated request. Raises NotFound."""
    _require_edit(uow, entry_id)
    found = await queries.find_entry(uow.conn, uow.actor.org_id, uow.actor.language, entry_id)
    if found is None:
        raise NotFound
    return found


async def set_settings(
    uow: UnitOfWork, edit: CalendarSettingsEdit, version: int, *, cancel_standing: bool = True
) -> CalendarSettings:
    """Replaces the settings; what stands on days that close is cancelled. Raises Invalid, Stale, DaysTaken."""
    loaded = await _editing(uow)
    visit_from, visit_until = minutes(edit.visit_from), minutes(edit.visit_until)
    if visit_until <= visit_from:
        raise wrong(uow, "$.visitUntil", "order")
    check_version(loaded.version, version)
    span = visit_from, visit_until
    if not await queries.set_settings(uow.conn, uow.actor.org_id, edit.national_days, *span, version, uow.now):
        raise Stale
    await closing.settle(uow, loaded.calendar, confirmed=cancel_standing)
    settings_id = uuid7()
    uow.changed(actions.SCHOOL_CALENDAR_EDIT, "school_calendar", settings_id)
    return await get_settings(uow, settings_id)


async def get_settings(uow: Reading, _: UUID) -> CalendarSettings:
    """The settings as a change answers them."""
    _require_edit(uow)
    loaded = await loading.load_all(uow)
    return _settings(loaded.calendar, loaded.version)


async def _editing(uow: UnitOfWork, entry_id: UUID | None = None) -> Loaded:
    """The calendar before a change."""
    _require_edit(uow, entry_id)
    return await loading.load_all(uow)


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
