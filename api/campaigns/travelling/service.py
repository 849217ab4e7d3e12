"""How the teams of campaigns travel, for the run sheet of a day."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from api.campaigns.planning.travel import PACES
from api.campaigns.travelling import queries
from api.core.unit_of_work import Reading
from schemas.travelling import StudentTravel, Travel


async def list_travel(uow: Reading, student_ids: Sequence[UUID], day: date) -> list[StudentTravel]:
    """The way and the speed that the open campaign of each student's class names. The caller has checked who asks."""
    rows = await queries.list_travel(uow.conn, uow.actor.org_id, student_ids, day)
    return [StudentTravel(student_id=row.student_id, travel=_travel(row)) for row in rows]


def _travel(row: queries.TravelRow) -> Travel:
    pace = PACES[row.travel]
    return Travel(mode=row.travel, speed=row.speed_kmh, detour=pace.detour, overhead=pace.overhead)
