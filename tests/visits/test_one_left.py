"""Several were to visit a family, and one of them is left (two-person rule)."""

from tests.visits.family import THURSDAY
from tests.visits.test_ended import School, school
from tests.visits.test_followed import team, town
from tests.world import Person

__all__ = ["school", "team", "town"]


async def test_one_person_left_of_two_is_told_until_somebody_comes_along(
    school: School, team: tuple[Person, ...]
) -> None:
    family, town, who = school.family, school.town, school.family.world.people
    visit = await family.agreed(THURSDAY, *team)
    await town.work()
    await school.leave(who.lin)
    await town.work()
    told = await town.told()
    assert told["visit_one_left"] == {"wang"}
    assert told["visit_team_changed"] == {"mother", "father", "wang"}
    assert (await family.do(who.wang, visit, "cancel", 3, reason="改天")).is_success
    await town.work()
    assert "visit_one_left" not in await town.told()
