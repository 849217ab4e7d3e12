"""A session by PIN changes nothing that outlasts it: every write about oneself, against a short list."""

from typing import Any

import pytest
from litestar import Litestar

from api.core.access import ME
from api.core.clock import FixedClock
from api.core.services import Services
from tests.accounts.test_signin import sealer, slug
from tests.accounts.test_tablets import Tablet, tablet
from tests.counselling.desk import ok
from tests.test_authorization import body, routes
from tests.variants import Variant, all_variants
from tests.world import World

__all__ = ["sealer", "tablet"]

OPEN = {
    "signOut": "the session itself",
    "setProfile": "language and quiet hours: nothing that opens or closes anything",
    "beginStepUp": "a challenge for minutes, which a passkey alone answers",
    "setPin": "asks for the secret of now, and counts wrong ones",
    "setSecret": "asks for the secret of now, and counts wrong ones",
}
"""What a session by PIN may do about oneself, and why."""
CLOSED = {
    "endOtherSessions",
    "endSession",
    "removeDevice",
    "endPin",
    "makeFeed",
    "endFeed",
    "setEmail",
    "removeEmail",
}
"""Refused because of the PIN; the rest are a colleague's, or not for a device that others use."""


BODIES: dict[str, Any] = {
    "addDevice": {"kind": "fcm", "address": "t" * 40},
    "setEmail": {"email": "thief@example.cn"},
    "confirmEmail": {"code": "123456"},
}


def _body(operation: str, v: Variant) -> Any:
    """A body that fits. What `MATRIX` has none of is sent without: its route asks the session first, or takes none."""
    try:
        return BODIES.get(operation) or body(operation, v)
    except pytest.fail.Exception:
        return None


async def test_a_session_by_pin_changes_nothing_that_outlasts_it(
    world: World, app: Litestar, clock: FixedClock, services: Services, tablet: Tablet
) -> None:
    [v, *_] = await all_variants(world, clock, services)
    ming = world.people.ming
    signed = await tablet.type(ming)
    there = world.client(ming, token=signed.json()["token"])
    found = {session["sessionId"]: session["current"] for session in (await there.get("me/sessions")).json()}
    other = next(one for one, current in found.items() if not current)
    refused, done = set[str](), set[str]()
    for method, path, action, operation in routes(app):
        if action != ME or method == "GET" or operation in OPEN:
            continue
        address = path.removeprefix("/api/v1/").replace("{session_id}", other).replace("{device_id}", other)
        for place, value in v.params().items():
            address = address.replace(f"{{{place}}}", value)
        answer = await there.request(method, address, json=_body(operation, v))
        if answer.status_code < 400:
            done.add(operation)
        elif slug(answer) == "closed-for-now":
            refused.add(operation)
    assert (done, CLOSED - refused) == (set(), set())
    assert other in {one["sessionId"] for one in (await world.client(ming).get("me/sessions")).json()}
    assert (await ok(await there.get("me/pin")))["setAt"] is not None, "the PIN is still theirs"
    assert (
        await there.delete(f"me/sessions/{next(one for one, current in found.items() if current)}")
    ).status_code < 300
