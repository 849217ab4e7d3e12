"""A time at which nobody of the family can say yes is offered to no teacher; why is not said."""

from datetime import datetime
from typing import Any

from tests.counselling.desk import TUESDAY, north_desk, ok
from tests.visits.family import Family

AFTERNOON = {"weekday": 2, "fromTime": "14:00", "toTime": "18:00"}


async def _form(family: Family) -> list[str]:
    """The next Tuesday's times that the class teacher is offered for the first proposal."""
    path = f"/orgs/{family.org_id}/students/{family.student.account_id}/visit-form?minutes=60"
    found = await ok(await family.world.client(family.teacher).get(path))
    return _tuesday(found["times"])


def _tuesday(times: list[dict[str, Any]]) -> list[str]:
    starts = [datetime.fromisoformat(one["startsAt"]) for one in times]
    return [f"{at:%H:%M}" for at in starts if at.day == 24]


async def test_a_time_at_which_every_guardian_is_busy_is_not_offered(family: Family) -> None:
    who, desk = family.world.people, await north_desk(family.world)
    await family.add_availability(who.mother, **AFTERNOON)
    visit = await family.propose()
    free = await _form(family)
    assert "06:00" in free
    await ok(await desk.try_book(who.mother, family.student, attends="guardian"), 201)
    assert await _form(family) == free, "the father may still say yes"
    other = await family.propose(TUESDAY, who.chen)
    await ok(await family.do(who.father, other, "confirm"))
    found = await _form(family)
    assert "06:00" not in found
    assert "07:00" in found
    times = await ok(await family.get(family.teacher, visit, "/times"))
    assert "06:00" not in _tuesday(times["times"]), "nor for another time of a visit that was proposed"


async def test_at_a_guardians_own_place_that_guardian_has_to_be_free(family: Family) -> None:
    who, desk = family.world.people, await north_desk(family.world)
    await family.add_availability(who.mother, **AFTERNOON, placeKind="elsewhere", place="外婆家三楼")
    await ok(await desk.try_book(who.mother, family.student, attends="guardian"), 201)
    assert "06:00" not in await _form(family)
    assert "07:00" in await _form(family)
