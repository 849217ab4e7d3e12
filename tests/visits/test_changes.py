"""Home visits declined, moved and cancelled."""

from typing import Any

import pytest

from api.core.clock import FixedClock
from tests.counselling.desk import busy, field, ok, slug
from tests.visits.family import DAY, HOUR, THURSDAY, Family, may, moved, wish


async def test_declining_frees_the_team_and_closes_the_visit(family: Family) -> None:
    world, who = family.world, family.world.people
    visit = await family.propose()
    declined = await ok(await family.do(who.father, visit, "decline", reason="在外地 <b>打工</b>"))
    assert (declined["state"], declined["reason"]) == ("declined", "在外地 <b>打工</b>")
    assert (await ok(await family.get(who.wang, visit)))["reason"] == "在外地 <b>打工</b>"
    assert await busy(world, who.wang) == {}
    for what, person in (("confirm", who.mother), ("decline", who.mother), ("cancel", who.wang)):
        assert slug(await family.do(person, visit, what, 2)) == (409, "visit-closed")
    assert slug(await family.do(who.wang, visit, "move", 2, **moved())) == (409, "visit-closed")
    assert slug(await family.do(who.mother, visit, "ask-move", 2, **wish())) == (409, "visit-closed")
    assert slug(await family.get(who.mother, visit, "/times")) == (409, "visit-closed")


async def test_asking_for_another_time_keeps_the_old_one(family: Family) -> None:
    world, who = family.world, family.world.people
    await family.add_availability(who.mother)
    visit = await family.agreed()
    for at in (THURSDAY, THURSDAY + HOUR / 4, THURSDAY + 2 * HOUR, THURSDAY + DAY):
        assert slug(await family.do(who.father, visit, "ask-move", 2, **wish(at))) == (409, "time-not-free")
    asked = await ok(await family.do(who.father, visit, "ask-move", 2, **wish(THURSDAY + HOUR)))
    assert (asked["state"], asked["startsAt"], asked["wishedAt"]) == (
        "move_asked",
        "2026-11-26T11:00:00Z",
        "2026-11-26T12:00:00Z",
    )
    assert await busy(world, who.wang, who.mother) == {"wang": [("11:00", "12:00")], "mother": [("11:00", "12:00")]}
    assert "waitsForMe" in may(await ok(await family.get(who.wang, visit)))
    moved_ = await ok(await family.do(who.wang, visit, "move", 3, **moved(THURSDAY + HOUR)))
    assert (moved_["state"], moved_["startsAt"], moved_["wishedAt"], moved_["confirmedBy"], moved_["version"]) == (
        *("confirmed", "2026-11-26T12:00:00Z", None, str(who.father.account_id)),
        4,
    )
    assert await busy(world, who.wang, who.mother, who.father) == {
        "wang": [("12:00", "13:00")],
        "father": [("12:00", "13:00")],
    }
    assert slug(await family.do(who.mother, visit, "confirm", 4)) == (409, "visit-confirmed")


async def test_a_family_may_come_back_to_the_old_time(family: Family) -> None:
    world, who = family.world, family.world.people
    await family.add_availability(who.mother)
    visit = await family.agreed()
    await ok(await family.do(who.mother, visit, "ask-move", 2, **wish(THURSDAY + HOUR)))
    confirmed = await ok(await family.do(who.father, visit, "confirm", 3))
    assert (confirmed["state"], confirmed["wishedAt"]) == ("confirmed", None)
    assert await busy(world, who.mother, who.father) == {"father": [("11:00", "12:00")]}


async def test_the_old_time_is_kept_when_the_new_one_is_not_to_be_had(family: Family) -> None:
    world, who = family.world, family.world.people
    visit = await family.agreed()
    other = Family(world, world.north, who.jun, who.chen)
    await other.propose(THURSDAY - 2 * HOUR, who.wang)
    before = await busy(world, who.wang, who.mother)
    assert slug(await family.do(who.wang, visit, "move", 2, **moved(THURSDAY - 2 * HOUR))) == (409, "time-taken")
    assert await busy(world, who.wang, who.mother) == before
    assert (await ok(await family.get(who.wang, visit)))["state"] == "confirmed"
    overlapping = await family.do(who.wang, visit, "move", 2, **moved(THURSDAY + HOUR / 2))
    assert (await ok(overlapping))["startsAt"] == "2026-11-26T11:30:00Z"


async def test_who_may_move_and_answer(family: Family) -> None:
    who = family.world.people
    await family.add_availability(who.mother)
    visit = await family.propose(THURSDAY, who.wang, who.lin)
    for what, body in (("confirm", {}), ("decline", {}), ("ask-move", wish(THURSDAY + HOUR))):
        assert slug(await family.do(who.jun_mother, visit, what, **body)) == (404, "not-found")
        for person in (who.wang, who.lin, who.ming, who.former_guardian, who.lei_father):
            assert slug(await family.do(person, visit, what, **body)) == (403, "forbidden")
    assert slug(await family.do(who.chen, visit, "move", **moved())) == (404, "not-found")
    for person in (who.lin, who.mother, who.sun, who.former_teacher):
        assert slug(await family.do(person, visit, "move", **moved())) == (403, "forbidden")
    for person in (who.chen, who.gao, who.jun_mother):
        assert slug(await family.do(person, visit, "cancel")) == (404, "not-found")
    for person in (who.ming, who.former_guardian, who.sun):
        assert slug(await family.do(person, visit, "cancel")) == (403, "forbidden")


@pytest.mark.parametrize("who", ["mother", "father", "wang", "lin"])
async def test_either_side_cancels_once(family: Family, who: str) -> None:
    world = family.world
    person = getattr(world.people, who)
    visit = await family.agreed(THURSDAY, world.people.wang, world.people.lin)
    cancelled = await ok(await family.do(person, visit, "cancel", 2, reason="病了"))
    assert (cancelled["state"], cancelled["reason"], cancelled["version"]) == ("cancelled", "病了", 3)
    assert await ok(await family.do(person, visit, "cancel", 2)) == cancelled
    assert await busy(world, world.people.wang, world.people.lin, world.people.mother) == {}
    assert slug(await family.do(world.people.wang, visit, "move", 3, **moved())) == (409, "visit-closed")


async def test_every_change_names_the_version_it_saw(family: Family) -> None:
    world, who = family.world, family.world.people
    await family.add_availability(who.mother)
    visit = await family.propose()
    changes: list[tuple[Any, str, dict[str, Any]]] = [
        (who.mother, "confirm", {}),
        (who.mother, "decline", {}),
        (who.mother, "ask-move", wish(THURSDAY + HOUR)),
        (who.wang, "move", moved()),
        (who.wang, "cancel", {}),
    ]
    for person, what, body in changes:
        assert slug(await family.do(person, visit, what, 7, **body)) == (412, "stale")
        bare = await world.client(person).post(f"{family.visits}/{visit}/{what}", json=body)
        assert bare.status_code == 428
    confirmed = await family.agreed(THURSDAY + DAY)
    assert slug(await family.do(who.father, confirmed, "cancel", 1)) == (412, "stale")


async def test_the_past_is_not_changed(family: Family, clock: FixedClock) -> None:
    who = family.world.people
    await family.add_availability(who.mother)
    visit, agreed = await family.propose(), await family.agreed(THURSDAY - HOUR)
    clock.advance(THURSDAY - clock.now())
    for what, body in (("confirm", {}), ("decline", {}), ("ask-move", wish(THURSDAY + 7 * DAY))):
        assert slug(await family.do(who.mother, visit, what, **body)) == (409, "visit-over")
    assert slug(await family.do(who.wang, agreed, "cancel", 2)) == (409, "visit-over")
    assert field(await family.do(who.wang, visit, "move", **moved(THURSDAY))) == (422, "$.startsAt", "past")
    assert may(await ok(await family.get(who.mother, visit))) == {"canCancel"}
    await ok(
        await family.do(who.wang, visit, "move", **moved(THURSDAY + HOUR))
    )  # what nobody answered may be asked again
    await ok(await family.do(who.mother, visit, "cancel", 2))


async def test_an_unanswered_proposal_holds_the_team_no_longer_than_itself(family: Family, clock: FixedClock) -> None:
    world, who = family.world, family.world.people
    await family.propose(minutes=150)
    other = Family(world, world.north, who.jun, who.chen)
    assert slug(await other.try_propose(THURSDAY + HOUR, who.wang)) == (409, "time-taken")
    clock.advance(THURSDAY - clock.now())
    assert (await other.try_propose(THURSDAY + HOUR, who.wang)).status_code == 201


async def test_who_left_reaches_nothing(family: Family) -> None:
    world, who = family.world, family.world.people
    visit = await family.agreed(THURSDAY, who.wang, who.lin)
    ends = {who.lin: ("staff", "staff_id"), who.father: ("guardianships", "guardian_id")}
    for person, (table, key) in ends.items():
        sql = f"update {table} set ended_at = $3 where org_id = $1 and {key} = $2"
        await world.sql(family.org_id, sql, family.org_id, person.account_id, world.now)
        assert slug(await family.get(person, visit)) == (403, "forbidden")
        assert slug(await family.do(person, visit, "cancel", 2)) == (403, "forbidden")
