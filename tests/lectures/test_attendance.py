"""Who came, by the code that is shown there or by list, and whose guardians were trained (N2)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from api.core.clock import FixedClock
from tests.counselling.desk import field, ok, slug
from tests.lectures.hall import DAY, HOUR, Hall
from tests.roster.test_barred import Court
from tests.world import Person

MINUTE = timedelta(minutes=1)


async def _on(hall: Hall, **more: Any) -> Any:
    """A lecture that begins in half an hour, without registration unless said otherwise."""
    open_to_all = {"registers": False, "seats": None}
    return await hall.publish(hall.world.people.wang, at=hall.world.now + HOUR / 2, **(open_to_all | more))


async def _code(hall: Hall, lecture: Any) -> str:
    path = f"{hall.lectures}/{lecture['lectureId']}/code"
    return (await ok(await hall.world.client(hall.world.people.wang).get(path)))["code"]


async def _check_in(hall: Hall, by: Person, lecture: Any, code: str) -> httpx.Response:
    path = f"/orgs/{hall.org_id}/me/lectures/{lecture['lectureId']}/check-in"
    return await hall.world.client(by).post(path, json={"code": code})


async def _tick(hall: Hall, lecture: Any, whom: Person, *, came: bool = True) -> httpx.Response:
    path = f"{hall.lectures}/{lecture['lectureId']}/attendance"
    body = {"classId": str(hall.world.north_a), "accountId": str(whom.account_id), "came": came}
    return await hall.world.client(hall.world.people.wang).put(path, json=body)


async def _came(hall: Hall, lecture: Any) -> dict[str, str | None]:
    path = f"{hall.lectures}/{lecture['lectureId']}/attendance"
    params = {"classId": str(hall.world.north_a)}
    found = await ok(await hall.world.client(hall.world.people.wang).get(path, params=params))
    return {p["name"]: p["how"] for p in found}


async def test_the_code_that_is_shown_checks_in(hall: Hall) -> None:
    who = hall.world.people
    lecture = await _on(hall)
    code = await _code(hall, lecture)
    assert slug(await _check_in(hall, who.mother, lecture, "AAAAAA")) == (409, "code-over")
    assert (await ok(await _check_in(hall, who.mother, lecture, code)))["came"] is True
    await ok(await _check_in(hall, who.mother, lecture, code))
    assert await _came(hall, lecture) == {"mother": "code", "father": None}
    assert slug(await _check_in(hall, who.jun_mother, lecture, code)) == (404, "not-found")


async def test_a_code_is_of_one_lecture(hall: Hall) -> None:
    one, other = await _on(hall), await _on(hall)
    code = await _code(hall, other)
    assert slug(await _check_in(hall, hall.world.people.mother, one, code)) == (409, "code-over")


async def test_a_code_passed_on_gives_nobody_a_seat(hall: Hall) -> None:
    who = hall.world.people
    lecture = await _on(hall, registers=True, seats=1)
    code = await _code(hall, lecture)
    await ok(await hall.own(who.mother, lecture, "register"))
    assert (await ok(await hall.own(who.father, lecture, "register")))["registration"]["state"] == "waiting"
    assert slug(await _check_in(hall, who.father, lecture, code)) == (409, "seat-needed")
    await ok(await hall.own(who.father, lecture, "withdraw"))
    assert slug(await _check_in(hall, who.father, lecture, code)) == (409, "seat-needed")
    await ok(await _check_in(hall, who.mother, lecture, code))
    await ok(await _tick(hall, lecture, who.father))  # he came all the same: the teacher at the door knows
    assert await _came(hall, lecture) == {"mother": "code", "father": "list"}


async def test_wrong_codes_are_counted_by_person_and_lecture(hall: Hall, clock: FixedClock) -> None:
    who, world = hall.world.people, hall.world
    lecture, other = await _on(hall), await _on(hall)
    code = await _code(hall, lecture)
    wrong = [await _check_in(hall, who.mother, lecture, "AAAAAA") for _ in range(60)]
    assert [slug(one) for one in wrong[:5]] == [(409, "code-over")] * 5
    assert {slug(one) for one in wrong[5:]} == {(429, "too-many")}
    assert 0 < int(wrong[5].headers["retry-after"]) <= 600
    assert slug(await _check_in(hall, who.mother, lecture, code)) == (429, "too-many"), (
        "nor the right one, once guessed"
    )
    await ok(await _check_in(hall, who.father, lecture, code))
    await ok(await _check_in(hall, who.mother, other, await _code(hall, other)))
    clock.advance(10 * MINUTE)
    await ok(await _check_in(hall, who.mother, lecture, await _code(hall, lecture)))
    assert (
        await world.sql(hall.org_id, "select 1 from lecture_tries where lecture_id = $1", UUID(lecture["lectureId"]))
        == []
    )


async def test_nobody_checks_in_long_before_or_where_it_was_cancelled(hall: Hall) -> None:
    who = hall.world.people
    later = await hall.publish(who.wang, at=hall.world.now + 2 * HOUR)
    path = f"{hall.lectures}/{later['lectureId']}/code"
    assert slug(await hall.world.client(who.wang).get(path)) == (409, "check-in-closed")
    assert slug(await _check_in(hall, who.mother, later, "ABCDEF")) == (409, "check-in-closed")
    assert slug(await _tick(hall, later, who.mother)) == (409, "check-in-closed")
    soon = await _on(hall)
    await ok(await hall.do(who.wang, soon, "cancel"))
    assert slug(await _check_in(hall, who.mother, soon, "ABCDEF")) == (409, "check-in-closed")


async def test_a_list_is_ticked_off_and_a_tick_taken_back(hall: Hall) -> None:
    who = hall.world.people
    lecture = await _on(hall)
    await ok(await _tick(hall, lecture, who.father))
    assert await _came(hall, lecture) == {"mother": None, "father": "list"}
    await ok(await _tick(hall, lecture, who.father, came=False))
    assert await _came(hall, lecture) == {"mother": None, "father": None}
    assert field(await _tick(hall, lecture, who.jun_mother)) == (422, "$.accountId", "not-found")


async def test_the_school_sees_who_was_trained_this_year(hall: Hall) -> None:
    who, world = hall.world.people, hall.world
    lecture = await _on(hall)
    meeting = await _on(hall, kind="parent_meeting", registers=False, seats=None)
    await ok(await _tick(hall, lecture, who.mother))
    await ok(await _tick(hall, meeting, who.father))
    path = f"{hall.lectures}/training"
    [mine] = await ok(await world.client(who.wang).get(path))
    assert (mine["name"], mine["students"], mine["trained"]) == ("A", 2, 1)
    assert [c["name"] for c in await ok(await world.client(who.gao).get(path))] == ["A", "B"]
    found = await ok(await world.client(who.wang).get(f"{path}/guardians", params={"classId": str(world.north_a)}))
    known = {g["name"]: (g["trainedAt"] is not None, g["meetings"]) for g in found}
    assert known == {"mother": (True, 0), "father": (False, 1)}
    other = {"classId": str(world.north_b)}
    assert await ok(await world.client(who.wang).get(f"{path}/guardians", params=other)) == []


async def test_a_guardian_whose_tie_ended_trains_nobody(hall: Hall) -> None:
    who, world = hall.world.people, hall.world
    lecture = await _on(hall)
    await ok(await _tick(hall, lecture, who.mother))
    await hall.end_tie(who.mother)
    [mine] = await ok(await world.client(who.wang).get(f"{hall.lectures}/training"))
    assert mine["trained"] == 0
    assert await _came(hall, lecture) == {"father": None}


async def test_what_was_last_school_year_does_not_count(hall: Hall) -> None:
    who, world = hall.world.people, hall.world
    lecture = await _on(hall)
    await ok(await _tick(hall, lecture, who.mother))
    await world.sql(
        hall.org_id,
        "update lectures set starts_at = $2, ends_at = $3 where org_id = $1",
        *(hall.org_id, world.now - 120 * DAY, world.now - 119 * DAY),
    )
    [mine] = await ok(await world.client(who.wang).get(f"{hall.lectures}/training"))
    assert mine["trained"] == 0


async def test_a_guardian_sees_what_they_came_to(hall: Hall, clock: FixedClock) -> None:
    who = hall.world.people

    async def own(by: Person) -> Any:
        return await ok(await hall.world.client(by).get("/me/lectures/training"))

    nothing = {"orgId": hall.org_id, "trainedAt": None, "meetings": 0}
    assert nothing in await own(who.mother)
    training, meeting = await _on(hall, kind="training"), await _on(hall, kind="parent_meeting")
    for lecture in (training, meeting):
        await ok(await _check_in(hall, who.mother, lecture, await _code(hall, lecture)))
    north = next(one for one in await own(who.mother) if one["orgId"] == hall.org_id)
    assert (north["trainedAt"] is not None, north["meetings"]) == (True, 1)
    assert (await own(who.father), await own(who.wang), await own(who.ming)) == ([nothing], [], [])
    clock.advance(timedelta(days=90))  # another term, the same school year
    north = next(one for one in await own(who.mother) if one["orgId"] == hall.org_id)
    assert (north["trainedAt"] is not None, north["meetings"]) == (True, 0)
    await hall.end_tie(who.father)
    assert await own(who.father) == []


@pytest.mark.parametrize("other_child", [True, False])
async def test_no_list_of_a_lecture_names_who_is_barred_for_the_child(hall: Hall, *, other_child: bool) -> None:
    """A court's order: she came and had a seat before it, and may have another child in the class."""
    who, world = hall.world.people, hall.world
    if other_child:
        tie = "insert into guardianships (org_id, student_id, guardian_id, relation, contact_order, updated_at) values ($1, $2, $3, 'mother', 1, $4)"
        await world.sql(hall.org_id, tie, hall.org_id, who.hong.account_id, who.mother.account_id, world.now)
    lecture = await _on(hall, registers=True, seats=2)
    await ok(await hall.own(who.mother, lecture, "register"))
    await ok(await _tick(hall, lecture, who.mother))

    async def children() -> list[list[str]]:
        """Of whom she is said to be a guardian: who came, who was trained, who has a seat."""
        teacher, params = world.client(who.wang), {"classId": str(world.north_a)}
        base = f"{hall.lectures}/{lecture['lectureId']}"
        came = await ok(await teacher.get(f"{base}/attendance", params=params))
        trained = await ok(await teacher.get(f"{hall.lectures}/training/guardians", params=params))
        seats = (await ok(await teacher.get(f"{base}/registrations")))["items"]
        return [one["students"] for rows in (came, trained, seats) for one in rows if one["name"] == "mother"]

    assert [sum("ming" in one for one in names) for names in await children()] == [1, 1, 1]
    await Court(world, hall.city).bar()
    await hall.work()
    found = await children()
    assert len(found) == (3 if other_child else 0), "of her other child she is a guardian as before"
    assert not [name for names in found for name in names if "ming" in name]
