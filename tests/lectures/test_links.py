"""What people tap: a web address whose host is what it looks like. And until when one registers."""

from typing import Any

import pytest

from api.core.clock import FixedClock
from tests.counselling.desk import field, ok
from tests.lectures.hall import DAY, EVENING, HOUR, Hall, lecture
from tests.publicity.matrix import EVENT

BAD = [
    "http://live.example/1",
    "https://user@evil.example/x",
    "https://good.example\\@evil.example",
    "https://good.example/a\\b",
    "https://good.example:443@evil.example/",
    "https://localhost/x",
    "https://-/ x",
]
GOOD = ["https://live.example/1", "https://live.example:8443/a?b=c@d#e", "https://v.live.example"]


@pytest.mark.parametrize("link", BAD)
async def test_a_link_that_is_not_what_it_looks_like_is_refused(hall: Hall, link: str) -> None:
    who, publicity = hall.world.people, f"/orgs/{hall.org_id}/publicity/events"
    answers: list[Any] = [
        await hall.try_add(who.wang, lecture(hall.world.north_a, link=link)),
        await hall.world.client(who.lin).post(publicity, json=EVENT | {"link": link}),
    ]
    for answer in answers:
        assert field(answer)[:2] == (422, "$.link")
        assert answer.json()["errors"][0]["message"].startswith("Write a whole web address")


@pytest.mark.parametrize("link", GOOD)
async def test_a_plain_link_is_taken(hall: Hall, link: str) -> None:
    assert (await hall.add(hall.world.people.wang, link=link))["link"] == link


async def test_nobody_is_invited_to_register_until_a_time_that_has_passed(hall: Hall, clock: FixedClock) -> None:
    wang, class_a = hall.world.people.wang, hall.world.north_a
    past, soon = (hall.world.now - HOUR).isoformat(), (hall.world.now + HOUR).isoformat()
    assert field(await hall.try_add(wang, lecture(class_a, registerBy=past))) == (422, "$.registerBy", "past")
    one, other = [await hall.add(wang, registerBy=soon) for _ in range(2)]
    published = await ok(await hall.do(wang, one, "publish"))
    clock.advance(DAY)
    assert field(await hall.do(wang, other, "publish")) == (422, "$.registerBy", "past")
    # What else is wrong with a published one can still be put right.
    moved = lecture(class_a, registerBy=soon, place="阶梯教室", at=EVENING)
    assert (await ok(await hall.put(wang, published, moved)))["place"] == "阶梯教室"
    earlier = moved | {"registerBy": (hall.world.now + 2 * HOUR).isoformat()}
    assert field(await hall.put(wang, await hall.get(wang, one), earlier)) == (422, "$.registerBy", "past")
