"""Who checked in at a lecture that was then cancelled or moved has not been there, in no figure."""

from datetime import timedelta
from typing import Any

import pytest

from tests.counselling.desk import ok
from tests.lectures.hall import DAY, HOUR, Hall, lecture
from tests.lectures.test_attendance import _on, _tick  # pyright: ignore[reportPrivateUsage]


async def _figures(hall: Hall) -> dict[str, Any]:
    """What the school, and the guardians themselves, are told of training and meetings."""
    who, path = hall.world.people, f"{hall.lectures}/training"
    teacher = hall.world.client(who.wang)
    [mine] = await ok(await teacher.get(path))
    people = await ok(await teacher.get(f"{path}/guardians", params={"classId": str(hall.world.north_a)}))
    own = {
        one.name: (await ok(await hall.world.client(one).get("/me/lectures/training")))[0]
        for one in (who.mother, who.father)
    }
    return {
        "class": mine["trained"],
        "people": {one["name"]: (one["trainedAt"] is not None, one["meetings"]) for one in people},
        "own": {name: (one["trainedAt"] is not None, one["meetings"]) for name, one in own.items()},
    }


NOBODY: dict[str, Any] = {name: {"mother": (False, 0), "father": (False, 0)} for name in ("people", "own")}


async def _two(hall: Hall) -> list[Any]:
    """A lecture and a meeting that begin in half an hour; mother is at the one, father at the other, before they begin."""
    talk, meeting = await _on(hall), await _on(hall, kind="parent_meeting")
    await ok(await _tick(hall, talk, hall.world.people.mother))
    await ok(await _tick(hall, meeting, hall.world.people.father))
    assert await _figures(hall) == {
        "class": 1,
        "people": {"mother": (True, 0), "father": (False, 1)},
        "own": {"mother": (True, 0), "father": (False, 1)},
    }
    return [talk, meeting]


async def test_a_cancelled_lecture_trained_nobody(hall: Hall) -> None:
    talk, meeting = await _two(hall)
    for one in (talk, meeting):
        await ok(await hall.do(hall.world.people.wang, one, "cancel"))
    assert (await ok(await hall.own(hall.world.people.mother, talk)))["came"] is False
    assert await _figures(hall) == NOBODY | {"class": 0}


@pytest.mark.parametrize("by", [DAY, timedelta(hours=4)])
async def test_a_moved_lecture_has_had_nobody_yet(hall: Hall, by: timedelta) -> None:
    wang, mother, now = hall.world.people.wang, hall.world.people.mother, hall.world.now
    talk, meeting = await _two(hall)
    for one in (talk, meeting):
        more = {"kind": one["kind"], "registers": False, "seats": None}
        body = lecture(hall.world.north_a, at=now + HOUR / 2 + by, **more)
        await ok(await hall.put(wang, one, body))
    assert await _figures(hall) == NOBODY | {"class": 0}
    assert (await ok(await hall.own(mother, talk)))["came"] is False
    noted = "select 1 from audit_changes where org_id = $1 and resource = 'lecture_attendance' and resource_id = $2"
    assert len(await hall.world.sql(hall.org_id, noted, hall.org_id, mother.account_id)) == 1


async def test_a_lecture_that_begins_a_little_later_keeps_who_is_there(hall: Hall) -> None:
    talk = await _on(hall)
    await ok(await _tick(hall, talk, hall.world.people.mother))
    body = lecture(hall.world.north_a, at=hall.world.now + HOUR, registers=False, seats=None)
    await ok(await hall.put(hall.world.people.wang, talk, body))
    assert (await _figures(hall))["class"] == 1
