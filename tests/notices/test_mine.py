"""Received notices over HTTP: who reads them, in which language, and what an answer takes."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from api.core.clock import FixedClock
from tests.counselling.desk import ok, slug
from tests.notices.office import DAY, HOUR, Office
from tests.world import Person

ENGLISH = {"titleEn": "Autumn trip", "bodyEn": "Meet at eight on Friday."}
UNSIGNED: dict[str, Any] = {"name": "ming", "className": "A", "signedAt": None, "agrees": None, "others": []}


async def chinese(office: Office, by: Person) -> httpx.AsyncClient:
    client = office.world.client(by)
    client.headers["accept-language"] = "zh-CN"
    return client


async def test_a_guardian_reads_it(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    due = (clock.now() + 2 * DAY).isoformat()
    notice = await office.tell(who.wang, kind="acknowledge", answerBy=due)
    assert await ok(await office.read(who.mother, notice)) == {
        "orgId": office.org_id,
        "noticeId": notice["noticeId"],
        "kind": "acknowledge",
        "state": "sent",
        "title": "秋游",
        "body": "周五八点集合。",
        "files": [],
        "language": "zh-CN",
        "children": [{**UNSIGNED, "studentId": str(who.ming.account_id)}],
        "authorName": "wang",
        "sentAt": "2026-11-23T04:00:00Z",
        "answerBy": "2026-11-25T04:00:00Z",
        "importance": "ordinary",
        "expiresAt": None,
        "over": False,
        "openedAt": None,
        "acknowledgedAt": None,
        "signedAt": None,
        "withdrawnAt": None,
        "edition": 1,
        "correctedAt": None,
        "answeredBefore": None,
        "answered": False,
        "asked": True,
        "disagreed": False,
        "late": False,
    }


async def test_each_reads_their_language_and_chinese_where_there_is_no_other(office: Office) -> None:
    who = office.world.people
    notice, plain = await office.tell(who.wang, **ENGLISH), await office.tell(who.wang)
    english = await ok(await office.read(who.mother, notice))
    assert (english["title"], english["body"], english["language"]) == (*ENGLISH.values(), "en")
    fallback = await ok(await office.read(who.mother, plain))
    assert (fallback["title"], fallback["body"], fallback["language"]) == ("秋游", "周五八点集合。", "zh-CN")
    async with await chinese(office, who.mother) as client:
        assert (await ok(await client.get(office.own(notice))))["title"] == "秋游"
    assert sorted(await office.inbox(who.mother)) == [("Autumn trip", False), ("秋游", False)]


async def test_the_wording_first_read_is_kept(office: Office) -> None:
    who = office.world.people
    notice = await office.tell(who.wang, **ENGLISH)
    await ok(await office.answer(who.mother, notice, "open"))
    async with await chinese(office, who.mother) as client:
        await ok(await client.post(office.own(notice, "open")))
    async with await chinese(office, who.father) as client:
        await ok(await client.post(office.own(notice, "open")))
    found = await office.recipients(notice)
    assert {n: r["language"] for n, r in found.items()} == {"mother": "en", "father": "zh-CN"}


async def test_looking_is_not_opening(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    notice = await office.tell(who.wang)
    await ok(await office.read(who.mother, notice))
    assert (await office.recipients(notice))["mother"]["opened_at"] is None
    clock.advance(HOUR)
    first = await ok(await office.answer(who.mother, notice, "open"))
    assert first["openedAt"] == "2026-11-23T05:00:00Z"
    clock.advance(HOUR)
    assert await ok(await office.answer(who.mother, notice, "open")) == first
    assert await office.inbox(who.mother) == [("秋游", True)]
    assert await office.inbox(who.father) == [("秋游", False)]
    assert (await office.recipients(notice))["father"]["opened_at"] is None


@pytest.mark.parametrize("what", ["open", "acknowledge", "sign"])
async def test_an_answer_is_never_given_by_a_get(office: Office, what: str) -> None:
    who = office.world.people
    notice = await office.tell(who.wang, kind="acknowledge")
    for method in ("GET", "HEAD"):
        answer = await office.world.client(who.mother).request(method, office.own(notice, what))
        assert answer.status_code in {404, 405}
    row = (await office.recipients(notice))["mother"]
    assert (row["opened_at"], row["acknowledged_at"], row["signed_at"]) == (None, None, None)


async def test_acknowledging_counts_once(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    notice = await office.tell(who.wang, kind="acknowledge")
    clock.advance(HOUR)
    key = {"idempotency-key": "on-the-platform"}
    first = await ok(await office.answer(who.mother, notice, "acknowledge", headers=key))
    assert first["acknowledgedAt"] == first["openedAt"] == "2026-11-23T05:00:00Z"
    assert (first["answered"], first["late"]) == (True, False)
    clock.advance(HOUR)
    assert await ok(await office.answer(who.mother, notice, "acknowledge")) == first
    replayed = await office.answer(who.mother, notice, "acknowledge", headers=key)
    assert await ok(replayed) == first
    assert replayed.headers["idempotent-replayed"] == "true"
    rows = await office.world.sql(
        office.org_id,
        "select account_id, resource_id from audit_changes where org_id = $1 and action = 'notice_answer'",
        office.org_id,
    )
    assert [tuple(r) for r in rows] == [(who.mother.account_id, UUID(notice["noticeId"]))]


async def test_a_late_answer_is_taken_and_marked(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    due = (clock.now() + DAY).isoformat()
    notice = await office.tell(who.wang, kind="acknowledge", answerBy=due)
    clock.advance(DAY)
    assert (await ok(await office.answer(who.father, notice, "acknowledge")))["late"] is False
    clock.advance(DAY / 86400)
    late = await ok(await office.answer(who.mother, notice, "acknowledge"))
    assert (late["late"], late["answered"]) == (True, True)


async def test_a_notice_takes_the_answer_it_asks_for(office: Office) -> None:
    who = office.world.people
    information, acknowledge, sign = [
        await office.tell(who.wang, kind=kind) for kind in ("information", "acknowledge", "sign")
    ]
    for notice in (information, sign):
        assert slug(await office.answer(who.mother, notice, "acknowledge")) == (409, "nothing-to-answer")
    for notice in (information, acknowledge):
        assert slug(await office.sign(who.mother, notice, who.ming)) == (409, "nothing-to-answer")
    for notice in (information, acknowledge, sign):
        assert (await office.recipients(notice))["mother"]["opened_at"] is None


async def test_who_did_not_receive_it_has_nothing_there(office: Office) -> None:
    who, world = office.world.people, office.world
    notice = await office.tell(who.wang, kind="acknowledge")
    for person in (who.jun_mother, who.ming, who.hong, who.wang, who.gao, who.north_admin):
        assert slug(await office.read(person, notice)) == (404, "not-found")
        for what in ("open", "acknowledge"):
            assert slug(await office.answer(person, notice, what)) == (404, "not-found")
        assert slug(await office.sign(person, notice)) == (404, "not-found")
        assert await office.mine(person) == []
    for person in (who.lei_father, who.former_guardian, who.former_student, who.nobody):
        assert slug(await office.read(person, notice)) == (403, "forbidden")
        assert slug(await office.answer(person, notice, "acknowledge")) == (403, "forbidden")
    south = office.own(notice, org_id=world.south)
    assert slug(await world.client(who.mother).get(south)) == (404, "not-found")
    assert slug(await world.client(who.mother).post(f"{south}/acknowledge")) == (404, "not-found")
    assert slug(await office.read(who.mother, {"noticeId": str(uuid4())})) == (404, "not-found")


async def test_what_is_not_sent_yet_is_not_there(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    notice = await office.schedule(who.wang, await office.add(who.wang, kind="acknowledge"), clock.now() + HOUR)
    assert slug(await office.read(who.mother, notice)) == (404, "not-found")
    assert slug(await office.answer(who.mother, notice, "acknowledge")) == (404, "not-found")
    assert await office.mine(who.mother) == []


@pytest.mark.parametrize("end", ["student", "guardianship"])
async def test_when_the_child_has_left_the_guardian_reads_nothing_more(office: Office, end: str) -> None:
    who = office.world.people
    await office.sibling(who.jun_mother, who.hong)  # still somebody here, by jun
    await office.sibling(who.mother, who.jun)
    both = await office.tell(who.gao, office.world.north_a, office.world.north_b, kind="acknowledge")
    notice = await office.tell(who.wang, kind="acknowledge")
    if end == "student":
        await office.leave(who.ming)
    else:
        statement = "update guardianships set ended_at = $3 where org_id = $1 and student_id = $2"
        await office.world.sql(office.org_id, statement, office.org_id, who.ming.account_id, office.world.now)
    assert slug(await office.read(who.mother, notice)) == (404, "not-found")
    assert slug(await office.answer(who.mother, notice, "open")) == (404, "not-found")
    assert slug(await office.answer(who.mother, notice, "acknowledge")) == (404, "not-found")
    assert slug(await office.sign(who.mother, notice, who.ming)) == (404, "not-found")
    assert [n["noticeId"] for n in await office.mine(who.mother)] == [both["noticeId"]]
    assert [c["name"] for c in (await ok(await office.read(who.mother, both)))["children"]] == ["jun"]
    home = await ok(await office.world.client(who.mother).get("/me/home"))
    assert [n["noticeId"] for n in home["notices"]] == [both["noticeId"]]
    assert slug(await office.read(who.father, notice)) in {(403, "forbidden"), (404, "not-found")}


async def test_staff_who_left_read_nothing_more(office: Office) -> None:
    who = office.world.people
    notice = await office.tell(who.gao, audience={"wholeSchool": True, "parts": ["staff"]})
    assert (await ok(await office.read(who.lin, notice)))["children"] == []
    end = "update staff set ended_at = $3 where org_id = $1 and staff_id = $2"
    await office.world.sql(office.org_id, end, office.org_id, who.lin.account_id, office.world.now)
    assert slug(await office.read(who.lin, notice)) == (403, "forbidden")
    assert await office.mine(who.lin) == []


async def test_withdrawn_is_shown_without_its_text_and_takes_no_answer(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    notice = await office.tell(who.wang, kind="acknowledge")
    await ok(await office.answer(who.father, notice, "acknowledge"))
    clock.advance(HOUR)
    await ok(await office.do(who.wang, notice, "withdraw"))
    seen = await ok(await office.read(who.mother, notice))
    assert (seen["state"], seen["title"], seen["body"]) == ("withdrawn", None, None)
    assert seen["withdrawnAt"] == "2026-11-23T05:00:00Z"
    for person in (who.mother, who.father):
        for what in ("open", "acknowledge"):
            assert slug(await office.answer(person, notice, what)) == (409, "notice-withdrawn")
        assert [(n["state"], n["title"]) for n in await office.mine(person)] == [("withdrawn", None)]
    assert await office.inbox(who.mother) == []
    assert await office.inbox(who.father) == []  # who had answered it sees it withdrawn among the notices
    assert slug(await office.sign(who.mother, notice, who.ming)) == (409, "notice-withdrawn")
    assert (await ok(await office.world.client(who.mother).get("/me/home")))["noticesWaiting"] == 0
    assert (await office.recipients(notice))["mother"]["opened_at"] is None


async def test_the_list_spans_organisations_with_unread_first(office: Office, clock: FixedClock) -> None:
    who, world = office.world.people, office.world
    told: list[Any] = []
    for number in range(5):
        told.append(await office.tell(who.wang, titleZh=f"{number}"))
        clock.advance(HOUR)
    south = {**office.wish(world.south_a), "titleZh": "南"}
    sun = world.client(who.sun)
    added = await ok(await sun.post(f"/orgs/{world.south}/notices", json=south), 201)
    await ok(
        await sun.post(f"/orgs/{world.south}/notices/{added['noticeId']}/send", json={}, headers={"if-match": '"v1"'})
    )
    await office.work()
    for notice in (told[4], told[1]):
        await ok(await office.answer(who.mother, notice, "open"))
    gone = await office.get(who.wang, told[3])
    await ok(await office.do(who.wang, gone, "withdraw"))
    everything = await office.mine(who.mother)
    assert [n["title"] for n in everything] == ["南", "2", "0", "4", None, "1"]
    assert [n["orgId"] for n in everything][:2] == [world.south, world.north]
    assert all("body" not in n for n in everything)
    paged: list[str | None] = []
    cursor = None
    while True:
        asked: dict[str, Any] = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = await ok(await world.client(who.mother).get("/me/notices", params=asked))
        paged += [n["title"] for n in page["items"]]
        if (cursor := page["next"]) is None:
            break
    assert paged == ["南", "2", "0", "4", None, "1"]
    assert slug(await world.client(who.mother).get("/me/notices", params={"cursor": "x"}))[0] == 422


async def test_the_first_screen_shows_what_waits(office: Office, clock: FixedClock) -> None:
    who, world = office.world.people, office.world
    await office.tell(who.wang)
    late = (clock.now() + 5 * DAY).isoformat()
    soon = (clock.now() + DAY).isoformat()
    open_ended = [await office.tell(who.wang, kind="sign", titleZh=f"{n}") for n in range(3)]
    await office.tell(who.wang, kind="acknowledge", titleZh="late", answerBy=late)
    await office.tell(who.wang, kind="acknowledge", titleZh="soon", answerBy=soon, **ENGLISH)

    async def waiting(by: Person) -> tuple[int, list[str]]:
        home = await ok(await world.client(by).get("/me/home"))
        return home["noticesWaiting"], [n["title"] for n in home["notices"]]

    count, titles = await waiting(who.mother)
    assert (count, titles[:2], len(titles)) == (5, ["Autumn trip", "late"], 3)
    first = (await ok(await world.client(who.mother).get("/me/home")))["notices"][0]
    assert first["children"] == [who.ming.name], "a guardian of several sees whom it is about"
    await ok(await office.sign(who.mother, open_ended[0], who.ming))
    assert [(await waiting(one))[0] for one in (who.mother, who.father)] == [4, 4]
    assert [await waiting(one) for one in (who.jun_mother, who.wang)] == [(0, []), (0, [])]


async def test_who_had_read_what_is_withdrawn_is_told(office: Office) -> None:
    who, world = office.world.people, office.world
    notice = await office.tell(who.wang)
    for person in (who.mother, who.father):
        await ok(await office.answer(person, notice, "open"))
    end = "update guardianships set ended_at = $3 where org_id = $1 and guardian_id = $2"
    await world.sql(office.org_id, end, office.org_id, who.father.account_id, world.now)
    before = len(office.city.sms.items)
    await ok(await office.do(who.wang, notice, "withdraw"))
    await office.work()
    assert [n["state"] for n in await office.mine(who.mother)] == ["withdrawn"]
    [item] = office.city.sms.items[before:]
    assert item.address == f"+86{who.mother.phone}"  # and nothing to the father, who has no tie any more
    assert item.body == "【心桥】北校撤回了您看过的一条通知，请不要再以它为准。"
