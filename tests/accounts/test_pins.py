"""PINs of students over HTTP: guessing them, setting them, and what they open."""

from datetime import timedelta

import pytest

from api.accounts.signin import delays
from api.accounts.tablets import rules
from api.core import db
from api.core.clock import FixedClock
from api.core.sealing import Sealer
from tests.accounts.test_signin import sealer, slug
from tests.accounts.test_tablets import SECRET, Tablet, give_secret, set_pin, tablet, tablet_of
from tests.counselling.desk import north_desk, version
from tests.observations.desk import Desk
from tests.world import World

__all__ = ["sealer", "tablet"]


async def test_wrong_pins_wait_on_this_tablet_and_leave_other_ways_alone(
    world: World, tablet: Tablet, clock: FixedClock, sealer: Sealer
) -> None:
    ming = world.people.ming
    wrong = [(await tablet.type(ming, "9157")).status_code for _ in range(6)]
    assert wrong == [401] * 5 + [429]
    assert (await tablet.type(ming)).status_code == 429
    assert (await (await tablet_of(world)).type(ming)).status_code == 201, "on another tablet of the class"
    assert slug(await tablet.type(world.people.hong)) == "pin-wrong", "nobody else waits"
    key, name = sealer.student_name("CLASSA", f"明{ming.account_id}"), f"明{ming.account_id}"
    named = "select login_students($1, $2, $3, $4)"
    await world.operate(db.PLATFORM, named, [ming.account_id], [key], [ming.account_id], world.now)
    names = {"classCode": "CLASSA", "name": name, "secret": SECRET, "tokenKind": "bearer"}
    assert (await tablet.http.post("/api/v1/auth/student", json=names)).status_code == 201
    clock.advance(delays.FIRST)
    assert (await tablet.type(ming)).status_code == 201


async def test_a_pin_is_tried_so_often_a_day_on_all_tablets(world: World, tablet: Tablet) -> None:
    tablets = [tablet, *[await tablet_of(world) for _ in range(3)]]
    tries = [(await one.type(world.people.ming, "9157")).status_code for one in tablets for _ in range(5)]
    assert (tries.count(401), tries[-5:]) == (delays.CEILINGS["pin"], [429] * 5)


async def test_a_pin_ends_after_so_many_wrong_ones(world: World, tablet: Tablet, clock: FixedClock) -> None:
    ming, wrong = world.people.ming, 0
    while wrong < rules.MISSES:
        for _ in range(delays.FREE):
            wrong += (await tablet.type(ming, "9157")).status_code == 401
        assert wrong == rules.MISSES or (await tablet.type(ming)).status_code in {201, 429}
        clock.advance(delays.WINDOW)
    assert slug(await tablet.type(ming)) == "pin-wrong", "right ones between them do not start the count again"
    await world.operate(
        db.PLATFORM,
        "update sessions set expires_at = $2 where account_id = $1",
        ming.account_id,
        clock.now() + timedelta(1),
    )
    assert (await world.client(ming).get("me/pin")).json()["setAt"] is None


@pytest.mark.parametrize(
    "pin", ["1234", "9876", "0000", "1122", "1212", "0512", "3112", "2011", "1314", "123123", "110512"]
)
async def test_a_pin_that_classmates_would_guess_is_refused(world: World, pin: str) -> None:
    await give_secret(world, world.people.ming)
    refused = await set_pin(world, world.people.ming, pin)
    assert (refused.status_code, refused.json()["errors"][0]["path"]) == (422, "$.pin")


@pytest.mark.parametrize("pin", ["123", "1234567", "48a6", "٤٨٢٦"])
async def test_a_pin_has_four_to_six_digits(world: World, pin: str) -> None:
    assert (await set_pin(world, world.people.ming, pin)).status_code == 422


async def test_setting_a_pin_takes_the_secret(world: World, tablet: Tablet) -> None:
    wrong = await set_pin(world, world.people.ming, "7391", "not the secret")
    assert (wrong.status_code, slug(wrong)) == (403, "proof-needed")
    assert (await tablet.type(world.people.ming)).status_code == 201
    assert slug(await set_pin(world, world.people.mother)) == "students-only"
    assert slug(await set_pin(world, world.people.wang)) == "students-only"


async def test_a_pin_can_be_seen_and_removed(world: World, tablet: Tablet) -> None:
    ming = world.client(world.people.ming)
    state = (await ming.get("me/pin")).json()
    assert (state["setAt"] is not None, state["tablets"]) == (True, True)
    assert (await world.client(world.people.jun).get("me/pin")).json() == {"setAt": None, "tablets": False}
    assert (await ming.delete("me/pin")).status_code == 204
    assert (await ming.get("me/pin")).json()["setAt"] is None
    assert slug(await tablet.type(world.people.ming)) == "pin-wrong"


async def test_a_new_secret_ends_the_pin(world: World, tablet: Tablet) -> None:
    """Who knew the old secret may have set it."""
    changed = await world.client(world.people.ming).put(
        "me/secret", json={"current": SECRET, "secret": "other words that nobody knows"}
    )
    assert changed.status_code == 204
    assert slug(await tablet.type(world.people.ming)) == "pin-wrong"


async def test_a_starting_code_ends_the_pin(world: World, tablet: Tablet) -> None:
    ming = world.people.ming
    used = "select starting_code_used($1, 'x', false, $2, $3)"
    await world.operate(db.PLATFORM, used, ming.account_id, world.now + timedelta(days=7), world.now)
    assert slug(await tablet.type(ming)) == "pin-wrong"


async def test_a_session_by_pin_opens_nothing_of_before(world: World, tablet: Tablet, clock: FixedClock) -> None:
    """Who stood beside and saw the PIN does not find what the child reported, nor a link that would."""
    who, desk = world.people, Desk(world)
    await desk.serve(who.wang, who.ming, who.mother)
    await desk.filed(who.ming)
    clock.advance(timedelta(hours=2))
    signed = await tablet.type(who.ming)
    there = world.client(who.ming, token=signed.json()["token"])
    own = f"orgs/{world.north}/observations/own"
    assert len((await world.client(who.ming).get(own)).json()) == 1
    assert (await there.get(own)).json() == []
    assert slug(await there.post("me/feed")) == "closed-for-now"
    mail = [await there.put("me/email", json={"email": "thief@example.cn"}), await there.delete("me/email")]
    assert [slug(one) for one in mail] == ["closed-for-now"] * 2, "invites would go there for good"
    report = {"kind": "conflict", "text": "what happened today"}
    assert (await there.post(f"orgs/{world.north}/observations", json=report)).status_code == 201


async def test_what_a_parent_booked_before_is_not_there_for_a_pin(
    world: World, tablet: Tablet, clock: FixedClock
) -> None:
    """A classmate who saw the PIN neither reads of the child's sessions nor cancels one."""
    who, desk = world.people, await north_desk(world)
    made = await desk.book(who.mother, who.ming)
    clock.advance(timedelta(hours=2))
    signed = await tablet.type(who.ming)
    there, own = world.client(who.ming, token=signed.json()["token"]), world.client(who.ming)
    booking, listed = f"orgs/{world.north}/bookings/{made['bookingId']}", f"orgs/{world.north}/bookings"
    assert len((await own.get(listed)).json()["items"]) == 1
    assert (await there.get(listed)).json()["items"] == []
    assert made["bookingId"] in (await own.get("me/home")).text
    assert made["bookingId"] not in (await there.get("me/home")).text
    assert (await own.get(booking)).status_code == 200
    assert (await there.get(booking)).status_code == 404
    cancelled = await there.post(f"{booking}/cancel", headers=version(1))
    assert cancelled.status_code in {403, 404}
