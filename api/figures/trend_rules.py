"""Months and terms of figures. Pure."""

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from api.core.local_time import local_day
from schemas.figures.rows import FiguresRow, MonthRow, SchoolName, TrendRow
from schemas.figures.wire import FigureTrends, Reached, TrendChange, TrendStep

MONTHS = 24
"""So many months are shown: the school year that goes on, and the one before to hold it against."""
_SECOND_TERM, _YEAR_BEGINS = 2, 9


def month_of(row: FiguresRow, zone: ZoneInfo) -> MonthRow:
    """What stays of a count once its month is over. Nothing of confidential matters does (DESIGN 7)."""
    month = local_day(row.counted_at, zone).replace(day=1)
    return MonthRow(
        school_id=row.school_id,
        month=month,
        term=term_of(month),
        counted_at=row.counted_at,
        students=row.students,
        visited=row.visited,
        contacted=row.contacted,
        owed=row.owed,
    )


def term_of(month: date) -> date:
    """The first day of the term: 1 September or 1 February, as of coverage."""
    if _SECOND_TERM <= month.month < _YEAR_BEGINS:
        return date(month.year, _SECOND_TERM, 1)
    return date(month.year - (month.month < _SECOND_TERM), _YEAR_BEGINS, 1)


def first_month(today: date) -> date:
    """The first month that is shown."""
    months = today.year * 12 + today.month - MONTHS
    return date(months // 12, months % 12 + 1, 1)


def of_bureau(school: SchoolName | None, months: Iterable[TrendRow], terms: Iterable[TrendRow]) -> FigureTrends:
    """What an officer sees."""
    return FigureTrends(
        name_zh=school.name_zh if school else None,
        name_en=school.name_en if school else None,
        months=[_step(row) for row in months],
        terms=[_step(row) for row in terms],
    )


def _step(row: TrendRow) -> TrendStep:
    return TrendStep(
        month=row.month,
        term=row.term,
        schools=row.schools,
        students=row.students,
        visited=row.visited,
        contacted=row.contacted,
        owed=row.owed,
        change=_change(row) if row.both else None,
    )


def _change(row: TrendRow) -> TrendChange:
    now = Reached(students=row.both_students, visited=row.both_visited, contacted=row.both_contacted)
    before = Reached(students=row.students_before, visited=row.visited_before, contacted=row.contacted_before)
    return TrendChange(schools=row.both, now=now, before=before)
