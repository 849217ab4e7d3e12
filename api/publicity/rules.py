"""Periods, sums and returns of publicity work. Pure."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Literal, TypeAlias, get_args

from schemas.publicity.rows import LineRow, ReturnRow, SettingsRow
from schemas.publicity.wire import (
    Period,
    PublicityEventEdit,
    PublicityKind,
    PublicityLine,
    PublicityReturn,
    PublicityReturnNew,
    PublicitySettings,
)

Code: TypeAlias = Literal["future", "too-old", "too-far", "not-found", "not-first", "duplicate"]
"""What can be wrong with a field."""

KINDS: tuple[PublicityKind, ...] = get_args(PublicityKind)
"""In the order of a return: those of N4 first, then those of N9."""
KIND_NAMES: dict[PublicityKind, tuple[str, str]] = {
    "lecture": ("讲座", "Lectures"),
    "live_stream": ("直播", "Live streams"),
    "article": ("推文", "Articles"),
    "booklet": ("宣传册", "Booklets"),
    "board": ("宣传栏", "Boards"),
    "audio_video": ("音视频", "Audio and video"),
    "class_meeting": ("主题班会", "Class meetings"),
    "drama": ("心理剧", "Drama"),
    "poster": ("海报", "Posters"),
    "quality_training": ("素质拓展", "Quality training"),
    "micro_lesson": ("微课", "Micro-lessons"),
    "salon": ("沙龙", "Salons"),
}
"""The source's own columns (JIA 1.1.2, N9)."""
PERIODS: tuple[Period, ...] = get_args(Period)
BACK = timedelta(days=800)
"""How long ago an event may be that is entered now: the year before this one can still be amended."""
DEFAULT = SettingsRow(periods=["quarter"], due_after=10, version=0)
"""What is asked where no bureau says anything else."""
REMIND_DAYS = 3
"""So many days before the last day those who file are reminded."""
_ASKED = timedelta(days=7000)
_DAY = timedelta(days=1)
WorkingDay: TypeAlias = Callable[[date], date]
"""A day, or the next one on which an organisation works."""
_MONTHS: dict[Period, int] = {"month": 1, "quarter": 3, "year": 12}


def first_day(period: Period, day: date) -> date:
    """The first day of the period in which a day lies; calendar months, quarters and years."""
    months = _MONTHS[period]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def before(period: Period, today: date) -> date:
    """The first day of the newest period that is over."""
    return first_day(period, first_day(period, today) - _DAY)


def last_day(period: Period, first: date) -> date:
    """The last day of the period that begins then."""
    month = first.month - 1 + _MONTHS[period]
    return date(first.year + month // 12, month % 12 + 1, 1) - _DAY


def due_on(period: Period, first: date, settings: SettingsRow, working_day: WorkingDay) -> date:
    """The last day for its return: the next working day, where that day is closed."""
    return working_day(last_day(period, first) + settings.due_after * _DAY)


def is_over(period: Period, first: date, today: date) -> bool:
    """Whether its last day has passed."""
    return last_day(period, first) < today


def wrong_event(edit: PublicityEventEdit, today: date) -> Code | None:
    """What is wrong with an event's day."""
    if edit.held_on > today:
        return "future"
    return "too-old" if edit.held_on < today - BACK else None


def wrong_day(day: date, today: date) -> Code | None:
    """What is wrong with a day whose period is asked for: one far away is a mistake."""
    if day < today - _ASKED:
        return "too-old"
    return "too-far" if day > today + _ASKED else None


def wrong_period(period: Period, first: date, today: date) -> Code | None:
    """What is wrong with a period that is named by its first day."""
    if first != first_day(period, first):
        return "not-first"
    return "too-old" if last_day(period, first) < today - BACK else None


def lines(sums: Iterable[LineRow]) -> list[PublicityLine]:
    """A line for each kind, also for those of which there was nothing."""
    found = {row.kind: row for row in sums}
    return [_line(kind, found.get(kind)) for kind in KINDS]


def _line(kind: PublicityKind, row: LineRow | None) -> PublicityLine:
    return PublicityLine(kind=kind, count=row.count if row else 0, people=row.people if row else 0)


def lines_of(row: ReturnRow) -> list[PublicityLine]:
    """The lines of a filed return, in today's order; kinds that are newer than the return have nothing."""
    sums = zip(row.kinds, row.counts, row.people, strict=True)
    return lines(LineRow(kind=kind, count=count, people=people) for kind, count, people in sums)


def added_up(all_lines: Iterable[Sequence[PublicityLine]]) -> list[PublicityLine]:
    """The sums over schools."""
    sums: dict[PublicityKind, tuple[int, int]] = {}
    for line in (line for school in all_lines for line in school):
        count, people = sums.get(line.kind, (0, 0))
        sums[line.kind] = count + line.count, people + line.people
    return lines(LineRow(kind=kind, count=count, people=people) for kind, (count, people) in sums.items())


def people(of: Iterable[PublicityLine]) -> int:
    """Person-times over all kinds."""
    return sum(line.people for line in of)


def to_wire(row: ReturnRow) -> PublicityReturn:
    """A filed return."""
    return PublicityReturn(
        period=row.period,
        first_day=row.first_day,
        edition=row.edition,
        due_on=row.due_on,
        first_filed_on=row.first_filed_on,
        filed_on=row.filed_on,
        filed_at=row.filed_at,
        late=row.first_filed_on > row.due_on,
        lines=lines_of(row),
    )


def settings_to_wire(row: SettingsRow) -> PublicitySettings:
    """What is asked, in order."""
    return PublicitySettings(
        periods=[p for p in PERIODS if p in row.periods], due_after=row.due_after, version=row.version
    )


def to_remind(settings: SettingsRow, today: date, working_day: WorkingDay) -> list[tuple[Period, date]]:
    """The periods that are over and whose returns are due soon, or since yesterday at the latest. None on a day on which nobody works."""
    if working_day(today) != today:
        return []
    ended: list[tuple[Period, date]] = [
        (period, first) for period in settings.periods for first in _ended(period, today)
    ]
    return [
        (period, first)
        for period, first in ended
        if (due := due_on(period, first, settings, working_day)) - REMIND_DAYS * _DAY <= today <= due + _DAY
    ]


def _ended(period: Period, today: date) -> list[date]:
    """The first days of the newest periods that are over: a month may be due while the next one ends."""
    firsts = [first_day(period, today)]
    for _ in range(3):
        firsts.append(first_day(period, firsts[-1] - _DAY))
    return firsts[1:]


def reminder_key(period: Period, first: date) -> str:
    """Under which those who file are reminded of a period."""
    return f"publicity:{period}:{first}"


def period_words(period: Period, first: date) -> tuple[str, str]:
    """A period as people say it, in both languages."""
    if period == "year":
        return f"{first.year}年", f"{first.year}"
    if period == "month":
        return f"{first.year}年{first.month}月", f"{first:%B} {first.year}"
    quarter = first.month // 3
    return f"{first.year}年第{'一二三四'[quarter]}季度", f"quarter {quarter + 1} of {first.year}"


def day_words(day: date) -> tuple[str, str]:
    """A day as people say it, in both languages."""
    return f"{day.month}月{day.day}日", f"{day.day} {day:%B}"


def to_file(
    new: PublicityReturnNew,
    settings: SettingsRow,
    before: ReturnRow | None,
    today: date,
    now: datetime,
    working_day: WorkingDay,
) -> ReturnRow:
    """The next edition of a period's return. The day by which it was due stays that of the first."""
    return ReturnRow(
        period=new.period,
        first_day=new.first_day,
        edition=new.edition + 1,
        due_on=before.due_on if before else due_on(new.period, new.first_day, settings, working_day),
        filed_on=today,
        filed_at=now,
        first_filed_on=before.first_filed_on if before else today,
        kinds=[line.kind for line in new.lines],
        counts=[line.count for line in new.lines],
        people=[line.people for line in new.lines],
    )
