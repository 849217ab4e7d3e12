"""Students who leave on a day that is near, and their families, are told two weeks and one working day before.

Whom it concerns is read each day, so a day that was moved or taken back, a guardian who is barred and a child who stays are told nothing.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from api.core.daily import EVERY
from api.core.errors import NotFound
from api.core.local_time import local_day
from api.core.unit_of_work import UnitOfWork
from api.messages import service as messages
from api.roster.touched import service as touched
from api.school_calendar import service as school_calendar
from schemas.messages.changes import ChildLastDayParams, LastDayParams
from schemas.messages.rows import MessageNew
from schemas.messages.tasks import TellLastDays
from schemas.roster.leaving.rows import LeavingStudent

AHEAD = timedelta(days=14)
_MATTERS = timedelta(days=14)


async def tell_last_days(uow: UnitOfWork, _: TellLastDays) -> datetime | None:
    """The daily task. It ends with an organisation that is closed."""
    uow.require_system()
    try:
        calendar = await school_calendar.load(uow)
    except NotFound:
        return None
    today = local_day(uow.now, calendar.time_zone)
    for leaving in await touched.list_leaving_students(uow, today, today + AHEAD):
        await _tell(uow, leaving, soon=today >= school_calendar.working_day_before(calendar, leaving.last_day))
    return uow.now + EVERY


async def _tell(uow: UnitOfWork, leaving: LeavingStudent, *, soon: bool) -> None:
    """Once in the two weeks, and once more from the last working day before on, while somebody can be asked."""
    near = "day" if soon else "weeks"
    day, student_id = leaving.last_day, leaving.student_id
    told: dict[str, tuple[Sequence[UUID], LastDayParams]] = {
        "own_last_day_near": ([student_id], LastDayParams(last_day=day)),
        "child_last_day_near": (leaving.guardian_ids, ChildLastDayParams(last_day=day, student_id=student_id)),
    }
    for template, (people, params) in told.items():
        if people:
            new = MessageNew(
                template=template,
                people=frozenset(people),
                params=params,
                key=f"{template}:{student_id}:{day}:{near}",
                importance="normal",
                expires_at=uow.now + _MATTERS,
            )
            await messages.tell(uow, new)
