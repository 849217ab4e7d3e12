"""A session that is over and not recorded stands on its counsellor's first screen."""

from datetime import timedelta
from typing import Any

import httpx

from api.core.clock import FixedClock
from tests.counselling.desk import HOUR, TUESDAY, Desk, ok


async def _needs(client: httpx.AsyncClient) -> list[tuple[Any, ...]]:
    home = await ok(await client.get("/me/home"))
    return [(n["resourceId"], n["name"], n["studentId"]) for n in home["needs"] if n["kind"] == "record_booking"]


async def test_it_stands_there_until_it_is_said_how_it_went(desk: Desk, clock: FixedClock) -> None:
    who, lin = desk.world.people, desk.world.client(desk.world.people.lin)
    booking = await desk.book(who.mother, who.ming)
    clock.advance(TUESDAY + HOUR / 4 - clock.now())
    assert await _needs(lin) == [], "it goes on"
    clock.advance(HOUR)
    assert await _needs(lin) == [(booking["bookingId"], "ming", str(who.ming.account_id))]
    for other in (who.mother, who.gao, who.wang, who.north_admin):
        assert await _needs(desk.world.client(other)) == []
    await ok(await desk.close(who.lin, booking["bookingId"]))
    assert await _needs(lin) == []


async def test_a_cancelled_one_and_one_of_long_ago_are_asked_for_no_more(desk: Desk, clock: FixedClock) -> None:
    who, lin = desk.world.people, desk.world.client(desk.world.people.lin)
    first = await desk.book(who.mother, who.ming)
    await ok(await desk.cancel(who.mother, first["bookingId"]))
    await desk.book(who.jun_mother, who.jun, TUESDAY + HOUR)
    clock.advance(TUESDAY + 3 * HOUR - clock.now())
    assert [name for _, name, _ in await _needs(lin)] == ["jun"]
    clock.advance(timedelta(days=61))
    assert await _needs(desk.world.client(who.lin)) == []


async def test_a_session_by_sms_is_told_no_name_of_a_private_one(desk: Desk, clock: FixedClock) -> None:
    who = desk.world.people
    booking = await desk.book(who.ming, who.ming, private=True)
    clock.advance(TUESDAY + HOUR - clock.now())
    named = (booking["bookingId"], "ming", str(who.ming.account_id))
    assert await _needs(desk.world.client(who.lin)) == [named]
    assert await _needs(await desk.world.sign_in(who.lin, assurance=1)) == [(booking["bookingId"], None, None)]


async def test_who_left_is_asked_for_nothing(desk: Desk, clock: FixedClock) -> None:
    who = desk.world.people
    await desk.book(who.mother, who.ming)
    clock.advance(TUESDAY + HOUR - clock.now())
    end = "update staff set ended_at = $3 where org_id = $1 and staff_id = $2"
    await desk.world.sql(desk.org_id, end, desk.org_id, who.lin.account_id, desk.world.now)
    assert await _needs(desk.world.client(who.lin)) == []
