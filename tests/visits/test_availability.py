"""When visits suit a family, and the free times that follow."""

from typing import Any

import pytest

from api.core.clock import FixedClock
from tests.counselling.desk import field, ok, slug
from tests.visits.family import DAY, THURSDAY, Family


async def test_a_guardian_offers_and_who_may_reads(family: Family) -> None:
    world, who = family.world, family.world.people
    entry = await family.add_availability(who.mother, placeKind="elsewhere", place="外婆家 <b>三楼</b>")
    assert entry.pop("availabilityId")
    assert entry == {
        "studentId": str(who.ming.account_id),
        "guardianId": str(who.mother.account_id),
        "guardianName": "mother",
        "weekday": 4,
        "onDate": None,
        "fromTime": "19:00",
        "toTime": "21:00",
        "placeKind": "elsewhere",
        "place": "外婆家 <b>三楼</b>",
        "endedAt": None,
        "canEnd": True,
    }
    # Parents may live apart, and for a reason: the father is not told where the mother meets.
    for reader, place, can_end in ((who.mother, True, True), (who.father, False, False), (who.wang, True, False)):
        [seen] = await ok(await world.client(reader).get(family.availability))
        assert (seen["place"], seen["canEnd"]) == ("外婆家 <b>三楼</b>" if place else None, can_end)
    [seen] = (await ok(await world.client(who.father).get("/me/visits")))["availability"]
    assert (seen["placeKind"], seen["place"]) == ("elsewhere", None)
    assert (seen["guardianName"], seen["canEnd"]) == ("mother", False)
    for reader in (who.chen, who.lin, who.jun_mother):
        assert slug(await world.client(reader).get(family.availability)) == (404, "not-found")
    for reader in (who.sun, who.ming, who.hong, who.former_teacher, who.former_guardian, who.nobody):
        assert slug(await world.client(reader).get(family.availability)) == (403, "forbidden")
    [row] = await world.sql(
        family.org_id, "select place_sealed from visit_availability where org_id = $1", family.org_id
    )
    assert "外婆".encode() not in row[0]


async def test_the_visiting_team_reads_it_while_a_visit_is_to_come(family: Family, clock: FixedClock) -> None:
    world, who = family.world, family.world.people
    await family.add_availability(who.mother)
    await family.propose(THURSDAY, who.wang, who.lin)
    assert len(await ok(await world.client(who.lin).get(family.availability))) == 1
    clock.advance(THURSDAY + DAY - clock.now())
    assert slug(await world.client(who.lin).get(family.availability)) == (404, "not-found")


async def test_only_guardians_of_the_child_offer_and_end(family: Family) -> None:
    world, who = family.world, family.world.people
    entry = (await family.add_availability(who.mother))["availabilityId"]
    end = f"/orgs/{family.org_id}/availability/{entry}/end"
    assert slug(await family.try_availability(who.jun_mother)) == (404, "not-found")
    assert slug(await world.client(who.jun_mother).post(end)) == (404, "not-found")
    for person in (who.wang, who.ming, who.former_guardian, who.lei_father):
        assert slug(await family.try_availability(person)) == (403, "forbidden")
        assert slug(await world.client(person).post(end)) == (403, "forbidden")
    elsewhere = f"/orgs/{world.south}/availability/{entry}/end"
    assert slug(await world.client(who.mother).post(elsewhere)) == (404, "not-found")
    # One parent does not remove the other's times.
    assert slug(await world.client(who.father).post(end)) == (404, "not-found")
    ended = await ok(await world.client(who.mother).post(end))
    assert ended["endedAt"]
    assert await ok(await world.client(who.mother).post(end)) == ended | {"canEnd": False}
    assert await ok(await world.client(who.mother).get(family.availability)) == []


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"weekday": None}, "$.onDate", "required"),
        ({"onDate": "2026-12-01"}, "$.onDate", "not-allowed"),
        ({"weekday": None, "onDate": "2026-11-22"}, "$.onDate", "past"),
        ({"weekday": None, "onDate": "2028-01-01"}, "$.onDate", "too-far"),
        ({"toTime": "19:00"}, "$.toTime", "order"),
        ({"placeKind": "elsewhere"}, "$.place", "required"),
        ({"place": "here"}, "$.place", "not-allowed"),
        ({"placeKind": "elsewhere", "place": "x" * 61}, "$.place", "too-long"),
        ({"placeKind": "elsewhere", "place": "a\u0007b"}, "$.place", "characters"),
        ({"weekday": 8}, "$.weekday", None),
        ({"fromTime": "7pm"}, "$.fromTime", "invalid"),
    ],
)
async def test_wrong_offers_are_refused_by_field(
    family: Family, change: dict[str, Any], path: str, code: str | None
) -> None:
    status, at, kind = field(await family.try_availability(family.world.people.mother, **change))
    assert (status, at) == (422, path)
    assert code in {kind, None}


async def test_each_guardian_offers_twenty_times_at_most(family: Family) -> None:
    who = family.world.people
    for at in range(20):
        await family.add_availability(
            who.mother, weekday=at % 7 + 1, fromTime=f"{8 + at // 7 * 2:02}:00", toTime=f"{9 + at // 7 * 2:02}:00"
        )
    assert slug(await family.try_availability(who.mother)) == (409, "too-many-availability")
    # The father can remove none of them, so they take none of his.
    await family.add_availability(who.father)


async def test_a_time_takes_in_its_authors_own_that_overlap_or_touch_it(family: Family) -> None:
    who = family.world.people
    for since, until in (("09:30", "11:30"), ("14:00", "15:00"), ("09:00", "10:00"), ("15:00", "16:00")):
        added = await family.add_availability(who.mother, fromTime=since, toTime=until)
    assert (added["fromTime"], added["toTime"]) == ("14:00", "16:00")
    # Another day, another place and another guardian are times of their own.
    await family.add_availability(who.mother, fromTime="10:00", toTime="11:00", weekday=5)
    await family.add_availability(who.mother, fromTime="10:00", toTime="11:00", placeKind="video")
    for place in ("外婆家", "奶奶家", "外婆家"):
        await family.add_availability(who.mother, fromTime="10:00", toTime="11:00", placeKind="elsewhere", place=place)
    await family.add_availability(who.father, fromTime="10:00", toTime="11:00")
    found = await ok(await family.world.client(who.mother).get(family.availability))
    mine = sorted(
        (one["weekday"], one["placeKind"], one["place"], one["fromTime"], one["toTime"])
        for one in found
        if one["canEnd"] and one["placeKind"] != "elsewhere"
    )
    assert mine == [
        (4, "home", None, "09:00", "11:30"),
        (4, "home", None, "14:00", "16:00"),
        (4, "video", None, "10:00", "11:00"),
        (5, "home", None, "10:00", "11:00"),
    ]
    assert sorted(one["place"] for one in found if one["placeKind"] == "elsewhere") == sorted(["外婆家", "奶奶家"])
    assert [one["fromTime"] for one in found if one["guardianName"] == "father"] == ["10:00"]


async def test_a_retry_offers_once(family: Family) -> None:
    who = family.world.people
    body = {"weekday": 4, "fromTime": "19:00", "toTime": "21:00", "placeKind": "home"}
    key = {"idempotency-key": "entry-on-the-bus"}
    mother = family.world.client(who.mother)
    first = await ok(await mother.post(family.availability, json=body, headers=key), 201)
    again = await mother.post(family.availability, json=body, headers=key)
    assert await ok(again, 201) == first
    assert again.headers["idempotent-replayed"] == "true"
    assert len(await ok(await mother.get(family.availability))) == 1


async def test_who_is_no_guardian_any_more_offers_nothing(family: Family) -> None:
    world, who = family.world, family.world.people
    await family.add_availability(who.father)
    visit = await family.propose()
    assert await family.times(who.mother, visit)
    await world.sql(
        family.org_id,
        "update guardianships set ended_at = updated_at where org_id = $1 and guardian_id = $2",
        *(family.org_id, who.father.account_id),
    )
    assert await ok(await world.client(who.mother).get(family.availability)) == []
    assert await family.times(who.mother, visit) == []


async def test_free_times_are_offers_less_taken_time(family: Family) -> None:
    world, who = family.world, family.world.people
    await family.add_availability(who.mother)  # Thursdays
    await family.add_availability(who.father, weekday=None, onDate="2026-11-27", fromTime="18:00", toTime="19:30")
    await family.add_availability(who.father, weekday=None, onDate="2026-11-28", placeKind="video")
    visit = await family.propose(THURSDAY, who.wang, who.lin)
    thursday, friday = ["26 19:30", "26 20:00"], ["27 18:00", "27 18:30"]
    assert await family.times(who.mother, visit) == thursday + friday  # its own time takes nothing away
    jun = Family(world, world.north, who.jun, who.chen)
    await jun.agreed(THURSDAY + DAY, who.lin, by=who.jun_mother)  # Friday, 19:00-20:00: lin is not free
    assert await family.times(who.mother, visit) == [*thursday, "27 18:00"]
    tao = Family(world, world.south, who.tao, who.sun)
    await tao.agreed(THURSDAY + DAY / 24, who.sun, by=who.mother)  # Thursday, 20:00-21:00: the mother is not free
    assert await family.times(who.mother, visit) == ["27 18:00"]
    assert await family.times(who.wang, visit) == [*thursday, "27 18:00"]  # whose time is none of the team's business
    online = await family.propose(THURSDAY + 3 * DAY, mode="video")
    assert await family.times(who.father, online) == ["28 19:00", "28 19:30", "28 20:00"]
