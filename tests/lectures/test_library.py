"""Numbered series, recordings that are opened once per person, and feedback that nobody is known by (N8)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx

from api.core.clock import FixedClock
from tests.counselling.desk import field, ok, slug, version
from tests.lectures.hall import HOUR, Hall
from tests.lectures.matrix import SERIES
from tests.world import Person

LINK = "https://media.example/v/1"
FINE = {"helpful": "yes", "clear": "yes", "again": "partly"}


async def _series(hall: Hall, title: str = "羊城家校学堂") -> Any:
    admin = hall.world.client(hall.world.people.north_admin)
    return await ok(await admin.post(f"{hall.lectures}/series", json={**SERIES, "titleZh": title}), 201)


async def _hosts(hall: Hall, hosts: list[str], seen: int = 0) -> httpx.Response:
    admin = hall.world.client(hall.world.people.north_admin)
    return await admin.put(f"{hall.lectures}/library/hosts", json={"hosts": hosts}, headers=version(seen))


async def _held(hall: Hall, clock: FixedClock, **more: Any) -> Any:
    """A lecture of class A that was held an hour ago."""
    open_to_all = {"registers": False, "seats": None}
    lecture = await hall.publish(hall.world.people.wang, at=hall.world.now + HOUR, **(open_to_all | more))
    clock.advance(3 * HOUR)
    return lecture


async def _put(hall: Hall, lecture: Any, seen: int, by: Person | None = None, **body: Any) -> httpx.Response:
    path = f"{hall.lectures}/{lecture['lectureId']}/library"
    return await hall.world.client(by or hall.world.people.wang).put(path, json=body, headers=version(seen))


async def _entry(hall: Hall, lecture: Any) -> Any:
    path = f"{hall.lectures}/{lecture['lectureId']}/library"
    return await ok(await hall.world.client(hall.world.people.wang).get(path))


async def _mine(hall: Hall, by: Person, lecture: Any, what: str, **body: Any) -> httpx.Response:
    path = f"/orgs/{hall.org_id}/me/lectures/{lecture['lectureId']}/{what}"
    client = hall.world.client(by)
    if what == "library":
        return await client.get(path)
    return await (client.post(path, json=body) if body else client.post(path))


async def _past(hall: Hall, by: Person) -> list[Any]:
    return (await ok(await hall.world.client(by).get("/me/lectures/past")))["items"]


async def test_lectures_are_numbered_in_their_series(hall: Hall) -> None:
    who, world = hall.world.people, hall.world
    series = await _series(hall)
    one, two = await hall.add(who.wang), await hall.add(who.wang)
    first = await ok(await _put(hall, one, 0, seriesId=series["seriesId"]))
    assert (first["number"], first["version"]) == (1, 1)
    assert slug(await _put(hall, two, 0, seriesId=series["seriesId"], number=1)) == (409, "number-taken")
    assert (await ok(await _put(hall, two, 0, seriesId=series["seriesId"])))["number"] == 2
    assert slug(await _put(hall, two, 0, seriesId=series["seriesId"])) == (412, "stale")
    assert (await ok(await _put(hall, two, 1, seriesId=series["seriesId"])))["number"] == 2, "it keeps its number"
    path = f"{hall.lectures}/series/{series['seriesId']}"
    body = {"titleZh": "家校学堂", "ended": True}
    ended = await ok(await world.client(who.gao).put(path, json=body, headers=version(1)))
    assert (ended["ended"], ended["lectures"], ended["next"]) == (True, 2, 3)
    assert slug(await world.client(who.gao).put(path, json=body, headers=version(1))) == (412, "stale")
    three = await hall.add(who.wang)
    assert field(await _put(hall, three, 0, seriesId=series["seriesId"])) == (404, "$.seriesId", "not-found")
    assert (await ok(await _put(hall, two, 2, seriesId=series["seriesId"], number=7)))["number"] == 7
    form = await ok(await world.client(who.wang).get(f"{hall.lectures}/library"))
    assert ([s["titleZh"] for s in form["series"]], form["canEdit"]) == (["家校学堂"], False)
    assert slug(await world.client(who.wang).post(f"{hall.lectures}/series", json=SERIES)) == (403, "forbidden")
    assert slug(await _put(hall, one, 1, who.chen)) == (404, "not-found")


async def test_a_recording_is_on_an_allowed_site(hall: Hall, clock: FixedClock) -> None:
    who, world = hall.world.people, hall.world
    coming = await hall.publish(who.wang)
    lecture = await _held(hall, clock)
    assert field(await _put(hall, lecture, 0, recording=LINK)) == (422, "$.recording", "site")
    await ok(await _hosts(hall, ["media.example"]))
    assert slug(await _hosts(hall, ["other.example"])) == (412, "stale")
    assert field(await _hosts(hall, ["a.example", "a.example"], 1)) == (422, "$.hosts", "duplicate")
    assert slug(await _put(hall, coming, 0, recording=LINK)) == (409, "recording-too-early")
    assert (await ok(await _put(hall, lecture, 0, recording=LINK)))["allowed"]
    assert [(p["recorded"], p["opened"]) for p in await _past(hall, who.mother)] == [(True, False)]
    for _ in range(2):
        assert (await ok(await _mine(hall, who.mother, lecture, "recording")))["link"] == LINK
    await ok(await _mine(hall, who.father, lecture, "recording"))
    assert (await _entry(hall, lecture))["views"] == 2
    assert [p["opened"] for p in await _past(hall, who.mother)] == [True]
    assert slug(await _mine(hall, who.jun_mother, lecture, "recording")) == (404, "not-found")
    # A family that comes to the class later finds it; one that leaves does not.
    move = "update students set class_id = $3 where org_id = $1 and student_id = $2"
    await world.sql(hall.org_id, move, hall.org_id, who.jun.account_id, world.north_a)
    assert [p["recorded"] for p in await _past(hall, who.jun_mother)] == [True]
    await hall.end_tie(who.father)
    assert (await _mine(hall, who.father, lecture, "recording")).status_code in {403, 404}
    await ok(await _hosts(hall, [], 1))
    assert slug(await _mine(hall, who.mother, lecture, "recording")) == (409, "recording-gone")
    await ok(await _hosts(hall, ["media.example"], 2))
    await ok(await _mine(hall, who.mother, lecture, "recording"))
    taken = await ok(await _put(hall, lecture, (await _entry(hall, lecture))["version"]))
    assert (taken["recording"], taken["views"]) == (None, 2)
    assert slug(await _mine(hall, who.mother, lecture, "recording")) == (409, "recording-gone")


async def test_feedback_counts_each_person_once_and_names_nobody(hall: Hall, clock: FixedClock) -> None:
    who, world = hall.world.people, hall.world
    lecture = await _held(hall, clock)
    assert slug(await _mine(hall, who.mother, lecture, "feedback", **FINE)) == (409, "feedback-closed"), "was not there"
    tick = {"classId": str(world.north_a), "accountId": str(who.mother.account_id), "came": True}
    await ok(await world.client(who.wang).put(f"{hall.lectures}/{lecture['lectureId']}/attendance", json=tick))
    assert (await ok(await _mine(hall, who.mother, lecture, "library")))["asked"] is True
    assert (await ok(await _mine(hall, who.mother, lecture, "feedback", **FINE)))["answered"] is True
    for _ in range(5):
        answer = await ok(await _mine(hall, who.mother, lecture, "feedback", **FINE | {"helpful": "no"}))
        assert (answer["asked"], answer["answered"]) == (False, True)
    entry = await _entry(hall, lecture)
    assert (entry["answers"], entry["feedback"][0]) == (0, {"question": "helpful", "yes": 0, "partly": 0, "no": 0})
    waiting = "select waiting from lecture_feedback where org_id = $1 and lecture_id = $2"
    [row] = await world.sql(hall.org_id, waiting, hall.org_id, UUID(lecture["lectureId"]))
    assert row["waiting"] == [1, 0, 0, 1, 0, 0, 0, 1, 0]
    setting = "update lecture_feedback set waiting = $3 where org_id = $1 and lecture_id = $2"
    await world.sql(hall.org_id, setting, hall.org_id, UUID(lecture["lectureId"]), [3, 1, 0, 4, 0, 0, 4, 0, 0])
    tick["accountId"] = str(who.father.account_id)
    await ok(await world.client(who.wang).put(f"{hall.lectures}/{lecture['lectureId']}/attendance", json=tick))
    await ok(await _mine(hall, who.father, lecture, "feedback", **FINE))
    entry = await _entry(hall, lecture)
    assert (entry["answers"], [f["yes"] for f in entry["feedback"]]) == (5, [4, 5, 4])


async def test_nobody_says_how_a_lecture_was_before_it_is_over(hall: Hall) -> None:
    who = hall.world.people
    lecture = await hall.publish(who.wang, at=hall.world.now + timedelta(days=1), link="https://live.example/1")
    assert slug(await _mine(hall, who.mother, lecture, "feedback", **FINE)) == (409, "feedback-closed")
    assert slug(await _mine(hall, who.jun_mother, lecture, "feedback", **FINE)) == (404, "not-found")
    assert (await ok(await _mine(hall, who.mother, lecture, "library")))["asked"] is False
    assert await _past(hall, who.mother) == []
