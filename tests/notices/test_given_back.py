"""What waits leaves as its releaser let it out, or not at all: then it is a draft that says why, and somebody is told."""

from datetime import timedelta
from typing import Any

import httpx

from api.core.clock import FixedClock
from tests.counselling.desk import ok, version
from tests.notices.office import HOUR, Office
from tests.world import Person

CHANGED = ("Changed: 秋游", False)
BACK = ("Did not leave: 秋游", False)


async def waiting(office: Office, by: Person, **more: Any) -> Any:
    """A notice to the own class that is to leave in an hour."""
    return await office.schedule(by, await office.add(by, **more), office.world.now + HOUR)


async def put(office: Office, by: Person, notice: Any, **more: Any) -> httpx.Response:
    path = f"{office.notices}/{notice['noticeId']}"
    return await office.world.client(by).put(path, json=office.wish(**more), headers=version(notice["version"]))


async def later(office: Office, clock: FixedClock, by: timedelta = HOUR) -> None:
    clock.advance(by)
    await office.work()


async def state(office: Office, by: Person, notice: Any) -> tuple[str, str | None]:
    found = await office.get(by, notice)
    return found["state"], found["backBecause"]


async def test_what_another_rewrites_does_not_leave_and_its_releaser_is_told(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    notice = await waiting(office, who.wang)
    changed = await ok(await put(office, who.north_admin, notice, bodyZh="改文"))
    assert [changed[name] for name in ("state", "backBecause", "changedBy", "sendAt", "authorName")] == [
        *("draft", "changed", "north_admin", None, "wang")
    ]
    await later(office, clock)
    assert await state(office, who.wang, notice) == ("draft", "changed")
    assert await office.mine(who.mother) == []
    assert await office.inbox(who.wang) == [CHANGED]
    assert await office.inbox(who.north_admin) == []
    await ok(await office.try_send(who.wang, changed))
    await office.work()
    assert await state(office, who.wang, notice) == ("sent", None)
    assert (await office.get(who.wang, notice))["changedBy"] == "north_admin"


async def test_ones_own_edit_keeps_its_time(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    notice = await waiting(office, who.wang)
    edited = await ok(await put(office, who.wang, notice, bodyZh="改文"))
    assert (edited["state"], edited["changedBy"]) == ("scheduled", None)
    await later(office, clock)
    assert await state(office, who.wang, notice) == ("sent", None)
    assert CHANGED not in await office.inbox(who.wang)


async def test_who_let_it_out_is_told_also_where_another_wrote_it(office: Office) -> None:
    who = office.world.people
    draft = await office.add(who.wang)
    notice = await office.schedule(who.gao, draft, office.world.now + HOUR)
    assert (await ok(await put(office, who.wang, notice, bodyZh="改文")))["state"] == "draft"
    await office.work()
    assert await office.inbox(who.gao) == [CHANGED]


async def test_what_another_stops_or_gives_up_is_told(office: Office) -> None:
    who = office.world.people
    for what, after in (("unschedule", ("draft", "stopped")), ("cancel", ("cancelled", None))):
        notice = await waiting(office, who.wang)
        await ok(await office.do(who.gao, notice, what))
        await office.work()
        assert await state(office, who.wang, notice) == after
    assert await office.inbox(who.wang) == [CHANGED, CHANGED]
    own = await waiting(office, who.wang)
    await ok(await office.do(who.wang, own, "unschedule"))
    await office.work()
    assert await state(office, who.wang, own) == ("draft", None)
    assert len(await office.inbox(who.wang)) == 2


async def test_a_correction_by_another_says_so(office: Office) -> None:
    who = office.world.people
    notice = await office.tell(who.wang)
    path = f"{office.notices}/{notice['noticeId']}/correct"
    text = {"titleZh": "秋游", "bodyZh": "周六。"}
    gone = await ok(await office.world.client(who.gao).post(path, json=text, headers=version(notice["version"])))
    assert gone["changedBy"] == "gao"


async def test_what_may_not_leave_is_told_to_who_let_it_out(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    notice = await waiting(office, who.wang)
    end = "update class_staff set ended_at = $3 where org_id = $1 and staff_id = $2"
    await office.world.sql(office.org_id, end, office.org_id, who.wang.account_id, clock.now())
    await later(office, clock)
    assert await state(office, who.gao, notice) == ("draft", "not_allowed")
    assert await office.inbox(who.wang) == [BACK]
    assert await office.inbox(who.gao) == []


async def test_leaders_hear_it_where_who_let_it_out_left(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    notice = await waiting(office, who.wang)
    end = "update staff set ended_at = $3 where org_id = $1 and staff_id = $2"
    await office.world.sql(office.org_id, end, office.org_id, who.wang.account_id, clock.now())
    await later(office, clock)
    assert await state(office, who.gao, notice) == ("draft", "left")
    for leader in (who.gao, who.north_admin):
        assert await office.inbox(leader) == [BACK]


async def test_what_is_over_when_its_time_comes_is_told(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    notice = await waiting(office, who.wang, expiresAt=(clock.now() + 2 * HOUR).isoformat())
    await later(office, clock, 3 * HOUR)
    assert await state(office, who.wang, notice) == ("draft", "over")
    assert await office.inbox(who.wang) == [BACK]
    fresh = await office.get(who.wang, notice)
    assert (await ok(await put(office, who.wang, fresh)))["backBecause"] is None
