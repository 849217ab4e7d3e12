"""Wall-clock time of a place: from a day and a clock to an instant, and back to words. Pure.

A wall-clock time means the first instant at which that day's clock has reached it: in the gap of a spring change its
end, in the fold of an autumn change the earlier of the two.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

_DAY = 24 * 60
_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The first instant (UTC) at which the clock of `zone` has reached `at` on `day`."""
    wall = datetime.combine(day, at, zone)
    before, after = wall.utcoffset(), wall.replace(fold=1).utcoffset()
    if before is None or after is None or after <= before:
        return wall.astimezone(UTC)
    naive = wall.replace(tzinfo=UTC)
    return _jump(naive - after, naive - before, after, zone)


def _jump(low: datetime, high: datetime, after: timedelta, zone: ZoneInfo) -> datetime:
    """The instant in (low, high] at which the clock jumps ahead to the offset `after`, to the second."""
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == after:
            high = middle
        else:
            low = middle
    return high


def clock(text: str) -> time:
    """A time of day as the wire has it (`HH:MM`); `24:00`, an end, is 00:00."""
    return time(0) if text == "24:00" else time.fromisoformat(text)


def end_text(at: time) -> str:
    """An end as the wire has it: midnight is the day's end, `24:00`."""
    return f"{at:%H:%M}" if at != time(0) else "24:00"


def end_minute(at: time) -> int:
    """The minute of the day at which a span ends: 1440 where that is midnight."""
    return at.hour * 60 + at.minute or _DAY


def minutes(text: str) -> int:
    """Minutes of the day of `HH:MM`; 1440 of `24:00`."""
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def at_minute(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """The instant at a minute of the day; at 1440, the next day begins."""
    days, minute = divmod(minute, _DAY)
    return instant(day + timedelta(days=days), time(minute // 60, minute % 60), zone)


def local_day(at: datetime, zone: tzinfo | str) -> date:
    """The calendar day on which an instant falls there."""
    return at.astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone).date()


def day_begins(day: date, zone: ZoneInfo) -> datetime:
    """The first instant (UTC) of a day; of the next day, it is the end of this one."""
    return instant(day, time(0), zone)


def school_year(now: datetime, zone: ZoneInfo) -> datetime:
    """When the school year began: 1 September, 00:00 in the organisation's zone."""
    today = local_day(now, zone)
    year = today.year if today.month >= 9 else today.year - 1
    return day_begins(date(year, 9, 1), zone)


def sortable(at: datetime | None, zone: tzinfo) -> str:
    """A date and time as spreadsheets sort it, `2026-03-05 14:00`; of none, nothing."""
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M") if at else ""


def when(at: datetime, zone: tzinfo, language: str) -> str:
    """A date and time as people say it: `3月5日 周四 14:00`, `Thu 5 Mar, 14:00`."""
    local = at.astimezone(zone)
    between = ", " if language == "en" else " "
    return f"{day_words(local, language)}{between}{local:%H:%M}"


def day_words(day: date, language: str) -> str:
    """A day as people say it: `3月5日 周四`, `Thu 5 Mar`."""
    if language == "en":
        return f"{_WEEKDAYS_EN[day.weekday()]} {day.day} {_MONTHS_EN[day.month - 1]}"
    return f"{day.month}月{day.day}日 周{_WEEKDAYS_ZH[day.weekday()]}"
