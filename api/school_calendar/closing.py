"""What stands on days that close: the person who closes them sees it by name first, and then it is cancelled with notice."""

from collections import Counter

from api.core import closing
from api.core.local_time import local_day
from api.core.unit_of_work import UnitOfWork
from api.school_calendar import national, rules
from api.school_calendar.errors import DaysTaken
from api.school_calendar.loading import load
from schemas.closing import Standing
from schemas.school_calendar.rows import OrgCalendar

_NAMED = 20
_ZH = {"talk": "咨询", "visit": "家访", "lecture": "活动"}
_EN = {"talk": ("session", "sessions"), "visit": ("visit", "visits"), "lecture": ("event", "events")}


async def settle(uow: UnitOfWork, before: OrgCalendar, *, confirmed: bool) -> None:
    """Ends what stands on days that close by what was just written. Raises DaysTaken when nobody confirmed that."""
    after = await load(uow)
    days = rules.newly_closed(before, after, local_day(uow.now, after.time_zone), national.TABLE)
    if not days.without_hours:
        return
    if not confirmed and (standing := await closing.list_standing(uow, days)):
        raise DaysTaken(names_zh=_listed(standing, "zh-CN"), names_en=_listed(standing, "en"))
    await closing.end(uow, days)


def _listed(standing: list[Standing], language: str) -> str:
    """`林老师 咨询3次、王老师 家访1次`: by name, the busiest first."""
    counts = Counter[tuple[str, str]]()
    for one in standing:
        counts[one.name, one.kind] += one.count
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    named = [_one(name, kind, count, language) for (name, kind), count in ordered[:_NAMED]]
    more = len(ordered) - len(named)
    if language == "en":
        return ", ".join([*named, *([f"{more} more"] if more else [])])
    return "、".join([*named, *([f"另外{more}人"] if more else [])])


def _one(name: str, kind: str, count: int, language: str) -> str:
    if language == "en":
        return f"{name}: {count} {_EN[kind][count != 1]}"
    return f"{name} {_ZH[kind]}{count}次"
