"""A correction: everybody is told again in place of the earlier edition, and answers to that one no longer count."""

from typing import Any
from uuid import UUID

import pytest

from api.core.clock import FixedClock
from tests.counselling.desk import field, ok, slug, version
from tests.notices.office import DAY, HOUR, Office
from tests.world import Person

RIGHT = {"titleZh": "春游", "bodyZh": "周五九点集合。"}


async def correct(office: Office, by: Person, notice: Any, **more: Any) -> Any:
    path = f"{office.notices}/{notice['noticeId']}/correct"
    return await office.world.client(by).post(path, json=RIGHT | more, headers=version(notice["version"]))


async def test_a_correction_takes_the_place_of_the_earlier_edition_on_every_phone(
    office: Office, clock: FixedClock
) -> None:
    who = office.world.people
    notice = await office.tell(who.wang)
    before = {i.address: i for i in office.city.sms.items}
    await ok(await office.answer(who.mother, notice, "open"))
    clock.advance(HOUR)
    corrected = await ok(await correct(office, who.wang, notice))
    assert (corrected["edition"], corrected["titleZh"], corrected["correctedAt"]) == (2, "春游", "2026-11-23T05:00:00Z")
    await office.work()
    again = {i.address: i for i in office.city.sms.items if i.address in before and i.collapse_key}
    assert again.keys() == before.keys()
    for phone, item in again.items():
        assert item.collapse_key == before[phone].dedupe_id, "the phone shows it in the place of the first"
        assert item.dedupe_id != before[phone].dedupe_id, "a gateway does not take it for the first"
    for person in (who.mother, who.father):
        assert await office.inbox(person) == [("Corrected: 春游", False)]
    seen = await ok(await office.read(who.mother, notice))
    assert (seen["body"], seen["edition"], seen["openedAt"]) == ("周五九点集合。", 2, None)
    await ok(await office.answer(who.mother, notice, "open", params={"edition": 2, "agrees": True}))
    assert await office.inbox(who.mother) == [("Corrected: 春游", True)]


async def test_earlier_answers_stay_on_record_and_no_longer_count(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    notice = await office.tell(who.wang, kind="acknowledge")
    await ok(await office.answer(who.mother, notice, "acknowledge"))
    clock.advance(HOUR)
    await ok(await correct(office, who.wang, notice))
    await office.work()
    seen = await ok(await office.read(who.mother, notice))
    assert (seen["answered"], seen["answeredBefore"]) == (False, "2026-11-23T04:00:00Z")
    receipts = await office.receipts(who.wang, notice)
    waiting = {w["name"]: (w["openedAt"], w["answeredBefore"]) for w in receipts["waiting"]}
    assert waiting == {"mother": (None, "2026-11-23T04:00:00Z"), "father": (None, None)}
    assert [(c["opened"], c["answered"]) for c in receipts["classes"]] == [(0, 0)]
    stale = await office.answer(who.mother, notice, "acknowledge", params={"edition": 1})
    assert slug(stale) == (409, "notice-corrected")
    opened = await ok(await office.answer(who.mother, notice, "open", params={"edition": 1}))
    assert opened["openedAt"] is None, "what was kept on a phone opens the edition that it showed"
    again = await ok(await office.answer(who.mother, notice, "acknowledge", params={"edition": 2, "agrees": True}))
    assert (again["answered"], again["acknowledgedAt"]) == (True, "2026-11-23T05:00:00Z")
    rows = await office.world.sql(
        office.org_id,
        "select edition, acknowledged_at is not null from notice_receipts where org_id = $1 order by edition",
        office.org_id,
    )
    assert [tuple(r) for r in rows] == [(1, True), (2, True)]


async def test_a_signature_is_under_what_was_read(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    notice = await office.tell(who.wang, kind="sign")
    await ok(await office.sign(who.mother, notice, who.ming))
    clock.advance(HOUR)
    await ok(await correct(office, who.wang, notice))
    await office.work()
    assert slug(await office.sign(who.mother, notice, who.ming)) == (409, "notice-corrected")
    seen = await ok(await office.read(who.mother, notice))
    assert (seen["answered"], seen["children"][0]["signedAt"]) == (False, None)
    body = {"name": "mother", "studentIds": [str(who.ming.account_id)], "edition": 2, "agrees": True}
    signed = await ok(await office.world.client(who.mother).post(office.own(notice, "sign"), json=body))
    assert signed["answered"]
    rows = await office.world.sql(
        office.org_id,
        "select s.edition, e.title_zh from notice_signatures s left join notice_editions e using (org_id, notice_id, edition)"
        " where s.org_id = $1 order by s.edition",
        office.org_id,
    )
    assert [tuple(r) for r in rows] == [(1, "秋游"), (2, None)], "the text that was signed first is kept"


async def test_the_unread_are_reminded_of_the_correction_and_a_recall_takes_it_back(
    office: Office, clock: FixedClock
) -> None:
    who = office.world.people
    notice = await office.tell(who.wang, kind="acknowledge")
    await ok(await office.answer(who.mother, notice, "acknowledge"))
    clock.advance(2 * DAY)
    await office.work()
    corrected = await ok(await correct(office, who.wang, notice))
    await office.work()
    await ok(await office.answer(who.father, notice, "acknowledge", params={"edition": 2, "agrees": True}))
    clock.advance(2 * DAY)
    office.city.sms.items.clear()
    await office.work()
    assert [i.address for i in office.city.sms.items] == [f"+86{who.mother.phone}"]
    office.city.sms.items.clear()
    await ok(await office.do(who.wang, corrected, "withdraw"))
    await office.work()
    phones = {f"+86{p.phone}" for p in (who.mother, who.father)}
    assert {i.address for i in office.city.sms.items} == phones, "she opened the first edition, he the second"
    assert len(office.city.sms.items) == 2
    assert {UUID((i.collapse_key or "")[:36]) for i in office.city.sms.items} == {UUID(notice["noticeId"])}
    assert await office.inbox(who.mother) == []


async def test_who_has_left_hears_of_no_correction(office: Office) -> None:
    who = office.world.people
    notice = await office.tell(who.wang)
    await ok(await office.answer(who.mother, notice, "open"))
    await office.leave(who.ming)
    office.city.sms.items.clear()
    await ok(await correct(office, who.wang, notice))
    await office.work()
    assert office.city.sms.items == []


@pytest.mark.parametrize("state", ["draft", "scheduled", "withdrawn", "cancelled"])
async def test_only_what_was_sent_is_corrected(office: Office, clock: FixedClock, state: str) -> None:
    who = office.world.people
    notice = await office.add(who.wang)
    if state == "scheduled":
        notice = await office.schedule(who.wang, notice, clock.now() + DAY)
    elif state == "cancelled":
        notice = await ok(await office.do(who.wang, notice, "cancel"))
    elif state == "withdrawn":
        notice = await ok(await office.do(who.wang, await office.tell(who.wang), "withdraw"))
    expected = "notice-not-sent" if state in {"draft", "scheduled"} else "notice-gone"
    assert slug(await correct(office, who.wang, notice)) == (409, expected)


async def test_a_correction_is_refused_to_others_and_when_it_is_wrong(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    notice = await office.tell(who.wang)
    for other in (who.mother, who.chen, who.south_admin):
        assert (await correct(office, other, notice)).status_code in {403, 404}
    past = (clock.now() - HOUR).isoformat()
    assert field(await correct(office, who.wang, notice, answerBy=past)) == (422, "$.answerBy", "not-allowed")
    assert field(await correct(office, who.wang, notice, titleEn="Trip")) == (422, "$.bodyEn", "pair")
    assert slug(await correct(office, who.wang, {**notice, "version": 1})) == (412, "stale")
    asked = await office.tell(who.wang, kind="acknowledge")
    assert field(await correct(office, who.wang, asked, answerBy=past)) == (422, "$.answerBy", "past")


async def test_who_sent_it_is_not_counted_among_those_it_is_told_to(office: Office, clock: FixedClock) -> None:
    """A sender has read what they sent, but it was not for them: neither their correction nor a colleague's is told to them."""
    who = office.world.people
    notice = await office.tell(who.wang)
    for by in (who.wang, who.gao):
        clock.advance(HOUR)
        office.city.sms.items.clear()
        notice = await ok(await correct(office, by, notice))
        await office.work()
        told = (await office.receipts(who.wang, notice))["telling"]
        assert (told["people"], told["sent"], told["unsent"], told["done"]) == (2, 2, 0, True), by.name
        assert {i.address for i in office.city.sms.items} == {f"+86{p.phone}" for p in (who.mother, who.father)}


async def test_a_sender_whom_it_is_for_as_well_is_told_nothing_of_it(office: Office) -> None:
    who = office.world.people
    notice = await office.tell(
        who.wang, audience={"classIds": [str(office.world.north_a)], "parts": ["guardian", "staff"]}
    )
    people = (await office.receipts(who.gao, notice))["telling"]
    assert people["people"] == people["sent"] + people["unsent"]
