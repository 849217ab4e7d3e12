"""A notice that the SMS budget does not do for: its sender is told before, and nobody is left out unseen."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import msgspec
import pytest
from litestar import Litestar

from api.core.clock import FixedClock
from api.core.services import Services
from tests.counselling.desk import ok, slug, version
from tests.notices.office import DAY as _DAY
from tests.notices.office import Office
from tests.notices.test_unreached import paper
from tests.observations.desk import Desk
from tests.world import Person


@pytest.fixture(autouse=True)
async def _gateway(office: Office, app: Litestar, services: Services) -> None:
    """A gateway of SMS and a school that has nothing left of its budget; its people have a phone and nothing else."""
    config = msgspec.structs.replace(services.config, sms_url="https://sms.example.cn", smtp_url="smtp://x")
    changed = replace(services, config=config)
    app.state["services"] = changed
    office.city.services = changed
    await budget(office, 0)


async def budget(office: Office, parts: int) -> None:
    await office.world.operate(
        office.org_id,
        "insert into sms_budgets (org_id, parts, set_by, set_at) values ($1, $2, $3, now())"
        " on conflict (org_id, channel) do update set parts = excluded.parts",
        *(office.org_id, parts, office.world.people.gao.account_id),
    )


async def send(office: Office, by: Person, notice: Any, **body: Any) -> httpx.Response:
    path = f"{office.notices}/{notice['noticeId']}/send"
    seen = await office.get(by, notice)
    return await office.world.client(by).post(path, json=body, headers=version(seen["version"]))


async def test_the_preview_says_what_is_left_and_who_has_sms_alone(office: Office) -> None:
    found = await office.preview(office.world.people.wang, classIds=[str(office.world.north_a)])
    assert (found["sms"], found["smsAlone"], found["smsLeft"]) == (2, 2, 0)
    assert found["rooms"] == [{"channel": "sms", "need": 2, "left": 0}]
    await budget(office, 7)
    found = await office.preview(office.world.people.wang, classIds=[str(office.world.north_a)])
    assert found["smsLeft"] == 7


async def test_a_sender_says_what_becomes_of_those_whom_only_sms_reaches(office: Office) -> None:
    who = office.world.people
    notice = await office.add(who.wang)
    assert slug(await send(office, who.wang, notice)) == (409, "sms-decision-needed")
    assert len((await ok(await paper(office, who.wang, notice)))["families"]) == 1, "they are listed"
    assert slug(await send(office, who.wang, notice, smsAlone=True)) == (403, "sms-beyond-by-leaders")
    await ok(await send(office, who.wang, notice, smsAlone=False))
    await office.work()
    assert office.city.sms.items == []
    assert len((await ok(await paper(office, who.wang, notice)))["families"]) == 1, "still to be told"


async def test_leaders_send_beyond_the_budget(office: Office) -> None:
    who = office.world.people
    notice = await office.add(who.gao, audience={"classIds": [str(office.world.north_a)]})
    await ok(await send(office, who.gao, notice, smsAlone=True))
    await office.work()
    assert len(office.city.sms.items) == 2
    assert (await ok(await paper(office, who.gao, notice)))["families"] == []


async def test_what_is_urgent_and_what_fits_asks_nobody(office: Office) -> None:
    who = office.world.people
    notice = await office.add(who.gao, audience={"classIds": [str(office.world.north_a)]}, importance="urgent")
    strong = await office.world.sign_in(who.gao, assurance=2)
    path = f"{office.notices}/{notice['noticeId']}/send"
    await ok(await strong.post(path, json={}, headers=version(notice["version"])))
    await office.work()
    assert len(office.city.sms.items) == 2
    await budget(office, 100)
    await ok(await send(office, who.wang, await office.add(who.wang)))


async def test_a_sender_is_told_when_the_budget_did_and_does_not_any_more(office: Office) -> None:
    who = office.world.people
    await budget(office, 2)
    notice = await office.add(who.wang)
    await ok(await send(office, who.wang, notice))
    await budget(office, 1)
    await office.work()
    inbox = (await ok(await office.world.client(who.wang).get("/me/inbox")))["items"]
    assert [m["about"]["kind"] for m in inbox if m["title"].startswith("Sent without SMS")] == ["notice_sent"]
    assert not any("学校" in item.body and "通知" in item.body for item in office.city.sms.items)
    assert len((await ok(await paper(office, who.wang, notice)))["families"]) == 1


async def test_a_reminder_stays_within_the_budget(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    await budget(office, 2)
    at = office.world.now.replace(microsecond=0)
    notice = await office.add(who.wang, kind="acknowledge", answerBy=(at + 5 * _DAY).isoformat())
    await ok(await send(office, who.wang, notice))
    await office.work()
    sent = len(office.city.sms.items)
    assert sent == 2
    clock.advance(4 * _DAY)
    await office.work()
    assert len(office.city.sms.items) == sent


async def numbers(office: Office) -> list[Any]:
    """Everything about the budget that a class teacher and a leader read."""
    who = office.world.people
    preview = await office.preview(who.chen, classIds=[str(office.world.north_b)])
    shown = await ok(await office.world.client(who.gao).get(f"/orgs/{office.org_id}/channel-budget"))
    return [preview["smsLeft"], shown["left"], [one["parts"] for one in shown["spent"]]]


@pytest.mark.parametrize("urgent", [False, True])
async def test_nobody_sees_in_the_budget_that_a_report_was_told(
    office: Office, clock: FixedClock, *, urgent: bool
) -> None:
    who = office.world.people
    desk = Desk(office.world)
    await desk.serve(who.wang, who.ming, who.mother)
    await budget(office, 500)
    await office.work()
    before, sent = await numbers(office), len(office.city.sms.items)
    about = str(who.chen.account_id)
    await ok(await desk.file(who.ming, waits=urgent, aboutStaffId=about, urgent=urgent), 201)
    clock.advance(timedelta(hours=1, minutes=1))
    await office.work()
    assert len(office.city.sms.items) > sent, "somebody was told by SMS"
    assert await numbers(office) == before == [500, 500, [0, 0, 0, 0]]
    clock.advance(_DAY)
    assert await numbers(office) == [490, 490, [0, 0, 0, 10]], "the day after, and in tens"


async def test_single_messages_of_today_decide_nothing_about_a_notice(office: Office) -> None:
    who = office.world.people
    desk = Desk(office.world)
    await desk.serve(who.wang, who.ming, who.mother)
    await budget(office, 2)
    notice = await office.add(who.wang)
    await ok(await desk.file(who.ming, waits=True, urgent=True), 201)
    await office.work()
    await ok(await send(office, who.wang, notice))
