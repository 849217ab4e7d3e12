"""Who is barred from a child neither visits its home nor hears of it, whatever they were to the visit."""

import pytest

from api.core.clock import FixedClock
from tests.barring import bar
from tests.counselling.desk import ok, slug
from tests.visits.family import HOUR, THURSDAY, record
from tests.visits.test_alerts import END, MINUTE, alert, all_clear, at, visit
from tests.visits.test_ended import School, school
from tests.visits.test_followed import Town, team, town
from tests.world import Person

__all__ = ["school", "team", "town", "visit"]
READS = ("", "/family", "/alert", "/times", "/record", "/records", "/follow-ups", "/agreement")


async def test_a_colleague_who_is_barred_is_off_the_team(
    school: School, town: Town, clock: FixedClock, team: tuple[Person, ...]
) -> None:
    family, who = town.family, town.family.world.people
    agreed = await family.agreed(THURSDAY, *team)
    await town.work()
    town.mails()
    await bar(family.world, who.lin, who.ming)
    assert await school.state(agreed) == ("confirmed", "one_left")
    assert await school.taken() == {"wang", "mother"}
    await town.work()
    assert (await town.told())["visit_taken_off"] == {"lin"}
    clock.advance(THURSDAY - HOUR - clock.now())
    family.world.now = clock.now()
    lin = await family.world.sign_in(who.lin, assurance=2)
    for what in READS:
        assert (await lin.get(f"{family.visits}/{agreed}{what}")).status_code == 404, what
    org = f"/orgs/{family.org_id}"
    for path in (f"{org}/visits", "/me/visits", "/me/diary", f"{org}/run-sheet", f"{org}/run-sheet/homes"):
        answer = await lin.get(path)
        assert answer.status_code < 400, path
        assert agreed not in answer.text, path


async def test_a_visit_of_none_but_who_is_barred_is_taken_over_or_cancelled(school: School, town: Town) -> None:
    family, who = town.family, town.family.world.people
    taken_over = await family.agreed(THURSDAY, who.lin)
    await bar(family.world, who.lin, who.ming)
    assert await school.state(taken_over) == ("confirmed", "team_changed")
    await bar(family.world, who.wang, who.ming)
    assert await school.state(taken_over) == ("cancelled", "nobody_comes")
    await town.work()
    assert (await town.told())["visit_cancelled"] >= {"mother", "father"}


async def test_a_class_teacher_who_is_barred_follows_into_no_team(school: School, town: Town) -> None:
    family, who = town.family, town.family.world.people
    agreed = await family.agreed(THURSDAY, who.lin)
    await bar(family.world, who.wang, who.ming)
    await school.leave(who.lin)
    assert await school.state(agreed) == ("cancelled", "nobody_comes")


async def test_what_was_found_is_closed_to_who_is_barred_later(
    town: Town, clock: FixedClock, team: tuple[Person, ...]
) -> None:
    family, who = town.family, town.family.world.people
    agreed = await family.agreed(THURSDAY, *team)
    clock.advance(THURSDAY + HOUR - clock.now())
    family.world.now = clock.now()
    follow_up = {"dueOn": "2026-11-26", "text": "x"}
    await ok(await family.do(who.wang, agreed, "record", 2, **record(followUps=[follow_up])))
    lin = await family.world.sign_in(who.lin, assurance=2)
    assert "ming" in (await lin.get("/me/home")).text
    await bar(family.world, who.lin, who.ming)
    for what in READS:
        assert (await lin.get(f"{family.visits}/{agreed}{what}")).status_code == 404, what
    assert "ming" not in (await lin.get("/me/home")).text


async def test_a_leader_who_is_barred_is_not_told_that_a_visit_is_open(
    town: Town, clock: FixedClock, visit: str
) -> None:
    family, who = town.family, town.family.world.people
    await bar(family.world, who.gao, who.ming)
    assert (await at(town, clock, END + 30 * MINUTE))["visit_not_over"] == {"he"}
    assert slug(await alert(family, who.gao, visit)) == (404, "not-found")
    assert slug(await all_clear(family, who.gao, visit)) == (404, "not-found")


async def test_who_is_barred_after_they_were_told_is_out_and_the_next_one_is_told(
    town: Town, clock: FixedClock, visit: str
) -> None:
    family, who = town.family, town.family.world.people
    assert (await at(town, clock, END + 30 * MINUTE))["visit_not_over"] == {"gao"}
    await ok(await alert(family, who.gao, visit))
    await bar(family.world, who.gao, who.ming)
    assert slug(await alert(family, who.gao, visit)) == (404, "not-found")
    assert slug(await all_clear(family, who.gao, visit)) == (404, "not-found")
    assert visit not in (await family.world.client(who.gao).get("/me/home")).text
    assert "he" in (await at(town, clock, END + 120 * MINUTE))["visit_not_over"]


@pytest.mark.parametrize("name", ["wang", "gao"])
async def test_who_is_barred_proposes_and_joins_no_visit(town: Town, name: str) -> None:
    family, who = town.family, town.family.world.people
    person = getattr(who, name)
    await bar(family.world, person, who.ming)
    assert slug(await family.try_propose(THURSDAY, who.lin, by=person)) in {(404, "not-found"), (403, "forbidden")}
