"""What the matrix of rights needs of school calendars."""

from tests.of_features import Matrix
from tests.school_calendar.year import BREAK, add, closed
from tests.world import Person, World


async def _objects(world: World, org_id: int, admin: Person) -> dict[str, str]:
    [entry] = await add(world, org_id, admin, closed("2027-03-01"))
    return {"entry_id": entry["entryId"]}


MATRIX = Matrix(
    named=("entry_id",),
    objects=_objects,
    bodies={
        "addCalendarEntries": {"entries": [BREAK]},
        "endCalendarEntry": None,
        "readCalendarFile": b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        "setCalendarSettings": {"nationalDays": True, "visitFrom": "08:00", "visitUntil": "21:00"},
    },
)
