"""Graduates, students who leave, and their families hear of the last day two weeks and one working day before."""

from datetime import timedelta
from typing import Any

import pytest

from api.core.clock import FixedClock
from api.core.local_time import local_day
from api.core.services import Services
from api.core.unit_of_work import system_uow
from api.messages.changes.last_days import tell_last_days
from schemas.messages.tasks import TellLastDays
from tests.counselling.desk import ok
from tests.world import Person, World

DAY = timedelta(days=1)
OWN, CHILDS = "Your last day at school is near", "A last day at school is near"
ENDS = "update classes set ends_on = $3 where org_id = $1 and class_id = $2"


@pytest.fixture
def told(world: World, services: Services) -> Any:
    """What somebody has in the inbox of it after the daily task has run, twice."""

    async def run(*people: Person) -> list[list[str]]:
        for _ in range(2):
            async with system_uow(services, world.north) as uow:
                assert await tell_last_days(uow, TellLastDays()) == uow.now + DAY
        titles: list[list[str]] = []
        for person in people:
            items = (await ok(await world.client(person).get("/me/inbox")))["items"]
            titles.append([item["title"] for item in items if item["title"] in {OWN, CHILDS}])
        return titles

    return run


async def test_who_leaves_hears_it_twice_and_who_stays_or_is_barred_never(
    world: World, clock: FixedClock, told: Any
) -> None:
    who, today = world.people, local_day(clock.now(), "Asia/Shanghai")
    await world.operate(world.north, ENDS, world.north, world.north_a, today + 15 * DAY)
    families = (who.ming, who.mother, who.father, who.jun, who.jun_mother, who.former_guardian, who.wang)
    assert await told(*families) == [[], [], [], [], [], [], []], "not yet"
    clock.advance(DAY)
    assert await told(*families) == [[OWN], [CHILDS], [CHILDS], [], [], [], []]
    barred = "update guardianships set barred = true, ended_at = $3 where org_id = $1 and guardian_id = $2"
    await world.operate(world.north, barred, world.north, who.father.account_id, clock.now())
    clock.advance(13 * DAY)
    assert await told(who.ming, who.mother, who.father) == [[OWN, OWN], [CHILDS, CHILDS], [CHILDS]]


async def test_of_a_monday_they_hear_on_friday(world: World, clock: FixedClock, told: Any) -> None:
    today = local_day(clock.now(), "Asia/Shanghai")
    assert today.isoweekday() == 1
    await world.operate(world.north, ENDS, world.north, world.north_a, today + 7 * DAY)
    assert await told(world.people.ming) == [[OWN]]
    clock.advance(3 * DAY)
    assert await told(world.people.ming) == [[OWN]]
    clock.advance(DAY)
    assert await told(world.people.ming) == [[OWN, OWN]]


async def test_a_day_that_was_taken_back_is_not_told(world: World, clock: FixedClock, told: Any) -> None:
    who, today = world.people, local_day(clock.now(), "Asia/Shanghai")
    await world.operate(world.north, ENDS, world.north, world.north_a, today + 10 * DAY)
    move = "update students set class_id = $3 where org_id = $1 and student_id = $2"
    await world.operate(world.north, move, world.north, who.ming.account_id, world.north_b)
    assert await told(who.ming, who.mother, who.hong) == [[], [], [OWN]], "who moved to another class stays"
    await world.operate(world.north, ENDS, world.north, world.north_a, None)
    clock.advance(9 * DAY)
    assert await told(who.hong) == [[OWN]]
