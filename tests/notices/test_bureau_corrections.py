"""A bureau's notice is corrected by a next edition, which another officer approves; what was answered before no longer counts."""

from typing import Any

import httpx

from api.core.clock import FixedClock
from tests.counselling.desk import field, ok, slug
from tests.notices.bureau import Bureau
from tests.notices.office import DAY, HOUR
from tests.notices.test_bureau import MOVE_NUMBER
from tests.world import Person

TEXT = {"titleZh": "台风停课两天", "bodyZh": "停课到后天。"}


async def correct(bureau: Bureau, by: Person, notice: Any, **more: Any) -> httpx.Response:
    return await bureau.post(by, notice, "correction", json={**TEXT, **more})


async def decide(bureau: Bureau, by: Person, notice: Any, what: str, digest: str = "") -> httpx.Response:
    path = f"{bureau.base}/{notice['bureauNoticeId']}/correction/{what}"
    return await bureau.world.client(by).post(path, json={"digest": digest} if digest else None)


async def test_a_second_officer_lets_the_next_edition_out_to_every_school(bureau: Bureau) -> None:
    office, world, who = bureau.office, bureau.world, bureau.world.people
    sent = await bureau.sent()
    at_south = bureau.at(sent, 0)
    await ok(await world.client(who.lei_father).post(office.own(at_south, "acknowledge", world.south)))
    waits = await ok(await correct(bureau, bureau.ou, sent))
    assert (waits["titleZh"], waits["edition"], waits["correction"]["titleZh"]) == ("台风停课", 1, "台风停课两天")
    await office.work()
    read = office.own(at_south, org_id=world.south)
    assert (await ok(await world.client(who.lei_father).get(read)))["title"] == "台风停课", "nobody approved it"
    assert "To approve: 台风停课两天" in [title for title, _ in await office.inbox(bureau.second)]
    home = (await ok(await world.client(bureau.second).get("/me/home")))["notices"]
    assert [(n["kind"], n["title"]) for n in home] == [("approve", "台风停课两天")]
    shown = await bureau.get(sent, bureau.second)
    assert (shown["correction"]["canApprove"], shown["canApprove"]) == (True, False)
    assert not (await bureau.get(sent))["correction"]["canApprove"]
    done = await ok(await decide(bureau, bureau.second, shown, "approve", shown["correction"]["digest"]))
    assert (done["titleZh"], done["edition"], done["correction"], done["approvedBy"]) == (
        *("台风停课两天", 2, None, "nobody"),
    )
    await office.work()
    for org_id, reader in ((world.south, who.lei_father), (world.north, who.jun_mother)):
        mine = await ok(await world.client(reader).get(office.own(at_south, org_id=org_id)))
        assert (mine["title"], mine["edition"], mine["answered"]) == ("台风停课两天", 2, False)
    receipt = await ok(await world.client(who.lei_father).get(office.own(at_south, "receipt", world.south)))
    assert [text["titleZh"] for text in receipt["texts"]] == ["台风停课"], "what was answered stays as it was"
    kept = "select edition, title_zh, approved_by is not null as out from bureau_notice_editions order by edition"
    rows = [(r["edition"], r["title_zh"], r["out"]) for r in await office.city.rows(kept)]
    assert rows == [(1, "台风停课", True), (2, "台风停课两天", True)]


async def test_a_school_that_missed_an_edition_gets_the_present_one_once(bureau: Bureau, clock: FixedClock) -> None:
    office, world, who = bureau.office, bureau.world, bureau.world.people
    sent = await bureau.sent()
    for title in ("第二版", "第三版"):
        waits = await ok(await correct(bureau, bureau.ou, await bureau.get(sent), titleZh=title))
        await ok(await decide(bureau, bureau.second, waits, "approve", waits["correction"]["digest"]))
    await office.work()
    clock.advance(HOUR)
    await office.work()
    mine = await ok(await world.client(who.lei_father).get(office.own(bureau.at(sent, 0), org_id=world.south)))
    assert (mine["title"], mine["edition"]) == ("第三版", 3)
    assert [title for title, _ in await office.inbox(who.lei_father)] == ["Corrected: 第三版"], "told of it once"
    await ok(await bureau.post(bureau.ou, sent, "recall"))
    await office.work()
    gone = await ok(await world.client(who.lei_father).get(office.own(bureau.at(sent, 0), org_id=world.south)))
    assert gone["withdrawnAt"]


async def test_who_may_correct_and_approve_what(bureau: Bureau) -> None:
    world, ou, second = bureau.world, bureau.ou, bureau.second
    draft = await ok(await world.client(ou).post(bureau.base, json=bureau.wish()), 201)
    assert slug(await correct(bureau, ou, draft)) == (409, "notice-not-sent")
    sent = await bureau.sent()
    assert slug(await decide(bureau, second, sent, "approve", "0" * 64)) == (409, "notice-not-submitted")
    assert slug(await decide(bureau, second, sent, "return")) == (409, "notice-not-submitted")
    assert field(await correct(bureau, ou, sent, titleEn="Two days")) == (422, "$.bodyEn", "pair")
    past = (world.now - DAY).isoformat()
    assert field(await correct(bureau, ou, sent, answerBy=past)) == (422, "$.answerBy", "past")
    first = await ok(await correct(bureau, ou, sent))
    assert (await correct(bureau, ou, sent)).status_code == 412, "another version"
    other = await ok(await correct(bureau, second, first, bodyZh="停课到周五。"))
    old, new = first["correction"]["digest"], other["correction"]["digest"]
    assert slug(await decide(bureau, second, sent, "approve", new)) == (403, "approval-by-another")
    assert slug(await decide(bureau, ou, sent, "approve", old)) == (409, "notice-changed")
    await world.operate(world.bureau, MOVE_NUMBER, ou.account_id, world.now)
    assert slug(await decide(bureau, ou, sent, "approve", new)) == (409, "officer-new")
    assert slug(await correct(bureau, ou, other)) == (409, "officer-new")
    back = await ok(await decide(bureau, ou, sent, "return"))
    assert (back["correction"], back["edition"]) == (None, 1)
    await ok(await bureau.post(second, back, "recall"))
    assert slug(await correct(bureau, second, await bureau.get(sent))) == (409, "notice-gone")


async def test_nothing_waits_of_an_officer_who_has_left(bureau: Bureau) -> None:
    world, office = bureau.world, bureau.office
    sent = await bureau.sent()
    waits = await ok(await correct(bureau, bureau.second, sent))
    left = "update staff set roles = '{}' where org_id = $1 and staff_id = $2"
    await world.operate(world.bureau, left, world.bureau, bureau.second.account_id)
    await office.work()
    assert (await bureau.get(sent))["correction"] is None
    refused = await decide(bureau, bureau.ou, sent, "approve", waits["correction"]["digest"])
    assert slug(refused) == (409, "notice-not-submitted")
    again = await ok(await bureau.post(bureau.ou, await bureau.get(sent), "correction", json=TEXT))
    assert again["correction"]["submittedBy"] == "ou"
