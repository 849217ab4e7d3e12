"""The demo's figures of months that are over: a school that its bureau has had for a year, and one that joined half a year ago."""

from datetime import date, datetime, timedelta

from api.core.local_time import day_begins, local_day, school_year
from api.core.orgs import get_zone
from api.core.unit_of_work import UnitOfWork
from api.figures import trend_queries, trend_rules
from api.roster.demo.city import BUREAU, MIDDLE, PRIMARY
from schemas.figures.rows import MonthRow

_DAY = timedelta(days=1)
_SCHOOLS = ((MIDDLE, 14, 1380), (PRIMARY, 6, 1010))
"""Each with the months that the bureau has had it, and its students."""
_VISITED = {9: 2, 10: 5, 11: 11, 12: 24, 1: 35, 2: 42, 3: 55, 4: 67, 5: 78, 6: 88, 7: 92, 8: 92}
_CONTACTED = {9: 3, 10: 7, 11: 18, 12: 55, 1: 81, 2: 12, 3: 38, 4: 60, 5: 76, 6: 89, 7: 91, 8: 91}
"""Percent at the end of each month, of the school year before: of this one the demo's people have done next to nothing."""


async def past_months(uow: UnitOfWork) -> None:
    """Adds them to the bureau."""
    if uow.actor.org_id != BUREAU:
        return
    zone = await get_zone(uow)
    month, year = local_day(uow.now, zone).replace(day=1), local_day(school_year(uow.now, zone), zone)
    for back in range(1, 1 + _SCHOOLS[0][1]):
        ended, month = month, (month - _DAY).replace(day=1)
        for school_id, months, students in _SCHOOLS:
            if back <= months:
                row = _row(school_id, month, day_begins(ended, zone) - _DAY, students, ended=month < year)
                await trend_queries.put_month(uow.conn, BUREAU, row)


def _row(school_id: int, month: date, counted_at: datetime, students: int, *, ended: bool) -> MonthRow:
    visited, contacted = (students * share[month.month] // 100 if ended else 1 for share in (_VISITED, _CONTACTED))
    return MonthRow(
        school_id=school_id,
        month=month,
        term=trend_rules.term_of(month),
        counted_at=counted_at,
        students=students,
        visited=visited,
        contacted=contacted,
        owed=students - visited,
    )
