"""On which days of a campaign visits can be planned: after a time of notice, by the school calendar. Pure.

Nothing is planned on holidays and closed days. A make-up workday (调休) has the hours of the weekday that it follows; where it lies on
a weekend and nobody wrote down whose weekday it follows, nobody's hours are known and nothing is planned.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import TypeAlias

import msgspec

from schemas.campaigns.plans import DayKind, PlanDay, PlanFix
from schemas.campaigns.rows import CampaignRow
from schemas.school_calendar.rows import CalendarDay

NOTICE = 2
"""Whole days between the day of planning and the first day planned: a family is never told of a visit tomorrow."""
_DAY = timedelta(days=1)
_FRIDAY = 5
_USUAL: Mapping[int, tuple[range, str, str]] = {
    1: (range(1, 4), "元旦", "New Year's Day"),
    4: (range(4, 7), "清明节", "Qingming Festival"),
    5: (range(1, 6), "劳动节", "Labour Day"),
    10: (range(1, 8), "国庆节", "National Day"),
}
"""By month, the days that are usually public holidays: nothing is planned on them in a year whose holidays are not published yet."""


class Calendar(msgspec.Struct, frozen=True, kw_only=True):
    """The school calendar: what a day is, the minutes of the day between which visits lie, and the last year whose holidays are published."""

    day_of: Callable[[date], CalendarDay]
    visit_from: int
    visit_until: int
    known_until: int | None


Days: TypeAlias = Mapping[date, int]
"""Days that can be planned, and the weekday (ISO 8601) whose hours run on each."""


def first_day(today: date) -> date:
    """The first day that can be planned."""
    return today + (NOTICE + 1) * _DAY


def still_possible(fix: PlanFix | None, today: date) -> PlanFix | None:
    """A change that was computed when the plan was made, as long as its day can still be planned."""
    return None if fix and fix.day and fix.day < first_day(today) else fix


def open_days(campaign: CampaignRow, today: date, calendar: Calendar) -> dict[date, int]:
    """The days that can still be planned."""
    found = {
        day: _weekday(day, calendar) for day in _between(max(campaign.starts_on, first_day(today)), campaign.ends_on)
    }
    return {day: weekday for day, weekday in found.items() if weekday is not None}


def weekday_on(campaign: CampaignRow, day: date, calendar: Calendar) -> int | None:
    """The weekday whose hours run on a day of the campaign; None where nothing is planned, and outside of it."""
    return _weekday(day, calendar) if campaign.starts_on <= day <= campaign.ends_on else None


def of_campaign(campaign: CampaignRow, calendar: Calendar) -> list[object]:
    """All of the campaign's days as the calendar has them, and the hours of the day for visits: what a plan rests on."""
    days = [(day, _weekday(day, calendar)) for day in _between(campaign.starts_on, campaign.ends_on)]
    return [calendar.visit_from, calendar.visit_until, days]


def unlike_week(
    campaign: CampaignRow, today: date, calendar: Calendar, weekdays: Iterable[int], *, english: bool
) -> list[PlanDay]:
    """Where the calendar was used: days on which somebody's hours do not run, or run because of it."""
    given, found = set(weekdays), list[PlanDay]()
    for day in _between(max(campaign.starts_on, first_day(today)), campaign.ends_on):
        own, weekday = day.isoweekday(), _weekday(day, calendar)
        if weekday != own and (own in given or weekday in given):
            what = calendar.day_of(day)
            usual = _usual(day, calendar, what)
            names = usual or (what.name_zh, what.name_en)
            kind: DayKind = "usual" if usual else _kind(what)
            found.append(PlanDay(day=day, kind=kind, name=names[english], weekday=weekday))
    return found


def holidays_known_until(campaign: CampaignRow, calendar: Calendar) -> int | None:
    """The last year whose public holidays are known, where the campaign goes on after it."""
    last = calendar.known_until
    return last if last is not None and campaign.ends_on.year > last else None


def _weekday(day: date, calendar: Calendar) -> int | None:
    what = calendar.day_of(day)
    if what.kind in {"holiday", "closed"} or _usual(day, calendar, what):
        return None
    own = day.isoweekday()
    if what.kind == "workday":
        return what.follows_weekday or (own if own <= _FRIDAY else None)
    return own


def _usual(day: date, calendar: Calendar, what: CalendarDay) -> tuple[str, str] | None:
    """The names of the holiday that this day usually is, where it is not known."""
    last = calendar.known_until
    if last is None or day.year <= last or what.source == "own" or what.kind in {"holiday", "closed"}:
        return None
    days, *names = _USUAL.get(day.month, (range(0), "", ""))
    return (names[0], names[1]) if day.day in days else None


def _kind(what: CalendarDay) -> DayKind:
    return "workday" if what.kind == "workday" else "closed" if what.kind == "closed" else "holiday"


def _between(first: date, last: date) -> list[date]:
    return [first + n * _DAY for n in range((last - first).days + 1)]
