"""Campaigns: who opens, changes, closes and sees them, and what is refused (V8)."""

from typing import Any

import pytest

from tests.campaigns.matrix import campaign
from tests.counselling.desk import field, ok, slug, version
from tests.world import Person, World


def path(world: World, campaign_id: str = "", what: str = "") -> str:
    return f"/orgs/{world.north}/campaigns" + (f"/{campaign_id}" if campaign_id else "") + what


async def opened(world: World, by: Person, **more: Any) -> dict[str, Any]:
    """A campaign of class A, visited by its class teacher."""
    body = campaign([world.north_a], [world.people.wang], **more)
    return await ok(await world.client(by).post(path(world), json=body), 201)


async def test_a_class_teacher_opens_changes_and_closes_one(world: World) -> None:
    who = world.people
    wang = world.client(who.wang)
    at = {"longitude": 120.1, "latitude": 30.2}
    made = await opened(world, who.wang, start=at)
    assert (made["start"], made["end"], made["canEdit"], made["version"]) == (at, None, True, 1)
    assert [v["name"] for v in made["visitors"]] == ["wang"]
    assert [h["fromTime"] for h in made["visitors"][0]["hours"]] == ["18:30", "09:00"]
    assert [(c["name"], c["students"]) for c in made["classes"]] == [("A", 2)]
    change = campaign([world.north_a], [who.wang, who.lin], title="换个名字", visitorsPerVisit=2)
    this = path(world, made["campaignId"])
    assert slug(await wang.put(this, json=change, headers=version(2))) == (412, "stale")
    changed = await ok(await wang.put(this, json=change, headers=version(1)))
    assert (changed["title"], changed["version"], changed["start"]) == ("换个名字", 2, None)
    assert [v["name"] for v in changed["visitors"]] == ["lin", "wang"]
    assert slug(await wang.post(f"{this}/close", headers=version(1))) == (412, "stale")
    for _ in range(2):
        closed = await ok(await wang.post(f"{this}/close", headers=version(2)))
        assert (closed["version"], closed["canEdit"]) == (3, False)
    assert slug(await wang.put(this, json=change, headers=version(3))) == (409, "campaign-closed")
    again = await opened(world, who.wang)  # its class is free again
    listed = await ok(await wang.get(path(world)))
    assert [(c["campaignId"], c["closedAt"] is None, c["students"], c["classes"]) for c in listed] == [
        (again["campaignId"], True, 2, ["A"]),
        (made["campaignId"], False, 2, ["A"]),
    ]


async def test_a_class_is_in_one_open_campaign(world: World) -> None:
    who = world.people
    await opened(world, who.wang)
    both = campaign([world.north_a, world.north_b], [who.gao])
    assert slug(await world.client(who.gao).post(path(world), json=both)) == (409, "class-in-campaign")
    other = await ok(await world.client(who.gao).post(path(world), json=campaign([world.north_b], [who.gao])), 201)
    this = path(world, other["campaignId"])
    assert slug(await world.client(who.gao).put(this, json=both, headers=version(1))) == (409, "class-in-campaign")
    assert [c["name"] for c in (await ok(await world.client(who.gao).get(this)))["classes"]] == ["B"]


async def test_who_sees_and_who_changes_it(world: World) -> None:
    who = world.people
    body = campaign([world.north_a, world.north_b], [who.wang, who.lin], start={"longitude": 1, "latitude": 2})
    made = await ok(await world.client(who.gao).post(path(world), json=body), 201)
    this = path(world, made["campaignId"])

    async def seen(person: Person) -> tuple[set[str], set[str], bool, bool]:
        found = await ok(await world.client(person).get(this))
        names = ({s["name"] for s in found["students"]}, {c["name"] for c in found["classes"]})
        return *names, found["canEdit"], found["start"] is not None

    assert await seen(who.gao) == ({"ming", "hong", "jun"}, {"A", "B"}, True, True)
    assert await seen(who.north_admin) == ({"ming", "hong", "jun"}, {"A", "B"}, True, True)
    assert await seen(who.wang) == ({"ming", "hong"}, {"A"}, False, False)  # leads one, and only teaches the other
    assert await seen(who.chen) == ({"jun"}, {"B"}, False, False)
    assert await seen(who.lin) == (set(), set(), False, False)  # visits, and is told with whom when it is planned
    for person in (who.he, who.sun):
        assert (await world.client(person).get(this)).status_code in {403, 404}, person.name
    for person in (who.mother, who.ming, who.nobody, who.former_teacher):
        assert slug(await world.client(person).get(this)) == (403, "forbidden"), person.name
    assert slug(await world.client(who.chen).post(f"{this}/close", headers=version(1))) == (404, "not-found")
    assert slug(await world.client(who.lin).post(f"{this}/close", headers=version(1))) == (403, "forbidden")
    assert await ok(await world.client(who.he).get(path(world))) == []
    [listed] = await ok(await world.client(who.lin).get(path(world)))
    assert listed["campaignId"] == made["campaignId"]


async def test_a_class_teacher_takes_no_class_that_another_leads(world: World) -> None:
    """Wang teaches class B and leads class A."""
    who = world.people
    body = campaign([world.north_a, world.north_b], [who.wang])
    assert field(await world.client(who.wang).post(path(world), json=body)) == (422, "$.classIds", "not-found")
    made = await opened(world, who.wang)
    change = world.client(who.wang).put(path(world, made["campaignId"]), json=body, headers=version(1))
    assert field(await change) == (422, "$.classIds", "not-found")


HOURS = {"weekday": 2, "fromTime": "18:30", "toTime": "21:00"}


@pytest.mark.parametrize(
    ("more", "where", "code"),
    [
        ({"endsOn": "2026-11-22", "startsOn": "2026-11-23"}, "$.endsOn", "order"),
        ({"endsOn": "2026-11-22", "startsOn": "2026-11-01"}, "$.endsOn", "past"),
        ({"endsOn": "2027-11-25"}, "$.endsOn", "too-far"),
        ({"endsOn": "2027-09-01"}, "$.endsOn", "other-year"),
        ({"visitorsPerVisit": 2}, "$.visitorsPerVisit", "too-many"),
        ({"dayMinutes": 30}, "$.dayMinutes", "too-short"),
        ({"hours": [{**HOURS, "toTime": "18:30"}]}, "$.visitors", "order"),
        ({"hours": [{**HOURS, "toTime": "19:00"}]}, "$.visitors", "too-short"),
        ({"hours": [HOURS, {**HOURS, "fromTime": "20:00"}]}, "$.visitors", "overlap"),
        ({"twice": True}, "$.visitors", "twice"),
        ({"staff": "sun"}, "$.visitors", "not-found"),
        ({"staff": "former_teacher"}, "$.visitors", "not-found"),
        ({"staff": "mother"}, "$.visitors", "not-found"),
    ],
)
async def test_what_is_refused(world: World, more: dict[str, Any], where: str, code: str) -> None:
    visitor = getattr(world.people, more.pop("staff", "wang"))
    visitors = [visitor, visitor] if more.pop("twice", False) else [visitor]
    hours = more.pop("hours", None)
    body = campaign([world.north_a], visitors, **more)
    if hours:
        body["visitors"][0]["hours"] = hours
    assert field(await world.client(world.people.wang).post(path(world), json=body)) == (422, where, code)


async def test_a_team_of_nobody_and_strange_numbers_are_refused(world: World) -> None:
    wang, who = world.client(world.people.wang), world.people
    wrong: list[dict[str, Any]] = [
        {"visitors": []},
        {"classIds": []},
        {"speedKmh": 0},
        {"visitsPerDay": 99},
        {"title": " "},
    ]
    for more in wrong:
        body = {**campaign([world.north_a], [who.wang]), **more}
        assert (await wang.post(path(world), json=body)).status_code == 422, more
    assert await ok(await wang.get(path(world))) == []


async def test_a_repeated_request_opens_one(world: World) -> None:
    wang = world.client(world.people.wang)
    body, key = campaign([world.north_a], [world.people.wang]), {"idempotency-key": "campaign-1"}
    first = await ok(await wang.post(path(world), json=body, headers=key), 201)
    second = await ok(await wang.post(path(world), json=body, headers=key), 201)
    assert first["campaignId"] == second["campaignId"]
