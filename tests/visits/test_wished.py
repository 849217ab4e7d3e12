"""The time that a guardian wished for is agreed on once the class teacher takes it: their wish was their yes."""

from typing import Any

import pytest

from tests.counselling.desk import busy, ok, slug
from tests.visits.family import DAY, HOUR, THURSDAY, Family, moved, wish

LATER = THURSDAY + 7 * DAY


async def _wished(family: Family, at: Any = LATER) -> str:
    """A proposal for which the mother wishes another time: version 2."""
    await family.add_availability(family.world.people.mother)
    visit = await family.propose()
    await ok(await family.do(family.world.people.mother, visit, "ask-move", **wish(at)))
    return visit


async def _take(family: Family, visit: str, seen: int = 2, **body: Any) -> Any:
    answer = await ok(await family.do(family.teacher, visit, "move", seen, **moved(LATER) | body))
    return answer["state"], answer["confirmedBy"]


async def test_the_wished_time_is_agreed_on(family: Family) -> None:
    mother = family.world.people.mother
    visit = await _wished(family)
    assert await _take(family, visit) == ("confirmed", str(mother.account_id))
    assert await busy(family.world, family.teacher, mother) == {
        "wang": [("11:00", "12:00")],
        "mother": [("11:00", "12:00")],
    }
    assert not (await ok(await family.get(mother, visit)))["waitsForMe"]


@pytest.mark.parametrize("other", [{"minutes": 90}, {"startsAt": (LATER + HOUR / 2).isoformat()}])
async def test_what_was_not_wished_for_is_asked(family: Family, other: dict[str, Any]) -> None:
    visit = await _wished(family)
    assert await _take(family, visit, **other) == ("proposed", None)


async def test_a_wish_that_was_taken_back_agrees_on_nothing(family: Family) -> None:
    visit = await _wished(family)
    await ok(await family.do(family.world.people.father, visit, "confirm", 2))
    assert slug(await family.do(family.teacher, visit, "move", 2, **moved(LATER))) == (412, "stale")
    assert await _take(family, visit, 3) == ("proposed", None)


async def test_another_guardians_place_is_asked_of_that_guardian(family: Family) -> None:
    who = family.world.people
    entry = await family.add_availability(who.mother)
    visit = await family.propose()
    await ok(await family.do(who.mother, visit, "ask-move", **wish(LATER)))
    await family.add_availability(who.father, placeKind="elsewhere", place="外婆家三楼")
    end = f"/orgs/{family.org_id}/availability/{entry['availabilityId']}/end"
    await ok(await family.world.client(who.mother).post(end))
    assert await _take(family, visit) == ("proposed", None)
    assert (await ok(await family.get(who.mother, visit)))["answeredBy"]["name"] == "father"


async def test_who_is_busy_by_now_is_asked_and_nobody_learns_why(family: Family) -> None:
    who = family.world.people
    visit = await _wished(family)
    other = await family.propose(LATER, who.lin)
    await ok(await family.do(who.mother, other, "confirm"))
    assert await _take(family, visit) == ("proposed", None)


async def test_who_is_no_guardian_any_more_agreed_on_nothing(family: Family) -> None:
    mother = family.world.people.mother
    visit = await _wished(family)
    await family.world.sql(
        family.org_id,
        "update guardianships set ended_at = $3 where org_id = $1 and guardian_id = $2",
        *(family.org_id, mother.account_id, family.world.now),
    )
    assert await _take(family, visit) == ("proposed", None)
