"""What was opened or acknowledged was so for certain children, at a time: later children join unanswered, and ended ties take nothing away."""

from typing import Any
from uuid import UUID

import pytest

from api.core.clock import FixedClock
from tests.counselling.desk import ok
from tests.notices.office import DAY, HOUR, Office
from tests.notices.test_mine import chinese
from tests.world import Person

ENGLISH = {"titleEn": "Autumn trip", "bodyEn": "Meet at eight on Friday."}
NOW, LATER = "2026-11-23T04:00:00Z", "2026-11-23T05:00:00Z"


async def signed(office: Office, by: Person, notice: Any) -> list[tuple[str, str | None, str]]:
    """Person, child and time of each receipt that the sender exports."""
    file = await ok(await office.world.client(by).get(f"{office.notices}/{notice['noticeId']}/receipts/signed"))
    said = [receipt["statement"] for receipt in file["receipts"]]
    return sorted(((s["name"], s["studentName"], s["at"]) for s in said), key=str)


async def end_tie(office: Office, guardian: Person, student: Person) -> None:
    end = "update guardianships set ended_at = $4 where org_id = $1 and student_id = $2 and guardian_id = $3"
    who = (student.account_id, guardian.account_id)
    await office.world.sql(office.org_id, end, office.org_id, *who, office.world.now)


async def test_a_child_who_joined_later_is_unanswered_until_answered(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    notice = await office.tell(who.wang, kind="acknowledge")
    await ok(await office.answer(who.mother, notice, "acknowledge"))
    await office.sibling(who.mother, who.hong)
    clock.advance(HOUR)
    mine = await ok(await office.read(who.mother, notice))
    assert (mine["openedAt"], mine["acknowledgedAt"], mine["asked"]) == (None, None, True)
    assert (await office.mine(who.mother))[0]["openedAt"] is None
    await ok(await office.answer(who.mother, notice, "open"))
    assert await signed(office, who.wang, notice) == [("mother", "ming", NOW)], "opening acknowledges nothing"
    receipts = await office.receipts(who.wang, notice)
    assert ("mother", "hong") in [(w["name"], w["studentName"]) for w in receipts["waiting"]]
    home = await ok(await office.world.client(who.mother).get("/me/home"))
    assert notice["noticeId"] in [n["noticeId"] for n in home["notices"]]
    answered = await ok(await office.answer(who.mother, notice, "acknowledge"))
    assert (answered["acknowledgedAt"], answered["asked"]) == (LATER, False)
    assert await signed(office, who.wang, notice) == [("mother", "hong", LATER), ("mother", "ming", NOW)]
    home = await ok(await office.world.client(who.mother).get("/me/home"))
    assert home["notices"] == []


async def test_an_acknowledgement_stays_when_the_tie_ends(office: Office) -> None:
    who = office.world.people
    await office.sibling(who.mother, who.hong)
    notice = await office.tell(who.wang, kind="acknowledge")
    await ok(await office.answer(who.mother, notice, "acknowledge"))
    both = await signed(office, who.wang, notice)
    assert [child for _, child, _ in both] == ["hong", "ming"]
    await end_tie(office, who.mother, who.ming)
    await ok(await office.answer(who.mother, notice, "open"))
    assert await signed(office, who.wang, notice) == both


async def test_a_later_child_counts_as_unread(office: Office) -> None:
    who = office.world.people
    notice = await office.tell(who.wang, importance="ordinary")
    await ok(await office.answer(who.mother, notice, "open"))
    await office.sibling(who.mother, who.hong)
    waiting = (await office.receipts(who.wang, notice))["waiting"]
    assert [(w["name"], w["studentName"]) for w in waiting] == [("mother", "hong"), ("father", "ming")]
    assert waiting[0]["openedAt"] is None


async def test_who_signed_for_one_child_is_asked_for_the_next(office: Office) -> None:
    who = office.world.people
    notice = await office.tell(who.wang, kind="sign")
    await ok(await office.sign(who.mother, notice, who.ming))
    await office.sibling(who.mother, who.hong)
    mine = await ok(await office.read(who.mother, notice))
    assert (mine["signedAt"], mine["asked"]) == (None, True)
    home = await ok(await office.world.client(who.mother).get("/me/home"))
    assert [n["noticeId"] for n in home["notices"]] == [notice["noticeId"]]
    assert (await ok(await office.sign(who.mother, notice, who.hong)))["asked"] is False


async def test_an_earlier_answer_is_one_for_the_same_child(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    notice = await office.tell(who.wang, kind="acknowledge")
    await ok(await office.answer(who.mother, notice, "acknowledge"))
    await office.sibling(who.mother, who.hong)
    clock.advance(HOUR)
    text = {"titleZh": "秋游", "bodyZh": "周六八点集合。"}
    path = f"{office.notices}/{notice['noticeId']}/correct"
    seen = {"if-match": f'"v{notice["version"]}"'}
    await ok(await office.world.client(who.wang).post(path, json=text, headers=seen))
    waiting = (await office.receipts(who.wang, notice))["waiting"]
    before = {(w["name"], w["studentName"]): w["answeredBefore"] for w in waiting}
    assert before == {("mother", "ming"): NOW, ("mother", "hong"): None, ("father", "ming"): None}


@pytest.mark.parametrize("kind", ["acknowledge", "sign"])
async def test_a_receipt_names_the_wording_that_was_answered(office: Office, kind: str) -> None:
    who = office.world.people
    notice = await office.tell(who.wang, kind=kind, **ENGLISH)
    async with await chinese(office, who.mother) as client:
        await ok(await client.post(office.own(notice, "open")))
    if kind == "acknowledge":
        await ok(await office.answer(who.mother, notice, "acknowledge"))
    else:
        await ok(await office.sign(who.mother, notice, who.ming))
    file = await ok(await office.world.client(who.mother).get(office.own(notice, "receipt")))
    assert [r["statement"]["language"] for r in file["receipts"]] == ["en"]


async def test_staff_with_a_child_answer_for_both(office: Office) -> None:
    who = office.world.people
    await office.parent(who.chen, who.hong)
    notice = await office.tell(
        who.gao, kind="acknowledge", audience={"wholeSchool": True, "parts": ["guardian", "staff"]}
    )
    await ok(await office.answer(who.chen, notice, "acknowledge"))
    found = [(name, child) for name, child, _ in await signed(office, who.gao, notice) if name == "chen"]
    assert sorted(found, key=str) == [("chen", "hong"), ("chen", None)]


async def test_openings_of_before_are_taken_over(office: Office) -> None:
    """A person told before rows for each child existed, who opened nothing, is reached and unread."""
    who = office.world.people
    notice = await office.tell(who.wang)
    insert = (
        "insert into notice_recipients (org_id, notice_id, account_id, student_ids, as_staff, chunk, sent_at)"
        " values ($1, $2, $3, $4, false, 0, $5)"
    )
    where = (office.org_id, UUID(notice["noticeId"]), who.jun_mother.account_id, [who.jun.account_id])
    await office.world.sql(office.org_id, insert, *where, office.world.now - DAY)
    receipts = await office.receipts(who.gao, notice)
    assert ("jun_mother", "jun") in [(w["name"], w["studentName"]) for w in receipts["waiting"]]
