"""The demo's school calendar: the current term with its exam week, a closed Friday, and the Sunday that makes up for it."""

from datetime import date, timedelta

from api.core.local_time import local_day
from api.core.orgs import get_zone
from api.core.unit_of_work import UnitOfWork
from api.directory import service as directory
from api.school_calendar import service
from schemas.school_calendar.wire import CalendarEntriesNew, CalendarEntryNew

_DAY = timedelta(days=1)
_AHEAD = 16 * _DAY
"""So far away that nothing else of the demo meets it."""


async def open_calendar(uow: UnitOfWork) -> None:
    """Adds entries for the school acted in; what has some is left alone."""
    org = await directory.get_org(uow)
    today = local_day(uow.now, await get_zone(uow))
    if org.kind != "school" or (await service.load(uow)).entries:
        return
    # One term alone: days outside it stay ordinary, so that the demo has free times all year.
    await service.add_entries(uow, CalendarEntriesNew(entries=[_term(today), *_around(today)]))


def _term(today: date) -> CalendarEntryNew:
    if today.month in {2, 3, 4, 5, 6, 7, 8}:
        first, last, name = date(today.year, 2, 15), date(today.year, 7, 5), "第二学期"
    else:
        year = today.year - (today.month == 1)
        first, last, name = date(year, 9, 1), date(year + 1, 1, 22), "第一学期"
    return CalendarEntryNew(kind="term", first_day=first, last_day=last, name=name)


def _around(today: date) -> list[CalendarEntryNew]:
    friday = today + _AHEAD
    friday += (4 - friday.weekday()) % 7 * _DAY
    sunday, exams = friday + 2 * _DAY, friday + 10 * _DAY
    return [
        CalendarEntryNew(kind="closed", first_day=friday, last_day=friday, name="教师培训，停课一天"),
        CalendarEntryNew(kind="workday", first_day=sunday, last_day=sunday, follows_weekday=5, name="补周五的课"),
        CalendarEntryNew(kind="exam", first_day=exams, last_day=exams + 4 * _DAY, name="月考"),
    ]
