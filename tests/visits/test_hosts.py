"""Guardians are individuals: of a visit at the place and time of one of them, the other neither decides nor learns where it is."""

from typing import Any

import pytest

from api.core.clock import FixedClock
from tests.barring import ORDER, order
from tests.counselling.desk import ok, slug
from tests.visits.family import DAY, HOUR, THURSDAY, Family, may, moved, record, wish
from tests.visits.test_ended import School, school
from tests.visits.test_followed import Town, town
from tests.world import Person

__all__ = ["school", "town"]

PLACE = "外婆家三楼"
ANOTHERS = (409, "another-guardians-place")


@pytest.fixture
def mother(family: Family) -> Person:
    return family.world.people.mother


@pytest.fixture
def father(family: Family) -> Person:
    return family.world.people.father


async def _away(family: Family, by: Person, **more: Any) -> Any:
    return await family.add_availability(by, placeKind="elsewhere", place=PLACE, **more)


async def _read(family: Family, by: Person, visit: str) -> Any:
    return await ok(await family.get(by, visit))


async def _refused(family: Family, by: Person, visit: str, seen: int = 1) -> None:
    """Each act of the family is refused, and nothing is offered."""
    found = await _read(family, by, visit)
    assert not may(found) & {"waitsForMe", "canAnswer", "canCancel"}
    for what, body in (("confirm", {}), ("decline", {}), ("cancel", {}), ("ask-move", wish())):
        answer = await family.do(by, visit, what, seen, **body)
        assert slug(answer) == ANOTHERS, what


async def test_a_visit_at_the_mothers_place_is_the_mothers_to_answer(
    family: Family, mother: Person, father: Person
) -> None:
    await _away(family, mother)
    visit = await family.propose(THURSDAY, place=PLACE)
    await _refused(family, father, visit)
    seen = await _read(family, father, visit)
    assert (seen["answeredBy"]["name"], seen["place"]) == ("mother", None)
    own = await _read(family, mother, visit)
    assert (own["answeredBy"]["accountId"], own["place"]) == (str(mother.account_id), PLACE)
    assert {"waitsForMe", "canAnswer"} <= may(own)
    assert (await _read(family, family.teacher, visit))["place"] == PLACE
    await ok(await family.do(mother, visit, "confirm"))
    await _refused(family, father, visit, 2)
    await ok(await family.do(mother, visit, "cancel", 2))


async def test_a_shared_home_is_for_both_to_answer(family: Family, mother: Person, father: Person) -> None:
    await family.add_availability(mother)
    visit = await family.propose(THURSDAY)
    assert (await _read(family, father, visit))["answeredBy"] is None
    await ok(await family.do(father, visit, "confirm"))


async def test_who_receives_visits_elsewhere_alone_does_not_answer_for_the_home(
    family: Family, mother: Person, father: Person
) -> None:
    await family.add_availability(mother)
    await _away(family, father, weekday=6)
    visit = await family.propose(THURSDAY)
    await _refused(family, father, visit)
    assert await family.times(father, visit) == [
        at for at in await family.times(father, visit) if at.startswith("28 ")
    ]  # Saturdays, which are his
    await ok(await family.do(mother, visit, "confirm"))


async def test_nobody_wishes_for_the_place_of_another(family: Family, mother: Person, father: Person) -> None:
    await family.add_availability(mother)
    await family.add_availability(father)
    await _away(family, mother, weekday=6)
    visit = await family.propose(THURSDAY)
    saturday = THURSDAY + 2 * DAY
    assert slug(await family.do(father, visit, "ask-move", **wish(saturday))) == (409, "time-not-free")
    await ok(await family.do(mother, visit, "ask-move", **wish(saturday)))


async def test_the_host_follows_the_time(family: Family, mother: Person, father: Person) -> None:
    await _away(family, mother)
    await _away(family, father, weekday=7)
    visit = await family.propose(THURSDAY, place=PLACE)
    await ok(await family.do(family.teacher, visit, "move", **moved(THURSDAY + 3 * DAY)))
    assert (await _read(family, mother, visit))["answeredBy"]["name"] == "father"
    await _refused(family, mother, visit, 2)
    await ok(await family.do(family.teacher, visit, "move", 2, **moved(THURSDAY + 4 * DAY)))  # a time that nobody gave
    await _refused(family, mother, visit, 3)  # the place is still his


async def test_the_place_stays_hers_when_she_takes_the_time_back(
    family: Family, mother: Person, father: Person
) -> None:
    entry = await _away(family, mother)
    visit = await family.propose(THURSDAY, place=PLACE)
    end = f"/orgs/{family.org_id}/availability/{entry['availabilityId']}/end"
    await ok(await family.world.client(mother).post(end))
    await _refused(family, father, visit)


async def test_who_is_no_guardian_any_more_decides_nothing(family: Family, mother: Person, father: Person) -> None:
    await _away(family, mother)
    visit = await family.propose(THURSDAY)
    await family.world.sql(
        family.org_id,
        "update guardianships set ended_at = $3 where org_id = $1 and guardian_id = $2",
        *(family.org_id, mother.account_id, family.world.now),
    )
    assert (await _read(family, father, visit))["answeredBy"] is None
    await ok(await family.do(father, visit, "confirm"))


async def test_a_call_and_a_time_of_both_are_anybodys(family: Family, mother: Person, father: Person) -> None:
    await _away(family, mother)
    call = await family.propose(THURSDAY, mode="video")
    assert (await _read(family, father, call))["answeredBy"] is None
    await _away(family, father, fromTime="19:00", toTime="20:30")
    both = await family.propose(THURSDAY + 7 * DAY)
    assert (await _read(family, father, both))["answeredBy"] is None
    hers = await family.propose(THURSDAY + 14 * DAY + HOUR)
    assert (await _read(family, father, hers))["answeredBy"]["name"] == "mother"


async def test_a_time_until_midnight_is_its_givers_too(family: Family, mother: Person, father: Person) -> None:
    await _away(family, mother, fromTime="19:00", toTime="24:00")
    await _refused(family, father, await family.propose(THURSDAY, place=PLACE))


async def test_the_place_follows_the_time(family: Family, mother: Person, father: Person) -> None:
    """Where the family offers the new time; a place that was agreed instead of the home stays."""
    await family.add_availability(mother)
    await family.add_availability(mother, weekday=5)
    await _away(family, father, weekday=7)
    visit = await family.propose(THURSDAY)
    sunday = await ok(await family.do(family.teacher, visit, "move", **moved(THURSDAY + 3 * DAY)))
    assert (sunday["place"], sunday["answeredBy"]["name"]) == (PLACE, "father")
    assert (await _read(family, mother, visit))["place"] is None
    nobodys = await ok(await family.do(family.teacher, visit, "move", 2, **moved(THURSDAY + 4 * DAY)))
    assert (nobodys["place"], nobodys["answeredBy"]["name"]) == (PLACE, "father")
    assert (await _read(family, mother, visit))["place"] is None
    friday = await ok(await family.do(family.teacher, visit, "move", 3, **moved(THURSDAY + DAY)))
    assert (friday["place"], friday["answeredBy"]["name"]) == (None, "mother")
    await ok(await family.do(family.teacher, visit, "cancel", 4))
    school = await family.propose(THURSDAY, place="学校接待室")
    kept = await ok(await family.do(family.teacher, school, "move", **moved(THURSDAY + DAY)))
    assert kept["place"] == "学校接待室"


async def test_of_two_places_at_one_time_the_one_that_is_named_has_the_host(
    family: Family, mother: Person, father: Person
) -> None:
    await _away(family, mother)
    await family.add_availability(father, placeKind="elsewhere", place="爸爸家")
    visit = await family.propose(THURSDAY, place="爸爸家")
    seen = await _read(family, mother, visit)
    assert (seen["answeredBy"]["name"], seen["place"]) == ("father", None)
    assert (await _read(family, father, visit))["place"] == "爸爸家"


@pytest.mark.parametrize("ends", ["barred", "left"])
@pytest.mark.parametrize("agreed", [True, False])
async def test_nobody_visits_at_the_place_of_who_is_no_guardian_any_more(
    school: School, town: Town, mother: Person, father: Person, agreed: bool, ends: str
) -> None:
    """Nor does the other parent learn where it would have been."""
    family = town.family
    await _away(family, father)
    visit = await (family.agreed(by=father, place=PLACE) if agreed else family.propose(place=PLACE))
    if ends == "barred":
        await ok(await order(family.world, family.world.people.north_admin, father, family.student, "bar", ORDER))
    else:
        await school.lose(father)
    assert await school.state(visit) == ("cancelled", "family_left")
    assert await school.taken() == set()
    assert (await _read(family, mother, visit))["place"] is None
    assert not may(await _read(family, mother, visit))
    await town.work()
    told = await town.told()
    assert told["visit_cancelled"] == {"mother", "wang"}
    assert all("father" not in who for template, who in told.items() if template.startswith("visit_cancel"))


async def test_the_place_of_a_visit_that_is_over_stays_its_hosts(
    school: School, town: Town, clock: FixedClock, mother: Person, father: Person
) -> None:
    family = town.family
    await _away(family, father)
    visit = await family.agreed(by=father, place=PLACE)
    clock.advance(THURSDAY + HOUR - clock.now())
    await ok(await family.do(family.teacher, visit, "record", 2, **record()))
    await school.lose(father)
    assert (await _read(family, mother, visit))["place"] is None
    assert (await _read(family, family.teacher, visit))["place"] == PLACE


async def test_a_home_is_still_visited_when_one_of_two_guardians_has_left(
    school: School, town: Town, mother: Person, father: Person
) -> None:
    family = town.family
    await family.add_availability(father)
    await _away(family, mother, weekday=6)
    visit = await family.agreed(by=father)
    assert (await _read(family, mother, visit))["answeredBy"]["name"] == "father"
    await school.lose(father)
    assert await school.state(visit) == ("proposed", "asked_again")
