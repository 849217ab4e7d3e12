"""Every operation as a guardian whom a court's order bars from one child, and who has another one in the same class.

What is about the child is not there; what they may do for the other child is, and no list or file names the first one.
"""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from litestar import Litestar

from api.core.clock import FixedClock
from api.core.services import Services
from tests.barring import ORDER, order
from tests.counselling.desk import ok, version
from tests.test_authorization import body, routes
from tests.test_barred import BY_BODY, OTHERWISE, _address, _named  # pyright: ignore[reportPrivateUsage]
from tests.variants import Variant, all_variants
from tests.world import Person, World

OPEN = {
    "addObservation": "a report adds, and others read it: who sees danger may say so, for any child of the school",
    "confirmNumberMove": "409: nobody's number waits, whomever one names",
    "readMessage": "their own message; what it says of the child is gone (tests/messages/test_barred_inbox.py)",
}
"""Operations that take an id, or name the child, and are not refused, and why."""
NAMED = BY_BODY | OTHERWISE.keys() - {"signInByPin"}


@pytest.mark.parametrize("name", ["mother", "father"])
async def test_a_guardian_who_is_barred_does_nothing_for_the_child(
    world: World, clock: FixedClock, services: Services, app: Litestar, name: str
) -> None:
    [v, *_] = await all_variants(world, clock, services)
    who, person = world.people, getattr(world.people, name)
    tie = (
        "insert into guardianships (org_id, student_id, guardian_id, relation, contact_order, updated_at)"
        " values ($1, $2, $3, 'mother', 5, $4)"
    )
    await world.sql(world.north, tie, world.north, who.hong.account_id, person.account_id, world.now)
    assert await _named(world, app, person, v), "otherwise the walk finds nothing"
    await ok(await order(world, who.north_admin, person, v.student, "bar", ORDER))
    found = [line async for line in _opened(world, app, person, v)]
    assert [line for line in found if line[0] not in OPEN] == []
    assert await _named(world, app, person, v) == []


async def _opened(world: World, app: Litestar, person: Person, v: Variant) -> AsyncIterator[tuple[str, int]]:
    """Operations on something of the walk that are not refused."""
    client = await world.sign_in(person, assurance=1)
    for method, path, _, operation in routes(app):
        if "{org_id" not in path or (path.count("{") < 2 and operation not in NAMED):
            continue
        content = None if method == "GET" else body(operation, v)
        sent: dict[str, Any] = {"content": content} if isinstance(content, bytes) else {"json": content}
        answer = await client.request(method, _address(path, v), headers=version(1), **sent)
        if answer.status_code not in {403, 404}:
            yield operation, answer.status_code
